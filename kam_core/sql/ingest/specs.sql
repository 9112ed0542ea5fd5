-- One row a product x unit x spec.
SELECT DISTINCT CASE WHEN product <> '' THEN product ELSE product_name END AS what, unit, spec
FROM body
WHERE (product <> '' OR product_name <> '') AND unit <> ''
ORDER BY what, unit, spec
