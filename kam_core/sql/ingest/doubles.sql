-- One row: sales lines that stand in the file more than once, word for word, beyond the first each time. View lines.
-- (A header printed again on each page is no double.)
WITH again AS (
    SELECT raw FROM records WHERE nonblank > 1 GROUP BY raw HAVING count(*) > 1
), sold AS (
    SELECT r.raw, count(*) AS times
    FROM (SELECT r.source, r.line, r.raw FROM records AS r SEMI JOIN again AS a ON a.raw = r.raw) AS r
    SEMI JOIN lines AS l ON l.source = r.source AND l.line = r.line
    GROUP BY r.raw
)
SELECT coalesce(sum(times - 1), 0) AS doubles FROM sold
