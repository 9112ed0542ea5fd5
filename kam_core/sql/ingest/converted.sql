-- One row: records whose quantity is brought to the smaller unit. Table conversions.
SELECT count(*) AS records
FROM (SELECT CASE WHEN product <> '' THEN product ELSE product_name END AS what, unit FROM body) AS b
JOIN conversions AS c ON c.product = b.what AND c.unit = b.unit
