-- One row a customer with a training up to $as_of, of whatever product: the first day of one.
-- $as_of: DATE.
SELECT customer, min(date) AS first
FROM activities
WHERE kind = 'training' AND date <= $as_of::DATE
GROUP BY customer
ORDER BY customer
