-- One row an activity up to $as_of; reached: whom of theirs, one of the four levels, '' where it says none of them.
-- $as_of: DATE; what lies after it has not happened yet.
SELECT
    date, customer, kind, "by", contact, product, score, outcome, closed, done,
    CASE WHEN level IN ('decision', 'middle', 'front', 'warehouse') THEN level ELSE '' END AS reached
FROM activities
WHERE date <= $as_of::DATE
