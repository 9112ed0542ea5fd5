-- One row a customer x level reached ('' = none of the four): the last day somebody of ours was in touch, and how often.
-- $quiet: VARCHAR[], kinds that are no touch of ours. @scoped: scoped_activities.sql or scoped_placed.sql.
SELECT customer, reached AS level, max(date) AS last, count(*) AS touches
FROM @scoped AS scoped
WHERE NOT list_contains($quiet::VARCHAR[], kind)
GROUP BY customer, reached
ORDER BY customer, reached
