-- One row a record x month column with something in it: the month, the measure, and the value where it can be read.
CREATE OR REPLACE TEMP TABLE tall AS
SELECT
    t.source, t.line, c.month, c.measure, c.header, t.text,
    coalesce(plain_money(t.text), CAST(n.value AS DECIMAL(18, 4))) AS value
FROM month_texts AS t
JOIN calendar AS c ON c.k = t.k
LEFT JOIN numbers AS n ON n.text = t.text
