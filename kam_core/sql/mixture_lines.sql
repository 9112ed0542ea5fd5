-- One row a unit x currency in scope, for scopes that choose products or categories. Same answer as mixture.sql.
-- $first, $last: first day of the first and last month, both inclusive, NULL = open.
-- Lists of text: empty = everything, '' in a list = blank: $regions, $types, $departments, $channels, $units, $currencies,
-- $products (keys), $categories.
SELECT
    unit, currency, count(*) AS lines,
    CAST(coalesce(sum(amount), 0) AS DECIMAL(38, 4)) AS amount,
    CAST(coalesce(sum(quantity), 0) AS DECIMAL(38, 4)) AS quantity,
    CAST(coalesce(sum(profit), 0) AS DECIMAL(38, 4)) AS profit
FROM lines
WHERE state = 'accepted'
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
GROUP BY unit, currency
ORDER BY lines DESC, unit, currency
