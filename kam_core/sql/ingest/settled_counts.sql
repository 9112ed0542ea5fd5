-- One row a state that a second look ended in: records, and what they add up to.
SELECT state, count(*) AS records, coalesce(sum(figure), 0) AS figures
FROM settled
GROUP BY state
