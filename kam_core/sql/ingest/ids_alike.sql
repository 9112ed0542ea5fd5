-- One row a pair of customer ids that differ in leading zeros, a float's .0, case or spaces only, at most ten: the pair
-- as text, and how many there are in all. View accounts.
WITH bare AS (
    SELECT customer, nullif(lower(regexp_replace(customer, '^0+|[.]0$|\s', '', 'g')), '') AS letters FROM accounts
), alike AS (
    SELECT min(customer) || ' / ' || max(customer) AS pair
    FROM bare
    WHERE letters IS NOT NULL
    GROUP BY letters
    HAVING count(DISTINCT customer) > 1
)
SELECT pair, count(*) OVER () AS every FROM alike ORDER BY pair LIMIT 10
