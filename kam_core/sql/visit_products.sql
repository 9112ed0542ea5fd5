-- One row a product and month of $customer in scope, with what was sold of it, net of returns, by product and month.
-- $measure: amount | quantity | profit. @scoped: scoped_lines.sql, with its parameters.
SELECT
    product, max(coalesce(nullif(product_name, ''), product)) AS name, strftime(month, '%Y-%m') AS month,
    CAST(coalesce(sum(
        CASE $measure WHEN 'amount' THEN amount WHEN 'quantity' THEN quantity ELSE profit END
    ), 0) AS DECIMAL(38, 4)) AS value
FROM @scoped AS scoped
WHERE customer = $customer
GROUP BY product, month
ORDER BY product, month
