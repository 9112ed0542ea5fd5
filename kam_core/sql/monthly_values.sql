-- One row a customer x month with an accepted line in scope, in no order: the month as a number counted from
-- $first_month = 0, and the net value. $measure: amount | quantity | profit.
-- @scoped: scoped_months.sql or scoped_lines.sql, with their parameters.
WITH cells AS (
    SELECT
        customer, month,
        CAST(coalesce(sum(
            CASE $measure WHEN 'amount' THEN amount WHEN 'quantity' THEN quantity ELSE profit END
        ), 0) AS DECIMAL(38, 4)) AS value
    FROM @scoped AS scoped
    GROUP BY customer, month
)
SELECT customer, CAST(datediff('month', $first_month::DATE, month) AS INTEGER) AS month, value FROM cells
