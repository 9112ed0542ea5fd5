-- One row a customer x product x unit x stock report up to a day, in order: what was reported, what the report before it
-- said, what was delivered in between (returns taken off), and the first delivery after it. Only pairs with lines, in a
-- unit they are sold in (or none).
-- $as_of: later reports and lines are not known yet.
WITH pairs AS (
    SELECT customer, product, min(unit) AS least_unit, max(unit) AS unit
    FROM lines WHERE state = 'accepted' AND date <= $as_of::DATE GROUP BY customer, product
),
delivered AS (
    SELECT customer, product, date, sum(quantity) AS quantity
    FROM lines WHERE state = 'accepted' AND date <= $as_of::DATE AND customer <> ''
    GROUP BY customer, product, date
),
running AS (
    SELECT customer, product, date, sum(quantity) OVER (PARTITION BY customer, product ORDER BY date) AS quantity
    FROM delivered
),
reported AS (
    SELECT i.customer, i.product, i.date, sum(i.on_hand) AS on_hand, sum(i.sold) AS sold
    FROM inventory AS i JOIN pairs AS p ON p.customer = i.customer AND p.product = i.product
    WHERE
        i.date <= $as_of::DATE AND (i.on_hand IS NOT NULL OR i.sold IS NOT NULL)
        AND (i.unit = '' OR p.unit = '' OR (i.unit = p.unit AND p.least_unit = p.unit))
    GROUP BY i.customer, i.product, i.date
),
until AS (
    SELECT r.*, coalesce(d.quantity, 0) AS delivered
    FROM reported AS r
    ASOF LEFT JOIN running AS d ON d.customer = r.customer AND d.product = r.product AND d.date <= r.date
),
later AS (
    SELECT u.*, d.date AS next_delivery
    FROM until AS u
    ASOF LEFT JOIN (SELECT * FROM delivered WHERE quantity > 0) AS d
        ON d.customer = u.customer AND d.product = u.product AND d.date > u.date
)
SELECT
    customer, product, date,
    CAST(on_hand AS DOUBLE) AS on_hand,
    CAST(sold AS DOUBLE) AS sold,
    lag(date) OVER one AS before,
    CAST(lag(on_hand) OVER one AS DOUBLE) AS opening,
    CAST(delivered - lag(delivered) OVER one AS DOUBLE) AS sell_in,
    lead(date) OVER one AS next_report,
    next_delivery
FROM later
WINDOW one AS (PARTITION BY customer, product ORDER BY date)
ORDER BY customer, product, date
