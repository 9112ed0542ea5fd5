-- One row a customer x region x type, where lines name nothing more of a customer: months know as much. View months.
CREATE OR REPLACE TEMP VIEW faces AS
SELECT
    customer, '' AS customer_name, region, customer_type, '' AS salesperson, '' AS manager,
    CAST(sum(lines) AS BIGINT) AS lines, min(first_day) AS first_day, max(last_day) AS last_day
FROM months
GROUP BY customer, region, customer_type
