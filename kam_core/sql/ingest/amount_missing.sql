-- One row: whether any record has an empty cell where its amount should stand.
SELECT count(*) > 0 AS missing FROM (SELECT 1 FROM body WHERE amount = '' LIMIT 1)
