-- One row a customer: what was sold to it in scope up to $as_of, net of returns.
-- $as_of: DATE. @scoped: scoped_lines.sql, with its parameters.
SELECT customer, CAST(sum(amount) AS DOUBLE) AS money
FROM @scoped AS scoped
WHERE date <= $as_of::DATE
GROUP BY customer
ORDER BY customer
