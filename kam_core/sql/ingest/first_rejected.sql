-- One row: the first line of the file that was rejected. Table settled.
SELECT min(line) AS line FROM settled WHERE state = 'rejected'
