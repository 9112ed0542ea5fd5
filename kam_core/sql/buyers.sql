-- One row a customer $among x product $wanted it has a line above zero of in scope.
-- @scoped: scoped_lines.sql, with its parameters.
SELECT customer, product
FROM @scoped AS scoped
SEMI JOIN (SELECT unnest($among::VARCHAR[]) AS customer) AS asked USING (customer)
SEMI JOIN (SELECT unnest($wanted::VARCHAR[]) AS product) AS goods USING (product)
WHERE coalesce(amount, quantity, profit) > 0
GROUP BY customer, product
ORDER BY customer, product
