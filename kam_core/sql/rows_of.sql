-- One row an accepted line of $customer in scope, the latest first, at most $limit; count and total are of all of them.
-- $measure: amount | quantity | profit. @scoped: scoped_lines.sql, with its parameters.
SELECT
    source, line, date, product, product_name, category, region, "order", document_type, unit, currency,
    quantity, amount, profit,
    CASE $measure WHEN 'amount' THEN amount WHEN 'quantity' THEN quantity ELSE profit END AS value,
    count(*) OVER () AS count,
    CAST(coalesce(sum(
        CASE $measure WHEN 'amount' THEN amount WHEN 'quantity' THEN quantity ELSE profit END
    ) OVER (), 0) AS DECIMAL(38, 4)) AS total
FROM @scoped AS scoped
WHERE customer = $customer
ORDER BY date DESC, source, line
LIMIT $limit
