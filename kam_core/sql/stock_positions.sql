-- One row a customer x product x unit: what its newest stock report up to a day says, warehouses and batches added, and
-- on how many days there was a report.
-- customer '' is the firm's own stock. The newest report is that of the customer x product, whatever units it is in.
-- $as_of: later reports are not known yet.
WITH reported AS (
    SELECT customer, product, product_name, unit, date, on_hand
    FROM inventory
    WHERE on_hand IS NOT NULL AND date <= $as_of::DATE
),
newest AS (
    SELECT customer, product, max(date) AS date, count(DISTINCT date) AS reports FROM reported GROUP BY customer, product
)
SELECT
    r.customer, r.product, max(r.product_name) AS product_name, r.unit, r.date,
    CAST(sum(r.on_hand) AS DOUBLE) AS on_hand, max(n.reports) AS reports
FROM reported AS r
JOIN newest AS n ON n.customer = r.customer AND n.product = r.product AND n.date = r.date
GROUP BY r.customer, r.product, r.unit, r.date
ORDER BY r.customer, r.product, r.unit
