-- One row an accepted line of $customer in scope, the latest first, at most $limit; count and total are of all of them.
-- $measure: amount | quantity | profit.
-- $first, $last: first day of the first and last month, both inclusive, NULL = open.
-- Lists of text: empty = everything, '' in a list = blank: $regions, $types, $departments, $channels, $units, $currencies,
-- $products (keys), $categories.
SELECT
    source, line, date, product, product_name, category, region, "order", document_type, unit, currency,
    quantity, amount, profit,
    CASE $measure WHEN 'amount' THEN amount WHEN 'quantity' THEN quantity ELSE profit END AS value,
    count(*) OVER () AS count,
    CAST(coalesce(sum(
        CASE $measure WHEN 'amount' THEN amount WHEN 'quantity' THEN quantity ELSE profit END
    ) OVER (), 0) AS DECIMAL(38, 4)) AS total
FROM lines
WHERE state = 'accepted' AND customer = $customer
    AND month >= coalesce($first::DATE, DATE '0001-01-01')
    AND month <= coalesce($last::DATE, DATE '9999-12-01')
    AND (len($regions::VARCHAR[]) = 0 OR list_contains($regions::VARCHAR[], region))
    AND (len($types::VARCHAR[]) = 0 OR list_contains($types::VARCHAR[], customer_type))
    AND (len($departments::VARCHAR[]) = 0 OR list_contains($departments::VARCHAR[], department))
    AND (len($channels::VARCHAR[]) = 0 OR list_contains($channels::VARCHAR[], channel))
    AND (len($units::VARCHAR[]) = 0 OR list_contains($units::VARCHAR[], unit))
    AND (len($currencies::VARCHAR[]) = 0 OR list_contains($currencies::VARCHAR[], currency))
    AND (len($products::VARCHAR[]) = 0 OR list_contains($products::VARCHAR[], product))
    AND (len($categories::VARCHAR[]) = 0 OR list_contains($categories::VARCHAR[], category))
ORDER BY date DESC, source, line
LIMIT $limit
