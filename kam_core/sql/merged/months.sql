-- One row a customer x region x department x channel x type x unit x currency x month: a group's members are added.
SELECT apart.* FROM months_apart AS apart ANTI JOIN merging ON merging.customer = apart.customer
UNION ALL BY NAME
SELECT
    merging.key AS customer, region, department, channel, customer_type, unit, currency, month,
    CAST(sum(amount) AS DECIMAL(38, 4)) AS amount, CAST(sum(quantity) AS DECIMAL(38, 4)) AS quantity,
    CAST(sum(profit) AS DECIMAL(38, 4)) AS profit, CAST(sum(returns) AS DECIMAL(38, 4)) AS returns,
    CAST(sum(lines) AS BIGINT) AS lines, min(first_day) AS first_day, max(last_day) AS last_day
FROM months_apart AS apart JOIN merging ON merging.customer = apart.customer
GROUP BY merging.key, region, department, channel, customer_type, unit, currency, month
