-- One row a code x organisation x name, of the customer codes that stand in several organisations.
-- Parameters: organisation, code, name (c1..cN), start (first line), limit.
WITH cells AS (
    SELECT
        COLUMNS(lambda c: c = $organisation) AS organisation,
        COLUMNS(lambda c: c = $code) AS code,
        COLUMNS(lambda c: c = $name) AS name
    FROM records
    WHERE line >= $start
),
kinds AS (
    SELECT code, organisation, name, count(*) AS rows
    FROM cells
    WHERE code IS NOT NULL AND organisation IS NOT NULL AND name IS NOT NULL
    GROUP BY code, organisation, name
)
SELECT code, organisation, name, rows
FROM kinds
WHERE code IN (SELECT code FROM kinds GROUP BY code HAVING count(DISTINCT organisation) > 1)
ORDER BY code, organisation, name
LIMIT $limit
