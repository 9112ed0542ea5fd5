-- One row a customer id with several names, at most ten: the id, and how many there are in all. View accounts.
SELECT customer, count(*) OVER () AS every FROM accounts WHERE names > 1 ORDER BY names DESC, customer LIMIT 10
