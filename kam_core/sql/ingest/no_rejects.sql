-- One row a thing set apart: none, in the columns of rejects.
SELECT
    CAST(0 AS SMALLINT) AS source, CAST(0 AS BIGINT) AS line, '' AS state, '' AS reason, '' AS "column", '' AS value,
    CAST(0 AS DECIMAL(18, 4)) AS amount, '' AS raw
WHERE false
