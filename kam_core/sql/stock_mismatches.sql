-- One row a customer that has stock and no sales, or sales and no stock; `lacks` says which of the two it lacks.
-- $since: only sales from this day on count; NULL: all of them.
WITH sold AS (
    SELECT customer, max(last_day) AS last_sale, sum(amount) AS amount, sum(quantity) AS quantity
    FROM months
    WHERE $since::DATE IS NULL OR last_day >= $since::DATE
    GROUP BY customer
),
reported AS (
    SELECT customer, max(customer_name) AS name, max(date) AS last_report
    FROM inventory
    WHERE customer <> '' AND on_hand IS NOT NULL
    GROUP BY customer
)
SELECT
    coalesce(r.customer, s.customer) AS customer,
    coalesce(a.name, r.name) AS name,
    CASE WHEN s.customer IS NULL THEN 'sales' ELSE 'stock' END AS lacks,
    r.last_report,
    s.last_sale,
    s.amount,
    s.quantity
FROM sold AS s
FULL JOIN reported AS r ON r.customer = s.customer
LEFT JOIN accounts AS a ON a.customer = coalesce(r.customer, s.customer)
WHERE s.customer IS NULL OR r.customer IS NULL
ORDER BY lacks, s.amount DESC NULLS LAST, customer
