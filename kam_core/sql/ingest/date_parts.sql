-- One row: how the dates of one column are written where the day may stand before or after the month (16/5/2019).
-- Parameters: column (c1..cN), start (first line).
WITH cells AS (
    SELECT COLUMNS(lambda c: c = $column) AS value
    FROM records
    WHERE line >= $start
),
days AS (  -- without the time of day, for there are few days and many minutes
    SELECT split_part(value, ' ', 1) AS day, count(*) AS rows
    FROM cells
    WHERE value IS NOT NULL
    GROUP BY split_part(value, ' ', 1)
),
parts AS (
    SELECT regexp_extract(day, '^''?(\d{1,2})[-/.#](\d{1,2})[-/.#](\d{4}|\d{2})(\D|$)', ['a', 'b', 'c']) AS p, rows
    FROM days
),
numbers AS (
    SELECT
        TRY_CAST(p.a AS INTEGER) AS a,
        TRY_CAST(p.b AS INTEGER) AS b,
        TRY_CAST(p.c AS INTEGER) AS c,
        length(p.c) AS year_digits,
        rows
    FROM parts
    WHERE p.a <> ''
)
SELECT
    coalesce(sum(rows), 0)::BIGINT AS cells,
    coalesce(sum(CASE WHEN a > 12 AND b <= 12 THEN rows ELSE 0 END), 0)::BIGINT AS first_over,
    coalesce(sum(CASE WHEN b > 12 AND a <= 12 THEN rows ELSE 0 END), 0)::BIGINT AS second_over,
    coalesce(sum(CASE WHEN c > 31 OR year_digits = 4 THEN rows ELSE 0 END), 0)::BIGINT AS third_is_year,
    coalesce(sum(CASE WHEN a > 31 THEN rows ELSE 0 END), 0)::BIGINT AS first_is_year,
    count(DISTINCT a) AS firsts,
    count(DISTINCT b) AS seconds,
    count(DISTINCT c) AS thirds,
    coalesce(min(a), 0) AS first_least,
    coalesce(max(a), 0) AS first_most,
    coalesce(min(b), 0) AS second_least,
    coalesce(max(b), 0) AS second_most
FROM numbers
