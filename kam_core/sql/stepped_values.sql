-- One row a customer x step in which it has an accepted line in scope: what these add up to.
-- A step is $step months, counted back from $last: 0 is the one that ends with it. code: the customer's place by key
-- (bytewise) among all accounts, from 0; own: whether it is $customer. $measure: amount | quantity | profit.
-- @scoped: scoped_months.sql or scoped_lines.sql, with their parameters.
WITH coded AS (SELECT customer, row_number() OVER (ORDER BY customer) - 1 AS code FROM accounts)
SELECT
    coded.code, datediff('month', month, $last::DATE) // $step AS step,
    CAST(coalesce(sum(
        CASE $measure WHEN 'amount' THEN amount WHEN 'quantity' THEN quantity ELSE profit END
    ), 0) AS DECIMAL(38, 4)) AS value,
    coded.customer = $customer AS own
FROM @scoped AS scoped JOIN coded ON coded.customer = scoped.customer
GROUP BY ALL
