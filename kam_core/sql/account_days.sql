-- One row a day up to $as_of on which $customer has a line above zero in scope, as order_days.sql has them of everyone.
-- @scoped: scoped_lines.sql, with its parameters.
SELECT date
FROM @scoped AS scoped
WHERE customer = $customer AND date <= $as_of::DATE AND coalesce(amount, quantity, profit) > 0
GROUP BY date
ORDER BY date
