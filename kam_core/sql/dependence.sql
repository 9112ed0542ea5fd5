-- One row a region, product or salesperson with an accepted line in scope: its net value, how it is spread over the
-- customers above zero, the largest of them, and what the customers $lost bring; largest value first, ties by key.
-- $dimension: region | product | salesperson. $measure: amount | quantity | profit. $lost: VARCHAR[] of customer keys.
-- @scoped: scoped_months.sql or scoped_lines.sql, with their parameters; products are known to lines only.
-- A part may have nearly as many cells as there are lines: they carry customers by number, and no names.
WITH coded AS MATERIALIZED (
    SELECT
        customer, name, coalesce(nullif(salesperson, ''), manager, '') AS head,
        CAST(row_number() OVER (ORDER BY customer) AS INTEGER) AS code, list_contains($lost::VARCHAR[], customer) AS gone
    FROM accounts
), measured AS (
    SELECT
        CASE $dimension WHEN 'region' THEN scoped.region WHEN 'product' THEN product ELSE head END AS part,
        CASE $dimension WHEN 'product' THEN product_name ELSE '' END AS label, code,
        CASE $measure WHEN 'amount' THEN amount WHEN 'quantity' THEN quantity ELSE profit END AS value
    FROM @scoped AS scoped JOIN coded ON coded.customer = scoped.customer
), cells AS (
    SELECT part, code, max(label) AS label, CAST(coalesce(sum(value), 0) AS DECIMAL(38, 4)) AS value
    FROM measured
    GROUP BY part, code
), parts AS (
    SELECT
        part, max(label) AS label,
        CAST(sum(value) AS DECIMAL(38, 4)) AS value,
        count(*) FILTER (value > 0) AS customers,
        count(*) FILTER (value <= 0) AS left_out,
        sum(power(CAST(value AS DOUBLE), 2)) FILTER (value > 0)
        / power(sum(CAST(value AS DOUBLE)) FILTER (value > 0), 2) AS hhi,
        max({'value': value, 'at': -code}) FILTER (value > 0) AS largest
    FROM cells
    GROUP BY part
), taken AS (
    SELECT part, sum(value) AS lost FROM cells JOIN coded ON coded.code = cells.code WHERE gone GROUP BY part
)
SELECT
    parts.part, coalesce(nullif(label, ''), parts.part) AS label, value, customers, left_out, hhi,
    coalesce(customer, '') AS largest, coalesce(name, customer, '') AS largest_name,
    CAST(coalesce(largest.value, 0) AS DECIMAL(38, 4)) AS largest_value,
    CAST(coalesce(lost, 0) AS DECIMAL(38, 4)) AS lost
FROM parts LEFT JOIN coded ON coded.code = -largest.at LEFT JOIN taken ON taken.part = parts.part
ORDER BY value DESC, parts.part
