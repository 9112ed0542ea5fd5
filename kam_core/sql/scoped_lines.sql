-- One row an accepted line in scope, with what months call `lines` and `returns`.
-- $first, $last: first day of the first and last month, both inclusive, NULL = open.
-- Lists of text: empty = everything, '' in a list = blank: $regions, $types, $departments, $channels, $units, $currencies,
-- $products (keys), $categories.
SELECT *, 1 AS lines, CASE WHEN amount < 0 THEN amount ELSE 0 END AS returns
FROM lines
WHERE
    state = 'accepted' AND month >= coalesce($first::DATE, DATE '0001-01-01')
    AND month <= coalesce($last::DATE, DATE '9999-12-01')
    AND (len($regions::VARCHAR[]) = 0 OR list_contains($regions::VARCHAR[], region))
    AND (len($types::VARCHAR[]) = 0 OR list_contains($types::VARCHAR[], customer_type))
    AND (len($departments::VARCHAR[]) = 0 OR list_contains($departments::VARCHAR[], department))
    AND (len($channels::VARCHAR[]) = 0 OR list_contains($channels::VARCHAR[], channel))
    AND (len($units::VARCHAR[]) = 0 OR list_contains($units::VARCHAR[], unit))
    AND (len($currencies::VARCHAR[]) = 0 OR list_contains($currencies::VARCHAR[], currency))
    AND (len($products::VARCHAR[]) = 0 OR list_contains($products::VARCHAR[], product))
    AND (len($categories::VARCHAR[]) = 0 OR list_contains($categories::VARCHAR[], category))
