-- One row: the first day any activity is known of; NULL without one.
SELECT min(date) AS first FROM activities
