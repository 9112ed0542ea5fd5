-- One row a wanted value that a dimension of months has: the wanted text and the value itself.
-- $dimension: region | department | channel | customer_type | unit | currency; $wanted: VARCHAR[].
SELECT DISTINCT
    CASE $dimension
        WHEN 'region' THEN region WHEN 'department' THEN department WHEN 'channel' THEN channel
        WHEN 'customer_type' THEN customer_type WHEN 'unit' THEN unit ELSE currency
    END AS value,
    value AS wanted
FROM months
WHERE list_contains($wanted::VARCHAR[], value)
ORDER BY value
