-- One row a product of which $customer has an accepted line in scope, by key: what it brought in a period, and in two
-- that are compared.
-- $begins, $ends: first day of the first and last month of the period; $now_begins, $now_ends: of the part of it that is
-- compared; $was_begins, $was_ends: of what that is compared with, NULL = nothing. lines: in the period.
-- bought: the last month with something sold, NULL = never.
-- $measure: amount | quantity | profit. @scoped: scoped_lines.sql, with its parameters.
WITH own AS (
    SELECT
        *, CASE $measure WHEN 'amount' THEN amount WHEN 'quantity' THEN quantity ELSE profit END AS value,
        month BETWEEN $begins::DATE AND $ends::DATE AS here,
        month BETWEEN $now_begins::DATE AND $now_ends::DATE AS now,
        coalesce(month BETWEEN $was_begins::DATE AND $was_ends::DATE, false) AS before
    FROM @scoped AS scoped
    WHERE customer = $customer
)
SELECT
    product,
    coalesce(nullif(max(product_name), ''), product) AS name,
    max(category) AS category,
    count(*) FILTER (here) AS lines,
    count(*) FILTER (before) AS lines_before,
    CAST(coalesce(sum(value) FILTER (here), 0) AS DECIMAL(38, 4)) AS value,
    CAST(coalesce(sum(value) FILTER (now), 0) AS DECIMAL(38, 4)) AS value_now,
    CAST(coalesce(sum(value) FILTER (before), 0) AS DECIMAL(38, 4)) AS value_before,
    strftime(max(month) FILTER (amount > 0 OR quantity > 0), '%Y-%m') AS bought
FROM own
GROUP BY product
ORDER BY product
