-- One row a product the product list calls complex: its name and the day it was launched (NULL: not said).
SELECT product, coalesce(nullif(max(product_name), ''), product) AS name, min(launched) AS launched
FROM products
WHERE complex = 'yes' AND product <> ''
GROUP BY product
ORDER BY product
