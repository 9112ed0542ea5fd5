-- One row a state x reason of what was set apart: how often, and its money as far as it can be read.
SELECT state, reason, count(*) AS records, coalesce(sum(amount), 0) AS money
FROM rejects
GROUP BY state, reason
ORDER BY state, count(*) DESC, reason
