-- One row a target or rebate tier of $customer in the targets file, in its order.
SELECT period, target, tier, rate
FROM targets
WHERE customer = $customer
ORDER BY period, tier, source, line
