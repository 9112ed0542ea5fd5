-- One row a row of the supply file that says how long goods take, or when work stands still.
SELECT
    product, region, CAST(production_days AS DOUBLE) AS production_days, CAST(transport_days AS DOUBLE) AS transport_days,
    closed_from, closed_to, stops
FROM supply
WHERE production_days IS NOT NULL OR transport_days IS NOT NULL OR closed_from IS NOT NULL
ORDER BY source, line
