-- One row a customer of $among x product launched after $since and up to $as_of: the first two days it bought any, and
-- what that brought, returns netted. Products nobody has bought yet are left out.
-- $among: VARCHAR[] of customer keys; $since, $as_of: DATE.
WITH launched AS (
    SELECT product, max(coalesce(nullif(product_name, ''), product)) AS name, max(launched) AS launched
    FROM products
    WHERE matched_product
    GROUP BY product
    HAVING max(launched) > $since::DATE AND max(launched) <= $as_of::DATE
),
wanted AS (SELECT DISTINCT unnest($among::VARCHAR[]) AS customer),
bought AS (
    SELECT
        customer, product,
        list_sort(list(DISTINCT date) FILTER (amount > 0 OR quantity > 0)) AS days,
        CAST(coalesce(sum(amount), 0) AS DOUBLE) AS money
    FROM lines
    WHERE state = 'accepted' AND date <= $as_of::DATE AND list_contains($among::VARCHAR[], customer)
    GROUP BY customer, product
)
SELECT
    wanted.customer, launched.product, launched.name, launched.launched,
    bought.days[1] AS first, bought.days[2] AS again, coalesce(bought.money, 0) AS money
FROM wanted
CROSS JOIN launched
LEFT JOIN bought ON bought.customer = wanted.customer AND bought.product = launched.product
ORDER BY wanted.customer, launched.launched DESC, launched.product
