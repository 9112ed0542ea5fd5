-- One row: accepted lines dated after $today. View lines.
SELECT count(*) AS lines FROM lines WHERE date > $today AND state = 'accepted'
