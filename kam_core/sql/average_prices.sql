-- One row a customer x product: what a unit cost on average in the lines of a year, returns netted; and what its product
-- usually costs, the mean over its customers.
-- $after, $as_of: the days of that year, the first not included.
WITH paid AS (
    SELECT customer, product, CAST(sum(amount) AS DOUBLE) / CAST(sum(quantity) AS DOUBLE) AS price
    FROM lines
    WHERE state = 'accepted' AND date > $after::DATE AND date <= $as_of::DATE AND quantity IS NOT NULL
    GROUP BY customer, product
    HAVING sum(quantity) > 0 AND sum(amount) > 0
)
SELECT customer, product, price, avg(price) OVER (PARTITION BY product) AS usual
FROM paid
