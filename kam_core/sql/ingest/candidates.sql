-- One row a record that may be a sum: labelled as one, or with figures but no customer, day, product or order of its own.
SELECT
    o.source, o.line, coalesce(l.kind, '') AS kind, coalesce(l.text, '') AS label,
    o.own_day IS NOT NULL AS dated,
    o.own_what <> '' AND o.own_what <> coalesce(l.text, '') AS has_product,
    o.written_amount AS amount, o.written_quantity AS quantity, o.written_profit AS profit, o.written_cost AS cost
FROM odd AS o
LEFT JOIN (
    SELECT h.source, h.line, max_by(l.kind, l.kind <> 'suffix') AS kind, max_by(l.text, l.kind <> 'suffix') AS text
    FROM (SELECT source, line, unnest(heads) AS text FROM odd) AS h
    JOIN labels AS l ON l.text = h.text
    GROUP BY h.source, h.line
) AS l ON l.source = o.source AND l.line = o.line
WHERE NOT o.extra AND (
    l.kind IS NOT NULL
    OR o.own_who = '' AND o.own_date = '' AND o.own_what = '' AND o.own_order = ''
       AND (o.written_amount IS NOT NULL OR o.written_quantity IS NOT NULL OR o.written_profit IS NOT NULL)
)
ORDER BY o.source, o.line
