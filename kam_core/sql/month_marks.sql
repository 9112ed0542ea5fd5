-- One row a month in scope: its total, and a mark that differs where a customer's value in it differs: the sum of the
-- values, each times a number of its customer's own. Changes that cancel out in the total do not cancel out in it.
-- $measure: amount | quantity | profit. @scoped: scoped_months.sql or scoped_lines.sql, with their parameters.
SELECT
    month,
    CAST(sum(value) AS DECIMAL(38, 4)) AS value,
    CAST(sum(value * CAST(hash(customer) % 2147483647 AS DECIMAL(10, 0))) AS DECIMAL(38, 4)) AS mark
FROM (
    SELECT
        month, customer, CAST(coalesce(
            CASE $measure WHEN 'amount' THEN amount WHEN 'quantity' THEN quantity ELSE profit END, 0
        ) AS DECIMAL(38, 4)) AS value
    FROM @scoped AS scoped
) AS valued
GROUP BY month
ORDER BY month
