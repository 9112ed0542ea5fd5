-- One row a wanted customer: when it last reported a stock up to a day, of how many products, how often in all.
-- $wanted: VARCHAR[] of customers; $as_of: later reports do not count.
WITH wanted AS (SELECT unnest($wanted::VARCHAR[]) AS customer),
reports AS (
    SELECT customer, date, count(DISTINCT product) AS products
    FROM inventory
    WHERE on_hand IS NOT NULL AND date <= $as_of::DATE
    GROUP BY customer, date
),
by_customer AS (
    SELECT customer, max(date) AS last_report, arg_max(products, date) AS products, count(*) AS reports
    FROM reports
    GROUP BY customer
)
SELECT
    w.customer,
    b.last_report,
    date_diff('day', b.last_report, $as_of::DATE) AS age,
    coalesce(b.products, 0) AS products,
    coalesce(b.reports, 0) AS reports
FROM wanted AS w
LEFT JOIN by_customer AS b ON b.customer = w.customer
ORDER BY b.last_report NULLS FIRST, w.customer
