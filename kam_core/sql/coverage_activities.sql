-- One row an activity at the customer $customer: the newest first.
-- @scoped: scoped_activities.sql or scoped_placed.sql, with $as_of.
SELECT date, kind, reached AS level, contact, "by" AS person, product, CAST(score AS DOUBLE) AS score, outcome
FROM @scoped AS scoped
WHERE customer = $customer
ORDER BY date DESC, kind, level, contact, person, product
