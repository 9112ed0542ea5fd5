-- One row a customer that has an account manager in the firm's own list: the latest row that names one.
SELECT customer, last(manager ORDER BY source, line) AS manager
FROM customers
WHERE customer <> '' AND trim(manager) <> ''
GROUP BY customer
ORDER BY customer
