-- One row a row of the supply file that says how much of a product can be made or is available, or in which lots.
SELECT
    product, month, CAST(capacity AS DOUBLE) AS capacity, CAST(weekly_capacity AS DOUBLE) AS weekly_capacity,
    CAST(available AS DOUBLE) AS available, CAST(lot AS DOUBLE) AS lot, CAST(case_size AS DOUBLE) AS case_size
FROM supply
WHERE coalesce(capacity, weekly_capacity, available, lot, case_size) IS NOT NULL
ORDER BY source, line
