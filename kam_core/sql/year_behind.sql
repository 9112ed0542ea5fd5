-- One row a wanted customer: its name, and its net measure in the year up to the last order.
-- $wanted and $until: VARCHAR[] and DATE[], side by side. $measure: amount | quantity | profit.
-- @scoped: scoped_lines.sql, with its parameters.
WITH wanted AS (SELECT unnest($wanted::VARCHAR[]) AS customer, unnest($until::DATE[]) AS last_order)
SELECT
    wanted.customer, coalesce(any_value(accounts.name), wanted.customer) AS name,
    coalesce(any_value(accounts.manager), '') AS manager, coalesce(any_value(accounts.salesperson), '') AS salesperson,
    CAST(coalesce(sum(
        CASE $measure WHEN 'amount' THEN amount WHEN 'quantity' THEN quantity ELSE profit END
    ), 0) AS DECIMAL(38, 4)) AS value
FROM wanted
LEFT JOIN @scoped AS scoped
    ON scoped.customer = wanted.customer AND scoped.date <= last_order AND scoped.date > last_order - 365
LEFT JOIN accounts ON accounts.customer = wanted.customer
GROUP BY wanted.customer
ORDER BY wanted.customer
