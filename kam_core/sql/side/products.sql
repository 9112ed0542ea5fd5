-- One row a product x name that has an accepted line, the commonest name first. No parameters.
SELECT product, product_name AS name
FROM lines
WHERE state = 'accepted' AND product <> ''
GROUP BY product, product_name
ORDER BY product, count(*) DESC, product_name
