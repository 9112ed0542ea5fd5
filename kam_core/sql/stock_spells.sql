-- One row a customer x product x unit x stock report up to a day, in order: what was reported, what the report before it
-- said, what was delivered in between (returns taken off), and the first delivery after it.
-- $as_of: later reports and lines are not known yet. $units: VARCHAR[], units whose lines count, empty = all.
WITH reported AS (
    SELECT customer, product, unit, date, sum(on_hand) AS on_hand, sum(sold) AS sold
    FROM inventory
    WHERE customer <> '' AND date <= $as_of::DATE AND (on_hand IS NOT NULL OR sold IS NOT NULL)
    GROUP BY customer, product, unit, date
),
delivered AS (
    SELECT customer, product, date, sum(quantity) AS quantity
    FROM lines
    WHERE
        state = 'accepted' AND date <= $as_of::DATE AND date > (SELECT min(date) FROM reported)
        AND (len($units::VARCHAR[]) = 0 OR list_contains($units::VARCHAR[], unit))
    GROUP BY customer, product, date
),
running AS (
    SELECT customer, product, date, sum(quantity) OVER (PARTITION BY customer, product ORDER BY date) AS quantity
    FROM delivered
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
    customer, product, unit, date,
    CAST(on_hand AS DOUBLE) AS on_hand,
    CAST(sold AS DOUBLE) AS sold,
    lag(date) OVER one AS before,
    CAST(lag(on_hand) OVER one AS DOUBLE) AS opening,
    CAST(delivered - lag(delivered) OVER one AS DOUBLE) AS sell_in,
    lead(date) OVER one AS next_report,
    next_delivery
FROM later
WINDOW one AS (PARTITION BY customer, product, unit ORDER BY date)
ORDER BY customer, product, unit, date
