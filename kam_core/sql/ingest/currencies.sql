-- One row a currency of accepted lines, the commonest first. View months.
SELECT currency FROM months WHERE currency <> '' GROUP BY currency ORDER BY sum(lines) DESC, currency
