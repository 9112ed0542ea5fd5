-- One row a customer x level of its contacts, '' = none of the four: how many people.
SELECT
    customer,
    CASE WHEN level IN ('decision', 'middle', 'front', 'warehouse') THEN level ELSE '' END AS level,
    count(DISTINCT coalesce(nullif(contact, ''), title, '')) AS people
FROM contacts
WHERE customer <> ''
GROUP BY ALL
ORDER BY ALL
