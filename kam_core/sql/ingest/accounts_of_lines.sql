-- One row a customer x name x region x type x salesperson x manager, of accepted lines. View lines.
CREATE OR REPLACE TEMP VIEW faces AS
SELECT
    customer, customer_name, region, customer_type, salesperson, manager,
    count(*) AS lines, min(date) AS first_day, max(date) AS last_day
FROM lines
WHERE state = 'accepted'
GROUP BY customer, customer_name, region, customer_type, salesperson, manager
