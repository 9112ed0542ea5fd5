-- One row a product (and one a category) that accepted lines have: what the product filter can be set to.
-- A product's label is its name, the key where it has none. Largest amount first, '' = blank.
WITH per_product AS (
    SELECT
        product, category, max(product_name) AS product_name, count(*) AS lines,
        sum(amount) AS amount, sum(quantity) AS quantity
    FROM lines
    WHERE state = 'accepted'
    GROUP BY product, category
), found AS (
    SELECT 'product' AS dimension, product AS value, product_name AS label, lines, amount, quantity FROM per_product
    UNION ALL SELECT 'category', category, '', lines, amount, quantity FROM per_product
)
SELECT
    dimension, value, coalesce(nullif(max(label), ''), value) AS label, CAST(sum(lines) AS BIGINT) AS lines,
    CAST(coalesce(sum(amount), 0) AS DECIMAL(38, 4)) AS amount,
    CAST(coalesce(sum(quantity), 0) AS DECIMAL(38, 4)) AS quantity
FROM found
GROUP BY dimension, value
ORDER BY dimension, amount DESC, quantity DESC, value
