-- One row a customer of $customers (VARCHAR[]) x product with an accepted line in scope.
-- bought: the last month with something sold, NULL = none.
-- $measure: amount | quantity | profit. @scoped: scoped_lines.sql, with its parameters.
SELECT
    customer, product,
    coalesce(nullif(max(product_name), ''), product) AS name,
    max(category) AS category,
    CAST(coalesce(sum(
        CASE $measure WHEN 'amount' THEN amount WHEN 'quantity' THEN quantity ELSE profit END
    ), 0) AS DOUBLE) AS value,
    strftime(max(month) FILTER (amount > 0 OR quantity > 0), '%Y-%m') AS bought
FROM @scoped AS scoped
WHERE customer IN (SELECT unnest($customers::VARCHAR[])) AND product <> ''
GROUP BY customer, product
ORDER BY customer, product
