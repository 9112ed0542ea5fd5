-- One row a complaint, or a score of at most $low, heard after $since at the customers $among: the newest first.
-- $low: DECIMAL. @scoped: scoped_activities.sql or scoped_placed.sql, with $as_of.
SELECT
    date, customer, kind, reached AS level, contact, "by" AS person, CAST(score AS DOUBLE) AS score, outcome,
    kind = 'complaint' AND done <> 'yes' AND (closed IS NULL OR closed > $as_of::DATE) AS open
FROM @scoped AS scoped
SEMI JOIN (SELECT unnest($among::VARCHAR[]) AS customer) AS asked USING (customer)
WHERE date > $since::DATE AND (kind = 'complaint' OR score <= $low::DECIMAL(18, 4))
ORDER BY date DESC, customer, level, contact, kind, score
