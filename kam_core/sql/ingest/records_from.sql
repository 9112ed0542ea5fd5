-- One row a record of one source, in file order, from line $start on. Parameters: start, limit.
SELECT *
FROM records
WHERE line >= $start
LIMIT $limit
