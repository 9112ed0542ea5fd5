-- One row: records with something in them that stand in the file more than once, beyond the first each time.
SELECT coalesce(sum(times - 1), 0) AS doubles
FROM (SELECT count(*) AS times FROM records WHERE nonblank > 1 GROUP BY raw HAVING count(*) > 1)
