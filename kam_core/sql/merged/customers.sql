-- One row a customer of the firm's own list; a group is one: what its members owe and may owe is added, the longest
-- credit term counts, and words are those of the first member in the list that has them.
SELECT apart.* FROM customers_apart AS apart ANTI JOIN merging ON merging.customer = apart.customer
UNION ALL BY NAME
SELECT
    first(apart.source ORDER BY apart.source, line) AS source, first(line ORDER BY apart.source, line) AS line,
    merging.key AS customer, first(merging.name ORDER BY merging.name) AS customer_name,
    first(customer_type ORDER BY customer_type = '', apart.source, line) AS customer_type,
    first(region ORDER BY region = '', apart.source, line) AS region,
    first(department ORDER BY department = '', apart.source, line) AS department,
    first(channel ORDER BY channel = '', apart.source, line) AS channel,
    first(customer_group ORDER BY customer_group = '', apart.source, line) AS customer_group,
    first(salesperson ORDER BY salesperson = '', apart.source, line) AS salesperson,
    first(manager ORDER BY manager = '', apart.source, line) AS manager,
    min(opened) AS opened, CAST(sum(receivable) AS DECIMAL(18, 4)) AS receivable,
    max(credit_term) AS credit_term, CAST(sum(credit_limit) AS DECIMAL(18, 4)) AS credit_limit,
    bool_or(matched_customer) AS matched_customer
FROM customers_apart AS apart JOIN merging ON merging.customer = apart.customer
GROUP BY merging.key
