-- One row a customer x product x unit x day of arrival (NULL: not said): goods on their way.
-- A list of shipments counts whole, for a new one replaces the old; a column of a stock report, only in the newest report.
-- $as_of: what was shipped or reported later is not known yet.
WITH newest AS (
    SELECT customer, product, max(date) AS date
    FROM inventory
    WHERE on_hand IS NOT NULL AND date <= $as_of::DATE
    GROUP BY customer, product
)
SELECT i.customer, i.product, i.unit, i.arrival, CAST(sum(i.in_transit) AS DOUBLE) AS in_transit
FROM inventory AS i
LEFT JOIN newest AS n ON n.customer = i.customer AND n.product = i.product
WHERE
    i.in_transit > 0 AND coalesce(i.date, DATE '0001-01-01') <= $as_of::DATE
    AND (i.on_hand IS NULL OR i.date = n.date)
GROUP BY i.customer, i.product, i.unit, i.arrival
ORDER BY i.customer, i.product, i.unit, i.arrival
