-- One row a customer that has an accepted line: how it is shown and who looks after it. View faces.
-- Name: its commonest, the latest where that ties. Region and type: where most of its lines are. Salesperson and
-- manager: the latest that are named. Last ties by text, so that the answer is always the same.
WITH customers AS (
    SELECT customer, min(first_day) AS first_day, max(last_day) AS last_day FROM faces GROUP BY customer
), names AS (
    SELECT
        customer, customer_name AS value, count(*) OVER (PARTITION BY customer) AS names,
        row_number() OVER (
            PARTITION BY customer ORDER BY sum(lines) DESC, max(last_day) DESC, customer_name) AS place
    FROM faces
    WHERE customer_name <> ''
    GROUP BY customer, customer_name
), regions AS (
    SELECT
        customer, region AS value,
        row_number() OVER (PARTITION BY customer ORDER BY sum(lines) DESC, max(last_day) DESC, region) AS place
    FROM faces
    WHERE region <> ''
    GROUP BY customer, region
), types AS (
    SELECT
        customer, customer_type AS value,
        row_number() OVER (PARTITION BY customer ORDER BY sum(lines) DESC, max(last_day) DESC, customer_type) AS place
    FROM faces
    WHERE customer_type <> ''
    GROUP BY customer, customer_type
), salespeople AS (
    SELECT
        customer, salesperson AS value,
        row_number() OVER (PARTITION BY customer ORDER BY max(last_day) DESC, sum(lines) DESC, salesperson) AS place
    FROM faces
    WHERE salesperson <> ''
    GROUP BY customer, salesperson
), managers AS (
    SELECT
        customer, manager AS value,
        row_number() OVER (PARTITION BY customer ORDER BY max(last_day) DESC, sum(lines) DESC, manager) AS place
    FROM faces
    WHERE manager <> ''
    GROUP BY customer, manager
)
SELECT
    c.customer, coalesce(n.value, c.customer) AS name, CAST(coalesce(n.names, 0) AS BIGINT) AS names,
    coalesce(r.value, '') AS region, coalesce(t.value, '') AS customer_type,
    coalesce(s.value, '') AS salesperson, coalesce(m.value, '') AS manager, c.first_day, c.last_day
FROM customers AS c
LEFT JOIN names AS n ON n.customer = c.customer AND n.place = 1
LEFT JOIN regions AS r ON r.customer = c.customer AND r.place = 1
LEFT JOIN types AS t ON t.customer = c.customer AND t.place = 1
LEFT JOIN salespeople AS s ON s.customer = c.customer AND s.place = 1
LEFT JOIN managers AS m ON m.customer = c.customer AND m.place = 1
ORDER BY c.customer
