-- One row a customer with at least one accepted line in scope: largest value first, ties by customer key (bytewise).
-- $measure: amount | quantity | profit.
-- $first, $last: first day of the first and last month, both inclusive, NULL = open.
-- Lists of text: empty = everything, '' in a list = blank: $regions, $types, $departments, $channels, $units, $currencies.
WITH ranked AS (
    SELECT
        customer,
        CAST(coalesce(sum(
            CASE $measure WHEN 'amount' THEN amount WHEN 'quantity' THEN quantity ELSE profit END
        ), 0) AS DECIMAL(38, 4)) AS value,
        CAST(sum(lines) AS BIGINT) AS lines,
        CAST(coalesce(sum(returns), 0) AS DECIMAL(38, 4)) AS returns
    FROM months
    WHERE month >= coalesce($first::DATE, DATE '0001-01-01')
        AND month <= coalesce($last::DATE, DATE '9999-12-01')
        AND (len($regions::VARCHAR[]) = 0 OR list_contains($regions::VARCHAR[], region))
        AND (len($types::VARCHAR[]) = 0 OR list_contains($types::VARCHAR[], customer_type))
        AND (len($departments::VARCHAR[]) = 0 OR list_contains($departments::VARCHAR[], department))
        AND (len($channels::VARCHAR[]) = 0 OR list_contains($channels::VARCHAR[], channel))
        AND (len($units::VARCHAR[]) = 0 OR list_contains($units::VARCHAR[], unit))
        AND (len($currencies::VARCHAR[]) = 0 OR list_contains($currencies::VARCHAR[], currency))
    GROUP BY customer
)
SELECT
    ranked.customer, coalesce(accounts.name, ranked.customer) AS name, ranked.value, ranked.lines, ranked.returns,
    accounts.manager, accounts.salesperson, accounts.customer_type, accounts.region
FROM ranked LEFT JOIN accounts ON accounts.customer = ranked.customer
ORDER BY ranked.value DESC, ranked.customer
