-- One row a customer with an order in scope: how many, how far apart, and how large.
-- An order is an order number, where a line has none its day, with a line above zero. gap: the middle one of the days
-- between its days of order, NULL under two of them. lot: mean quantity of an order, in the unit most of them are in.
-- @scoped: scoped_lines.sql, with its parameters.
WITH bought AS (
    SELECT customer, unit, date, amount, quantity, coalesce(nullif("order", ''), CAST(date AS VARCHAR)) AS number
    FROM @scoped AS scoped
    WHERE coalesce(amount, quantity, profit) > 0
), days AS (
    SELECT customer, date - lag(date) OVER (PARTITION BY customer ORDER BY date) AS gap
    FROM (SELECT DISTINCT customer, date FROM bought)
), gaps AS (
    SELECT customer, count(*) AS days, quantile_disc(gap, 0.5) AS gap FROM days GROUP BY customer
), lots AS (
    SELECT customer, unit, CAST(sum(quantity) AS DOUBLE) / count(DISTINCT number) AS lot
    FROM bought
    WHERE quantity IS NOT NULL
    GROUP BY customer, unit
    QUALIFY row_number() OVER (PARTITION BY customer ORDER BY count(DISTINCT number) DESC, unit) = 1
), orders AS (
    SELECT
        customer, count(DISTINCT number) AS orders, min(date) AS first_day, max(date) AS last_day,
        CAST(sum(amount) AS DOUBLE) / count(DISTINCT number) AS money
    FROM bought
    GROUP BY customer
)
SELECT
    orders.customer, orders.orders, gaps.days, gaps.gap, lots.lot, coalesce(lots.unit, '') AS unit, orders.money,
    orders.first_day, orders.last_day
FROM orders
JOIN gaps ON gaps.customer = orders.customer
LEFT JOIN lots ON lots.customer = orders.customer
ORDER BY orders.customer
