-- One row a wanted text x product (or category) it means: a product's key, or its name where no key is written so.
-- $dimension: product | category; $wanted: VARCHAR[].
WITH found AS (
    SELECT DISTINCT
        CASE $dimension WHEN 'product' THEN product ELSE category END AS value,
        CASE $dimension WHEN 'product' THEN product_name ELSE category END AS label
    FROM lines
    WHERE state = 'accepted' AND (
        list_contains($wanted::VARCHAR[], CASE $dimension WHEN 'product' THEN product ELSE category END)
        OR ($dimension = 'product' AND product_name <> '' AND list_contains($wanted::VARCHAR[], product_name))
    )
), by_key AS (
    SELECT DISTINCT value, value AS wanted FROM found WHERE list_contains($wanted::VARCHAR[], value)
)
SELECT value, wanted FROM by_key
UNION
SELECT value, label AS wanted FROM found
WHERE list_contains($wanted::VARCHAR[], label) AND label NOT IN (SELECT wanted FROM by_key)
ORDER BY wanted, value
