-- One row a customer whose group the sales lines say: that of its latest line that says one.
SELECT customer, last(customer_group ORDER BY date, source, line) AS customer_group
FROM lines
WHERE state = 'accepted' AND trim(customer_group) <> ''
GROUP BY customer
ORDER BY customer
