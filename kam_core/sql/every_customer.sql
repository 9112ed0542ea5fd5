-- One row a customer with at least one accepted line, whatever the scope: its key and how it is shown.
SELECT customer, name FROM accounts ORDER BY customer
