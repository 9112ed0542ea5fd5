-- One row a contact of $customer, where there is no table of activities that could say when one was touched.
SELECT contact, level, title, CAST(NULL AS DATE) AS touched
FROM contacts
WHERE customer = $customer
ORDER BY source, line
