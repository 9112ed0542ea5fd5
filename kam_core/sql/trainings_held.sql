-- One row a customer trained in the year up to $as_of: how often. $after: the day before that year begins.
SELECT customer, count(*) AS times
FROM activities
WHERE kind = 'training' AND date > $after::DATE AND date <= $as_of::DATE
GROUP BY customer
ORDER BY customer
