-- Records of one source in file order, from line $start on. Grain: one record. Parameters: start, limit.
SELECT *
FROM records
WHERE line >= $start
LIMIT $limit
