-- One row a customer whose group the firm's own list says: the latest row of the list that says one.
SELECT customer, last(customer_group ORDER BY source, line) AS customer_group
FROM customers
WHERE customer <> '' AND trim(customer_group) <> ''
GROUP BY customer
ORDER BY customer
