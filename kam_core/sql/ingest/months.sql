-- One row a customer x region x department x channel x customer_type x unit x currency x month, of accepted lines.
-- View lines. Portable: explicit keys, explicit casts, nothing one engine alone understands; the same to the cent on all.
SELECT
    l.customer, l.region, l.department, l.channel, l.customer_type, l.unit, l.currency, l.month,
    CAST(SUM(l.amount) AS DECIMAL(38, 4)) AS amount,
    CAST(SUM(l.quantity) AS DECIMAL(38, 4)) AS quantity,
    CAST(SUM(l.profit) AS DECIMAL(38, 4)) AS profit,
    CAST(SUM(CASE WHEN l.amount < 0 THEN l.amount ELSE 0 END) AS DECIMAL(38, 4)) AS returns,
    COUNT(*) AS lines,
    MIN(l.date) AS first_day,
    MAX(l.date) AS last_day
FROM lines AS l
WHERE l.state = 'accepted'
GROUP BY l.customer, l.region, l.department, l.channel, l.customer_type, l.unit, l.currency, l.month
