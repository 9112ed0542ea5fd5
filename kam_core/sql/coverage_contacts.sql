-- One row a contact of the customer $customer, from the top level down.
SELECT contact, level, title, since
FROM contacts
WHERE customer = $customer
ORDER BY list_position(['decision', 'middle', 'front', 'warehouse'], level) NULLS LAST, contact, title
