-- The values of one column that are among given words or hold one of them. Grain: one value.
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
