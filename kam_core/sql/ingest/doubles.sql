-- One row: sales lines that stand in the file more than once, word for word, beyond the first each time. View lines.
-- (A header printed again on each page is no double.)
WITH again AS (
    SELECT print FROM records GROUP BY print HAVING count(*) > 1
), sold AS (
    SELECT r.print, count(*) AS times
    FROM (
        SELECT r.source, r.line, r.print, r.nonblank FROM records AS r SEMI JOIN again AS a ON a.print = r.print
    ) AS r
    SEMI JOIN lines AS l ON l.source = r.source AND l.line = r.line
    WHERE r.nonblank > 1
    GROUP BY r.print
)
SELECT coalesce(sum(times - 1), 0) AS doubles FROM sold
