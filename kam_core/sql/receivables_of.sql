-- One row: what the customers $lost owe by the customer list, and how many of them it says so of; NULL of none.
-- $lost: VARCHAR[] of customer keys.
SELECT
    CAST(sum(receivable) AS DECIMAL(38, 4)) AS receivable,
    count(DISTINCT customer) FILTER (receivable IS NOT NULL) AS customers
FROM customers
WHERE list_contains($lost::VARCHAR[], customer)
