-- One row: whether any record has a customer of `specials`.
SELECT count(*) > 0
FROM (
    SELECT b.source
    FROM (SELECT source, CASE WHEN customer <> '' THEN customer ELSE customer_name END AS who FROM body) AS b
    SEMI JOIN specials AS s ON s.text = b.who
    LIMIT 1
)
