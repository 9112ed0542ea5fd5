-- One row: who $customer is; none where it has no accepted line at all.
SELECT customer, name, customer_type, region, manager, salesperson
FROM accounts
WHERE customer = $customer
