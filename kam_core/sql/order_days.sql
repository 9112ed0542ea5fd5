-- One row a customer with a line above zero in scope up to $as_of: the days of those lines, in no order, some twice.
-- @scoped: scoped_lines.sql, with its parameters.
SELECT customer, list(date) AS days
FROM @scoped AS scoped
WHERE coalesce(amount, quantity, profit) > 0 AND date <= $as_of::DATE
GROUP BY customer
ORDER BY customer
