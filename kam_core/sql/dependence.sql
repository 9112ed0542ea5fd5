-- One row a region, product or salesperson with an accepted line in scope: its net value, how it is spread over the
-- customers above zero, the largest of them, and what the customers $lost bring; largest value first, ties by key.
-- $dimension: region | product | salesperson. $measure: amount | quantity | profit. $lost: VARCHAR[] of customer keys.
-- @scoped: scoped_months.sql or scoped_lines.sql, with their parameters; products are known to lines only.
WITH measured AS (
    SELECT
        CASE $dimension WHEN 'region' THEN region WHEN 'product' THEN product ELSE '' END AS part,
        CASE $dimension WHEN 'product' THEN product_name ELSE '' END AS label,
        customer,
        CASE $measure WHEN 'amount' THEN amount WHEN 'quantity' THEN quantity ELSE profit END AS value
    FROM @scoped AS scoped
), bought AS (
    SELECT part, customer, max(label) AS label, CAST(coalesce(sum(value), 0) AS DECIMAL(38, 4)) AS value
    FROM measured
    GROUP BY part, customer
), cells AS (
    SELECT
        CASE $dimension
            WHEN 'salesperson' THEN coalesce(nullif(accounts.salesperson, ''), accounts.manager, '')
            ELSE part
        END AS part,
        label, bought.customer, coalesce(accounts.name, bought.customer) AS name, value
    FROM bought LEFT JOIN accounts ON accounts.customer = bought.customer
), largest AS (
    SELECT part, customer, name, value
    FROM cells
    WHERE value > 0
    QUALIFY row_number() OVER (PARTITION BY part ORDER BY value DESC, customer) = 1
), parts AS (
    SELECT
        part, max(label) AS label,
        CAST(sum(value) AS DECIMAL(38, 4)) AS value,
        count(*) FILTER (value > 0) AS customers,
        count(*) FILTER (value <= 0) AS left_out,
        sum(power(CAST(value AS DOUBLE), 2)) FILTER (value > 0)
        / power(sum(CAST(value AS DOUBLE)) FILTER (value > 0), 2) AS hhi,
        CAST(coalesce(sum(value) FILTER (list_contains($lost::VARCHAR[], customer)), 0) AS DECIMAL(38, 4)) AS lost
    FROM cells
    GROUP BY part
)
SELECT
    parts.part, coalesce(nullif(parts.label, ''), parts.part) AS label, parts.value, parts.customers, parts.left_out,
    parts.hhi, coalesce(largest.customer, '') AS largest, coalesce(largest.name, '') AS largest_name,
    CAST(coalesce(largest.value, 0) AS DECIMAL(38, 4)) AS largest_value, parts.lost
FROM parts LEFT JOIN largest ON largest.part = parts.part
ORDER BY parts.value DESC, parts.part
