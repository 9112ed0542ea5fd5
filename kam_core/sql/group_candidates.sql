-- One row a customer that has sales: how it is shown, where it is, and what it brought in a period.
-- $measure: amount | quantity | profit. $first, $last: first day of the first and last month, both inclusive, NULL = open.
WITH brought AS (
    SELECT
        customer,
        sum(CASE $measure WHEN 'amount' THEN amount WHEN 'quantity' THEN quantity ELSE profit END) AS value
    FROM months
    WHERE
        month >= coalesce($first::DATE, DATE '0001-01-01') AND month <= coalesce($last::DATE, DATE '9999-12-01')
    GROUP BY customer
)
SELECT
    accounts.customer, accounts.name, accounts.region,
    CAST(coalesce(brought.value, 0) AS DECIMAL(38, 4)) AS value
FROM accounts LEFT JOIN brought ON brought.customer = accounts.customer
ORDER BY accounts.customer
