-- One row a different text among the first three cells of records that say no day of their own.
SELECT DISTINCT unnest(heads) AS text FROM records WHERE nonblank > 0
