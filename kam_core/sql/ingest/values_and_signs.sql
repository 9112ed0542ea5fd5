-- One row a different value of one column, and how many of its rows carry a negative number in another.
-- Parameters: column, measure (c1..cN), start (first line), limit.
WITH cells AS (
    SELECT COLUMNS(lambda c: c = $column) AS value, COLUMNS(lambda c: c = $measure) AS number
    FROM records
    WHERE line >= $start
)
SELECT
    value,
    count(*) AS rows,
    sum(CASE WHEN regexp_matches(number, '^\s*[^0-9]{0,3}[-−(（]|-\s*$') THEN 1 ELSE 0 END)::BIGINT AS negatives
FROM cells
WHERE value IS NOT NULL AND number IS NOT NULL
GROUP BY value
ORDER BY rows DESC, value
LIMIT $limit
