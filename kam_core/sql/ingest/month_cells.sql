-- One row a month's cell that cannot be read, in a record that counts.
INSERT INTO month_cells
SELECT t.source, t.line, t.header, t.text, coalesce(n.large, false), s.raw
FROM tall AS t
JOIN settled AS s ON s.source = t.source AND s.line = t.line
LEFT JOIN numbers AS n ON n.text = t.text
WHERE t.value IS NULL AND s.state IN ('accepted', 'unassigned')
