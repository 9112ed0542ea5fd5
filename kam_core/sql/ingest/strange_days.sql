-- One row a different text (without its clock) that stands in the date's column and is not plain.
SELECT DISTINCT day_text(date) AS text FROM body WHERE date <> '' AND plain_day(date) IS NULL
