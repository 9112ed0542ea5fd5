-- One row a month x region in which $customer has an accepted line in scope.
-- $measure: amount | quantity | profit. @scoped: scoped_months.sql or scoped_lines.sql, with their parameters.
SELECT
    strftime(month, '%Y-%m') AS month, region,
    CAST(coalesce(sum(
        CASE $measure WHEN 'amount' THEN amount WHEN 'quantity' THEN quantity ELSE profit END
    ), 0) AS DECIMAL(38, 4)) AS value,
    CAST(coalesce(sum(amount), 0) AS DECIMAL(38, 4)) AS amount,
    CAST(coalesce(sum(profit), 0) AS DECIMAL(38, 4)) AS profit,
    CAST(coalesce(sum(returns), 0) AS DECIMAL(38, 4)) AS returns
FROM @scoped AS scoped
WHERE customer = $customer
GROUP BY ALL
ORDER BY month, region
