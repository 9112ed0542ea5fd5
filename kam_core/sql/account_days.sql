-- One row a day up to $as_of on which $customer was sold something: its lines with an amount, or a quantity, above 0.
-- @scoped: scoped_lines.sql, with its parameters.
SELECT date
FROM @scoped AS scoped
WHERE customer = $customer AND date <= $as_of::DATE AND (amount > 0 OR (amount IS NULL AND quantity > 0))
GROUP BY date
ORDER BY date
