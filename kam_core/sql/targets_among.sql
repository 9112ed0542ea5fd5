-- One row a target or rebate tier of the customers $among.
-- $among: VARCHAR[] of customer keys.
SELECT
    customer, period, CAST(target AS DOUBLE) AS target, CAST(tier AS DOUBLE) AS tier, CAST(rate AS DOUBLE) AS rate
FROM targets
WHERE list_contains($among::VARCHAR[], customer)
ORDER BY customer, period, tier, source, line
