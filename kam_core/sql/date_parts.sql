-- How the dates of one column are written where the day may stand before or after the month (16/5/2019, 5-16-19).
-- Grain: one row. Parameters: column (c1..cN), start (first line).
WITH cells AS (
    SELECT COLUMNS(lambda c: c = $column) AS value
    FROM records
    WHERE line >= $start
),
parts AS (
    SELECT regexp_extract(value, '^''?\s*(\d{1,2})\s*[-/.#]\s*(\d{1,2})\s*[-/.#]\s*(\d{4}|\d{2})(\D|$)', ['a', 'b', 'c']) AS p
    FROM cells
    WHERE value IS NOT NULL
),
numbers AS (
    SELECT
        TRY_CAST(p.a AS INTEGER) AS a,
        TRY_CAST(p.b AS INTEGER) AS b,
        TRY_CAST(p.c AS INTEGER) AS c,
        length(p.c) AS year_digits
    FROM parts
    WHERE p.a <> ''
)
SELECT
    count(*) AS cells,
    coalesce(sum(CASE WHEN a > 12 AND b <= 12 THEN 1 ELSE 0 END), 0)::BIGINT AS first_over,
    coalesce(sum(CASE WHEN b > 12 AND a <= 12 THEN 1 ELSE 0 END), 0)::BIGINT AS second_over,
    coalesce(sum(CASE WHEN c > 31 OR year_digits = 4 THEN 1 ELSE 0 END), 0)::BIGINT AS third_is_year,
    coalesce(sum(CASE WHEN a > 31 THEN 1 ELSE 0 END), 0)::BIGINT AS first_is_year,
    count(DISTINCT a) AS firsts,
    count(DISTINCT b) AS seconds,
    count(DISTINCT c) AS thirds,
    coalesce(min(a), 0) AS first_least,
    coalesce(max(a), 0) AS first_most,
    coalesce(min(b), 0) AS second_least,
    coalesce(max(b), 0) AS second_most
FROM numbers
