-- One row a record x month column with something in it: the month, the measure, and the value where it can be read.
-- A month of the year 1 takes the year that its row names; a row that names none has no day, and is rejected for it.
CREATE OR REPLACE TEMP TABLE tall AS
WITH dated AS (
    SELECT
        t.source, t.line, c.measure, c.header, t.text,
        CASE WHEN year(c.month) > 1 THEN c.month
             ELSE TRY(make_date(TRY_CAST(regexp_extract(t.year, '(19|20)[0-9]{2}') AS BIGINT), month(c.month), 1))
        END AS month,
        coalesce(plain_money(t.text), CAST(n.value AS DECIMAL(18, 4))) AS value
    FROM month_texts AS t
    JOIN calendar AS c ON c.k = t.k
    LEFT JOIN numbers AS n ON n.text = t.text
)
SELECT source, line, month, measure, header, text, value
FROM dated
