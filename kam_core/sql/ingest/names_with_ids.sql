-- One row a name that several customer ids have, at most ten: the name, and how many there are in all. View accounts.
SELECT name, count(*) OVER () AS every
FROM accounts
WHERE names > 0
GROUP BY name
HAVING count(*) > 1
ORDER BY count(*) DESC, name
LIMIT 10
