-- One row an organisation x customer code that means another firm there than elsewhere.
WITH named AS (
    SELECT DISTINCT organisation, customer, customer_name
    FROM body
    WHERE organisation <> '' AND customer <> '' AND customer_name <> ''
), shared AS (
    SELECT customer
    FROM named
    GROUP BY customer
    HAVING count(DISTINCT organisation) > 1 AND count(DISTINCT customer_name) > 1
), names_shared AS (  -- a name found in two organisations is one firm written the same, not two
    SELECT customer
    FROM (SELECT customer, customer_name FROM named GROUP BY customer, customer_name HAVING count(DISTINCT organisation) > 1)
)
SELECT DISTINCT n.organisation, n.customer
FROM named AS n
SEMI JOIN shared AS s ON s.customer = n.customer
ANTI JOIN names_shared AS x ON x.customer = n.customer
ORDER BY n.customer, n.organisation
