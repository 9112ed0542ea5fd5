-- One row a customer of the customer list: its account manager and its salesperson, '' where it names none.
SELECT customer, coalesce(max(manager), '') AS manager, coalesce(max(salesperson), '') AS salesperson
FROM customers
WHERE customer <> ''
GROUP BY customer
ORDER BY customer
