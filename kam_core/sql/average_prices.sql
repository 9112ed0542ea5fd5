-- One row a customer x product: what a unit cost on average in the lines of a year, returns netted.
-- $after, $as_of: the days of that year, the first not included.
SELECT customer, product, CAST(sum(amount) AS DOUBLE) / CAST(sum(quantity) AS DOUBLE) AS price
FROM lines
WHERE state = 'accepted' AND date > $after::DATE AND date <= $as_of::DATE AND quantity IS NOT NULL
GROUP BY customer, product
HAVING sum(quantity) > 0 AND sum(amount) > 0
