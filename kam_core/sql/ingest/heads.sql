-- One row a different text among the first three cells of records that are not sound.
SELECT DISTINCT unnest(heads) AS text FROM odd
