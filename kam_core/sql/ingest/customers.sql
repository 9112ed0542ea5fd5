-- One row a different customer as it stands: its id, or its name where it has no id.
SELECT DISTINCT CASE WHEN customer <> '' THEN customer ELSE customer_name END AS who
FROM body
WHERE customer <> '' OR customer_name <> ''
