-- One row a unit of accepted lines, the commonest first. View months.
SELECT unit FROM months WHERE unit <> '' GROUP BY unit ORDER BY sum(lines) DESC, unit
