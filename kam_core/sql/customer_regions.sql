-- One row a customer x region with at least one accepted line in scope: largest value first within a region, ties by
-- customer key (bytewise). $measure: amount | quantity | profit.
-- @scoped: scoped_months.sql or scoped_lines.sql, with their parameters.
SELECT
    region, customer,
    CAST(coalesce(sum(
        CASE $measure WHEN 'amount' THEN amount WHEN 'quantity' THEN quantity ELSE profit END
    ), 0) AS DECIMAL(38, 4)) AS value
FROM @scoped AS scoped
GROUP BY region, customer
ORDER BY region, value DESC, customer
