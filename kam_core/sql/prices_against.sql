-- One row a customer that paid for something in scope: what it paid for its goods, and what they cost at the price all
-- customers in scope pay together (usual). Priced as in prices_paid.sql: by product, unit and currency, returns netted,
-- free goods counted. one_unit: all of it is counted in one unit.
-- @scoped: scoped_lines.sql, with its parameters.
WITH paid AS (
    SELECT customer, product, unit, currency, sum(amount) AS amount, sum(quantity) AS quantity
    FROM @scoped AS scoped
    WHERE amount IS NOT NULL AND quantity IS NOT NULL
    GROUP BY customer, product, unit, currency
    HAVING sum(amount) > 0 AND sum(quantity) > 0
), alike AS (
    SELECT product, unit, currency, CAST(sum(amount) AS DOUBLE) / CAST(sum(quantity) AS DOUBLE) AS price
    FROM paid
    GROUP BY product, unit, currency
)
SELECT
    paid.customer, CAST(sum(paid.amount) AS DOUBLE) AS amount, CAST(sum(paid.quantity) AS DOUBLE) AS quantity,
    sum(CAST(paid.quantity AS DOUBLE) * alike.price) AS usual, min(paid.unit) = max(paid.unit) AS one_unit
FROM paid
JOIN alike ON alike.product = paid.product AND alike.unit = paid.unit AND alike.currency = paid.currency
GROUP BY paid.customer
ORDER BY paid.customer
