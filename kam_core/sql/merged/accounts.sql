-- One row a customer that has an accepted line; a group is one, shown by the group's name.
-- Its region is where most of its members' lines are; type, salesperson and manager are those of the member that bought
-- last and has one.
WITH lines_in AS (
    SELECT merging.key, apart.region, sum(apart.lines) AS lines
    FROM months_apart AS apart JOIN merging ON merging.customer = apart.customer
    GROUP BY merging.key, apart.region
),
home AS (
    SELECT key, first(region ORDER BY lines DESC, region) AS region FROM lines_in GROUP BY key
),
joined AS (
    SELECT
        merging.key AS customer, first(merging.name ORDER BY merging.name) AS name, sum(apart.names) AS names,
        first(apart.customer_type ORDER BY apart.customer_type = '', last_day DESC, apart.customer) AS customer_type,
        first(apart.salesperson ORDER BY apart.salesperson = '', last_day DESC, apart.customer) AS salesperson,
        first(apart.manager ORDER BY apart.manager = '', last_day DESC, apart.customer) AS manager,
        min(first_day) AS first_day, max(last_day) AS last_day
    FROM accounts_apart AS apart JOIN merging ON merging.customer = apart.customer
    GROUP BY merging.key
)
SELECT apart.* FROM accounts_apart AS apart ANTI JOIN merging ON merging.customer = apart.customer
UNION ALL BY NAME
SELECT joined.* REPLACE (CAST(joined.names AS BIGINT) AS names), home.region
FROM joined JOIN home ON home.key = joined.customer
