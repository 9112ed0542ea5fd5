-- One row a customer of $among of which the customer list says what it owes: its credit term (the shortest) and limit,
-- and what was sold to it within that term up to $as_of, net of returns.
-- $among: VARCHAR[] of customer keys; $as_of: DATE.
WITH owing AS (
    SELECT customer, sum(receivable) AS receivable, min(credit_term) AS term, sum(credit_limit) AS most
    FROM customers
    WHERE list_contains($among::VARCHAR[], customer) AND receivable IS NOT NULL
    GROUP BY customer
)
SELECT
    owing.customer, CAST(receivable AS DOUBLE) AS receivable, CAST(term AS DOUBLE) AS term,
    CAST(most AS DOUBLE) AS credit_limit, CAST(coalesce(sum(amount), 0) AS DOUBLE) AS within_term
FROM owing
LEFT JOIN lines ON
    lines.customer = owing.customer AND lines.state = 'accepted' AND lines.date <= $as_of::DATE
    AND lines.date > $as_of::DATE - CAST(coalesce(term, 0) AS INTEGER)
GROUP BY ALL
ORDER BY owing.customer
