-- One row a product x unit the customers $lost bought in scope: their quantity and everyone's; theirs largest first.
-- $lost: VARCHAR[] of customer keys. @scoped: scoped_lines.sql, with its parameters.
SELECT
    product, coalesce(nullif(max(product_name), ''), product) AS product_name, unit,
    CAST(coalesce(sum(quantity) FILTER (list_contains($lost::VARCHAR[], customer)), 0) AS DOUBLE) AS theirs,
    CAST(coalesce(sum(quantity), 0) AS DOUBLE) AS everyones
FROM @scoped AS scoped
GROUP BY product, unit
HAVING count(*) FILTER (list_contains($lost::VARCHAR[], customer) AND quantity IS NOT NULL) > 0
ORDER BY theirs DESC, product, unit
