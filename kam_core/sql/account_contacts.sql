-- One row a contact of $customer: the newest day up to $as_of on which an activity names that person; NULL = none.
SELECT c.contact, c.level, c.title, max(a.date) AS touched
FROM contacts AS c
LEFT JOIN activities AS a ON a.customer = c.customer AND a.contact = c.contact AND a.date <= $as_of::DATE
WHERE c.customer = $customer
GROUP BY c.contact, c.level, c.title, c.source, c.line
ORDER BY c.source, c.line
