-- One row a row of months in scope. Months know no products: product and product_name are ''.
-- $first, $last: first day of the first and last month, both inclusive, NULL = open.
-- Lists of text: empty = everything, '' in a list = blank: $regions, $types, $departments, $channels, $units, $currencies.
SELECT *, '' AS product, '' AS product_name
FROM months
WHERE
    month >= coalesce($first::DATE, DATE '0001-01-01')
    AND month <= coalesce($last::DATE, DATE '9999-12-01')
    AND (len($regions::VARCHAR[]) = 0 OR list_contains($regions::VARCHAR[], region))
    AND (len($types::VARCHAR[]) = 0 OR list_contains($types::VARCHAR[], customer_type))
    AND (len($departments::VARCHAR[]) = 0 OR list_contains($departments::VARCHAR[], department))
    AND (len($channels::VARCHAR[]) = 0 OR list_contains($channels::VARCHAR[], channel))
    AND (len($units::VARCHAR[]) = 0 OR list_contains($units::VARCHAR[], unit))
    AND (len($currencies::VARCHAR[]) = 0 OR list_contains($currencies::VARCHAR[], currency))
