-- One row a customer x product with a stock limit or lead time of its own: the newest one said up to a day.
-- $as_of: what was said later is not known yet.
SELECT
    customer, product, max(unit) AS unit,
    CAST(arg_max(min, coalesce(date, DATE '0001-01-01')) AS DOUBLE) AS least,
    CAST(arg_max(max, coalesce(date, DATE '0001-01-01')) AS DOUBLE) AS most,
    CAST(arg_max(lead_time, coalesce(date, DATE '0001-01-01')) AS DOUBLE) AS lead_time
FROM inventory
WHERE (min IS NOT NULL OR max IS NOT NULL OR lead_time IS NOT NULL) AND coalesce(date, DATE '0001-01-01') <= $as_of::DATE
GROUP BY customer, product
ORDER BY customer, product
