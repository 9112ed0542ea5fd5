-- One row a record that gives nothing to the lines below it: a sum, a repeated header, a note, a lone title.
-- title: the customer it names, where titles name the customers of the lines below (variable titles), else NULL.
-- Tables labels (words for sums), notes (texts that begin as footers do), title_texts (text -> customer, '' = only the
-- word before it).
CREATE OR REPLACE TEMP TABLE marks AS
WITH seen AS (
    SELECT
        r.source, r.line, r.nonblank, r.heads, r.date,
        (r.date <> '' AND r.date = h.date)::INT + (r.customer <> '' AND r.customer = h.customer)::INT
            + (r.customer_name <> '' AND r.customer_name = h.customer_name)::INT
            + (r.product <> '' AND r.product = h.product)::INT
            + (r.product_name <> '' AND r.product_name = h.product_name)::INT
            + (r.quantity <> '' AND r.quantity = h.quantity)::INT + (r.amount <> '' AND r.amount = h.amount)::INT
            AS same
    FROM records AS r
    LEFT JOIN header AS h ON h.source = r.source
), judged AS (
    SELECT
        s.source, s.line, max(s.same) AS same, any_value(s.nonblank) AS nonblank, any_value(s.heads) AS heads
    FROM seen AS s
    GROUP BY s.source, s.line
), told AS (
    SELECT
        j.*,
        first.customer AS first_title, second.customer AS second_title,
        len(list_filter(j.heads, lambda c: list_contains(getvariable('label_texts')::VARCHAR[], c))) > 0 AS labelled,
        note.text IS NOT NULL AS noted
    FROM judged AS j
    LEFT JOIN title_texts AS first ON first.text = j.heads[1]
    LEFT JOIN title_texts AS second ON second.text = j.heads[2]
    LEFT JOIN notes AS note ON note.text = j.heads[1]
)
SELECT
    source, line,
    CASE
        WHEN labelled OR noted OR same > 1 OR NOT getvariable('titles') THEN NULL
        WHEN nonblank = 1 AND first_title <> '' THEN first_title
        WHEN nonblank = 2 AND first_title = '' THEN second_title
    END AS title
FROM told
WHERE labelled OR noted OR same > 1 OR nonblank = 1 OR (getvariable('titles') AND nonblank = 2 AND first_title = '')
