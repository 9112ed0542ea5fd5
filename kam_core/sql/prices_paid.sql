-- One row a customer x product x unit x currency bought in scope, returns netted, free goods counted: what a unit cost it,
-- and what a unit of the same costs all customers in scope together. $customers: VARCHAR[] of those shown, empty = all.
-- @scoped: scoped_lines.sql, with its parameters.
WITH paid AS (
    SELECT
        customer, product, unit, currency, max(product_name) AS product_name,
        sum(amount) AS amount, sum(quantity) AS quantity
    FROM @scoped AS scoped
    WHERE amount IS NOT NULL AND quantity IS NOT NULL
    GROUP BY customer, product, unit, currency
    HAVING sum(amount) > 0 AND sum(quantity) > 0
), beside AS (
    SELECT
        *, count(*) OVER alike AS buyers,
        CAST(sum(amount) OVER alike AS DOUBLE) / CAST(sum(quantity) OVER alike AS DOUBLE) AS usual
    FROM paid
    WINDOW alike AS (PARTITION BY product, unit, currency)
)
SELECT
    customer, product, coalesce(nullif(product_name, ''), product) AS product_name, unit, currency,
    CAST(amount AS DOUBLE) AS amount, CAST(quantity AS DOUBLE) AS quantity,
    CAST(amount AS DOUBLE) / CAST(quantity AS DOUBLE) AS price, usual, buyers
FROM beside
WHERE len($customers::VARCHAR[]) = 0 OR list_contains($customers::VARCHAR[], customer)
ORDER BY customer, amount DESC, product, unit, currency
