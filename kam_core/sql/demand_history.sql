-- One row a series (customer | product | customer x product) with an accepted line in scope up to $as_of, by key:
-- its months as numbers counted from $first_month = 0, and what was sold in each, net of returns. Lines after $as_of are
-- left out.
-- $by_customer, $by_product: which keys a series has, the other is ''. $measure: amount | quantity.
-- $customers: VARCHAR[] of keys, or NULL for everyone. @scoped: scoped_lines.sql, with its parameters.
WITH cells AS (
    SELECT
        CASE WHEN $by_customer THEN customer ELSE '' END AS customer,
        CASE WHEN $by_product THEN product ELSE '' END AS product,
        month,
        CAST(coalesce(sum(CASE WHEN $measure = 'amount' THEN amount ELSE quantity END), 0) AS DOUBLE) AS value,
        max(product_name) AS product_name, max(category) AS category, min(unit) AS least_unit, max(unit) AS unit
    FROM @scoped AS scoped
    WHERE
        date <= $as_of::DATE
        AND ($customers::VARCHAR[] IS NULL OR customer IN (SELECT unnest($customers::VARCHAR[])))
    GROUP BY 1, 2, month
), series AS (
    SELECT
        customer, product, max(product_name) AS product_name, max(category) AS category,
        min(least_unit) AS least_unit, max(unit) AS unit,
        list(CAST(datediff('month', $first_month::DATE, month) AS INTEGER)) AS months, list(value) AS sold
    FROM cells
    GROUP BY customer, product
)
SELECT
    series.customer, series.product, coalesce(accounts.name, series.customer) AS customer_name,
    CASE WHEN $by_product THEN coalesce(nullif(product_name, ''), product) ELSE '' END AS product_name,
    CASE WHEN $by_product THEN category ELSE '' END AS category, unit, least_unit <> unit AS mixed, months, sold
FROM series LEFT JOIN accounts ON accounts.customer = series.customer
ORDER BY series.customer, series.product
