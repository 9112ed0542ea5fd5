-- One row a wanted customer that has sales: the name it is shown by. $wanted: VARCHAR[].
SELECT customer, name
FROM accounts
WHERE list_contains($wanted::VARCHAR[], customer)
