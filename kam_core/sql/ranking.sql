-- One row a customer with at least one accepted line in scope: largest value first, ties by customer key (bytewise).
-- $measure: amount | quantity | profit. @scoped: scoped_months.sql or scoped_lines.sql, with their parameters.
WITH ranked AS (
    SELECT
        customer,
        CAST(coalesce(sum(
            CASE $measure WHEN 'amount' THEN amount WHEN 'quantity' THEN quantity ELSE profit END
        ), 0) AS DECIMAL(38, 4)) AS value,
        CAST(sum(lines) AS BIGINT) AS lines,
        CAST(coalesce(sum(returns), 0) AS DECIMAL(38, 4)) AS returns
    FROM @scoped AS scoped
    GROUP BY customer
)
SELECT
    ranked.customer, coalesce(accounts.name, ranked.customer) AS name, ranked.value, ranked.lines, ranked.returns,
    accounts.manager, accounts.salesperson, accounts.customer_type, accounts.region
FROM ranked LEFT JOIN accounts ON accounts.customer = ranked.customer
ORDER BY ranked.value DESC, ranked.customer
