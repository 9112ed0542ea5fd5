-- One row an accepted or unassigned record x month with a figure. Tables settled, tall.
WITH figures AS (
    SELECT
        source, line, month,
        sum(value) FILTER (measure = 'amount') AS amount, sum(value) FILTER (measure = 'quantity') AS quantity,
        sum(value) FILTER (measure = 'profit') AS profit
    FROM tall
    WHERE value IS NOT NULL
    GROUP BY source, line, month
)
SELECT
    s.source, s.line, s.state, f.month AS date, f.month,
    s.who AS customer, s.customer_name, s.organisation, s.department, s.region, s.channel, s.customer_type,
    s.customer_group, s.salesperson, s.manager, s.what AS product, s.product_name, s.category, s.unit, s."order",
    s.document_type, s.currency,
    CAST(CASE WHEN s.turned AND f.quantity > 0 THEN -f.quantity ELSE f.quantity END AS DECIMAL(18, 4)) AS quantity,
    CAST(CASE WHEN s.free THEN 0 WHEN s.turned AND f.amount > 0 THEN -f.amount ELSE f.amount END AS DECIMAL(18, 4))
        AS amount,
    CAST(CASE WHEN s.turned AND f.profit > 0 THEN -f.profit ELSE f.profit END AS DECIMAL(18, 4)) AS profit
FROM settled AS s
JOIN figures AS f ON f.source = s.source AND f.line = s.line
WHERE s.state IN ('accepted', 'unassigned')
ORDER BY s.source, s.line, f.month
