-- One row an activity done, promised, heard or planned at the customers $among, the earliest first.
-- $among: VARCHAR[] of customer keys.
SELECT
    customer, date, kind, by_level, product, coalesce(nullif(product_name, ''), product) AS product_name,
    CAST(cost AS DOUBLE) AS cost, CAST(score AS DOUBLE) AS score, outcome, until, due, closed, done
FROM activities
WHERE list_contains($among::VARCHAR[], customer) AND date IS NOT NULL
ORDER BY customer, date, source, line
