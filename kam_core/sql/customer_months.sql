-- One row a customer x month in scope, of the months $wanted (DATE[], first days). $measure: amount | quantity | profit.
-- @scoped: scoped_months.sql or scoped_lines.sql, with their parameters.
SELECT
    customer, month,
    CAST(coalesce(sum(
        CASE $measure WHEN 'amount' THEN amount WHEN 'quantity' THEN quantity ELSE profit END
    ), 0) AS DECIMAL(38, 4)) AS value
FROM @scoped AS scoped
WHERE list_contains($wanted::DATE[], month)
GROUP BY customer, month
ORDER BY customer, month
