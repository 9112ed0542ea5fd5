-- One row a value of one column that is among given words or holds one of them.
-- Parameters: column (c1..cN), start (first line), words (lower case), part (a regular expression), limit.
WITH cells AS (
    SELECT COLUMNS(lambda c: c = $column) AS value
    FROM records
    WHERE line >= $start
),
kinds AS (
    SELECT value, count(*) AS rows
    FROM cells
    WHERE value IS NOT NULL
    GROUP BY value
)
SELECT value, rows
FROM kinds
WHERE list_contains($words, lower(value)) OR regexp_matches(lower(value), $part)
ORDER BY rows DESC, value
LIMIT $limit
