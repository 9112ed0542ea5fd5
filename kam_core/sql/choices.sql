-- One row a dimension x value that accepted lines have: what a filter of that dimension can be set to.
-- The dimensions of months only; products and categories: choices_products.sql. Largest amount first, '' = blank.
WITH found AS (
    SELECT 'region' AS dimension, region AS value, amount, quantity, lines FROM months
    UNION ALL SELECT 'department', department, amount, quantity, lines FROM months
    UNION ALL SELECT 'channel', channel, amount, quantity, lines FROM months
    UNION ALL SELECT 'customer_type', customer_type, amount, quantity, lines FROM months
    UNION ALL SELECT 'unit', unit, amount, quantity, lines FROM months
    UNION ALL SELECT 'currency', currency, amount, quantity, lines FROM months
)
SELECT
    dimension, value, value AS label, CAST(sum(lines) AS BIGINT) AS lines,
    CAST(coalesce(sum(amount), 0) AS DECIMAL(38, 4)) AS amount,
    CAST(coalesce(sum(quantity), 0) AS DECIMAL(38, 4)) AS quantity
FROM found
GROUP BY dimension, value
ORDER BY dimension, amount DESC, quantity DESC, value
