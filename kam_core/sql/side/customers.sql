-- One row a customer x name that has an accepted line, the name it is shown by first. No parameters.
WITH written AS (
    SELECT customer, customer_name AS name, count(*) AS lines
    FROM lines
    WHERE state = 'accepted'
    GROUP BY customer, customer_name
)
SELECT w.customer, w.name
FROM written AS w
JOIN accounts AS a ON a.customer = w.customer
ORDER BY w.customer, w.name <> a.name, w.lines DESC, w.name
