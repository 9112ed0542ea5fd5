-- One row: what accepted lines hold. Views months, accounts.
SELECT
    (SELECT count(*) FROM accounts) AS customers, min(first_day) AS first_day, max(last_day) AS last_day,
    count(amount) > 0 AS amount, count(quantity) > 0 AS quantity, count(profit) > 0 AS profit,
    coalesce(max(region), '') <> '' AS region, coalesce(max(department), '') <> '' AS department,
    coalesce(max(channel), '') <> '' AS channel, coalesce(max(customer_type), '') <> '' AS customer_type,
    coalesce(max(unit), '') <> '' AS unit, coalesce(max(currency), '') <> '' AS currency
FROM months
