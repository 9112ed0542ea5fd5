-- One row an activity up to $as_of, as scoped_activities.sql has it; where it names no level, the one the list of
-- contacts gives the person named: of two people of one name at two levels nobody knows which. $as_of: DATE.
SELECT
    activities.date, activities.customer, kind, "by", activities.contact, product, score, outcome, closed, done,
    CASE
        WHEN activities.level IN ('decision', 'middle', 'front', 'warehouse') THEN activities.level
        ELSE coalesce(known.level, '')
    END AS reached
FROM activities
LEFT JOIN (
    SELECT customer, contact, min(level) AS level
    FROM contacts
    WHERE level IN ('decision', 'middle', 'front', 'warehouse') AND contact <> ''
    GROUP BY customer, contact
    HAVING count(DISTINCT level) = 1
) AS known ON known.customer = activities.customer AND known.contact = activities.contact
WHERE activities.date <= $as_of::DATE
