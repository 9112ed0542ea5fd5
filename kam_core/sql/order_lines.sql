-- One row an order line known on $as_of: what was ordered, by when it was due, what came by then and since, how it stands.
-- An order line is order x customer x product x due day; a row of the file without an order number is one of its own.
-- $as_of: the day looked from. $against: promised | wanted, which day counts as due (the other one where it is blank).
-- $late_days: days a line may be late. $short: share of the quantity that may be missing.
-- $products (keys), $categories: VARCHAR[], empty = everything.
-- verdict: kept | late | short (on time, not all) | late_short | overdue | open (not yet due) | undated | void (of nothing);
-- where quantities are not told: timely | tardy; where no day is told: full | partial.
-- The day it came: delivered, in a file without any such day shipped.
WITH told AS (
    SELECT
        CASE
            WHEN bool_or(delivered IS NOT NULL) THEN 'delivered'
            WHEN bool_or(shipped IS NOT NULL) THEN 'shipped'
            WHEN bool_or(delivered_quantity > 0) THEN ''
            ELSE 'delivered' -- nothing was
        END AS day
    FROM deliveries
), parts AS (
    SELECT
        source, line, "order", customer, product, product_name, unit, ordered_on, wanted, promised,
        CASE $against WHEN 'wanted' THEN coalesce(wanted, promised) ELSE coalesce(promised, wanted) END AS due,
        CASE WHEN "order" = '' THEN source || '/' || line ELSE '' END AS alone,
        coalesce(ordered, promised_quantity) AS asked,
        CASE told.day WHEN 'delivered' THEN delivered WHEN 'shipped' THEN shipped END AS came,
        delivered_quantity, told.day AS day
    FROM deliveries, told
    WHERE
        coalesce(ordered_on, shipped, delivered, DATE '0001-01-01') <= $as_of::DATE
        AND (len($products::VARCHAR[]) = 0 OR list_contains($products::VARCHAR[], product))
        AND (
            len($categories::VARCHAR[]) = 0
            OR product IN (SELECT product FROM lines WHERE list_contains($categories::VARCHAR[], category))
        )
), arrived AS (
    SELECT
        * REPLACE (CASE WHEN came <= $as_of::DATE THEN came END AS came),
        day <> '' AND (came IS NULL OR came > $as_of::DATE) AS waits,
        CASE WHEN day = '' OR came <= $as_of::DATE THEN delivered_quantity ELSE 0 END AS quantity
    FROM parts
), grouped AS (
    -- what was ordered: one part's own quantity; stated again on every part, each part smaller than it; else their sum
    SELECT
        "order", customer, product, due, alone, max(product_name) AS product_name, max(unit) AS unit,
        min(ordered_on) AS ordered_on, max(wanted) AS wanted, max(promised) AS promised,
        CASE
            WHEN min(asked) = max(asked) AND coalesce(bool_and(quantity < asked), FALSE) THEN max(asked)
            ELSE sum(asked)
        END AS ordered,
        CASE WHEN bool_and(quantity IS NOT NULL) THEN sum(quantity) END AS quantity,
        coalesce(sum(quantity) FILTER (came <= due + CAST($late_days AS INTEGER)), 0) AS by_due,
        max(came) AS last, bool_or(waits) AS waits, max(day) AS day, count(*) AS parts,
        min(source) AS source, min(line) AS line
    FROM arrived
    GROUP BY "order", customer, product, due, alone
), running AS (
    -- only lines that came in parts are followed part by part
    SELECT
        grouped."order", grouped.customer, grouped.product, grouped.due, arrived.came, grouped.ordered,
        sum(arrived.quantity) OVER (
            PARTITION BY grouped."order", grouped.customer, grouped.product, grouped.due
            ORDER BY arrived.came NULLS LAST, arrived.source, arrived.line
            ROWS UNBOUNDED PRECEDING
        ) AS so_far
    FROM grouped
    JOIN arrived
        ON arrived."order" = grouped."order" AND arrived.customer = grouped.customer
        AND arrived.product = grouped.product AND arrived.due IS NOT DISTINCT FROM grouped.due
    WHERE grouped.parts > 1
), reached AS (
    SELECT "order", customer, product, due, min(came) AS came
    FROM running
    WHERE so_far >= ordered * (1 - CAST($short AS DECIMAL(9, 6)))
    GROUP BY "order", customer, product, due
), stands AS (
    SELECT
        grouped.* EXCLUDE (quantity), grouped.due + CAST($late_days AS INTEGER) AS due_limit,
        CASE WHEN ordered IS NOT NULL THEN quantity END AS delivered,
        quantity >= ordered * (1 - CAST($short AS DECIMAL(9, 6))) AS whole,
        CASE
            WHEN parts > 1 THEN reached.came
            WHEN quantity >= ordered * (1 - CAST($short AS DECIMAL(9, 6))) THEN last
        END AS reached
    FROM grouped
    LEFT JOIN reached
        ON reached."order" = grouped."order" AND reached.customer = grouped.customer
        AND reached.product = grouped.product AND reached.due IS NOT DISTINCT FROM grouped.due
)
SELECT
    "order", customer, stands.product, coalesce(nullif(product_name, ''), known.name, stands.product) AS product_name,
    unit, ordered_on, wanted, promised, due, due_limit,
    CASE WHEN day = '' THEN NULL WHEN whole THEN reached WHEN NOT waits THEN last END AS done,
    CAST(ordered AS DOUBLE) AS ordered, CAST(delivered AS DOUBLE) AS delivered, CAST(by_due AS DOUBLE) AS by_due,
    parts, source, line, day = 'shipped' AS by_shipping,
    CASE
        WHEN ordered <= 0 THEN 'void'
        WHEN due IS NULL THEN 'undated'
        WHEN day = '' THEN CASE WHEN whole THEN 'full' WHEN due_limit >= $as_of::DATE THEN 'open' ELSE 'partial' END
        WHEN whole AND reached <= due_limit THEN 'kept'
        WHEN whole THEN 'late'
        WHEN (whole IS NULL AND NOT waits) THEN CASE WHEN last <= due_limit THEN 'timely' ELSE 'tardy' END
        WHEN due_limit >= $as_of::DATE THEN 'open'
        WHEN waits THEN 'overdue'
        WHEN last <= due_limit THEN 'short'
        ELSE 'late_short'
    END AS verdict
FROM stands
LEFT JOIN (SELECT product, max(product_name) AS name FROM lines WHERE product_name <> '' GROUP BY product) AS known
    ON known.product = stands.product
ORDER BY customer, due NULLS LAST, "order", stands.product, source, line
