-- One row a kind of activity noted down up to $as_of, with the first day anything was noted down at all.
SELECT kind, min(min(date)) OVER () AS begins
FROM activities
WHERE date <= $as_of::DATE
GROUP BY kind
ORDER BY kind
