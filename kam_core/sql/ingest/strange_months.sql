-- One row a different text in a month's column that is not plain.
SELECT DISTINCT text FROM month_texts WHERE plain_money(text) IS NULL
