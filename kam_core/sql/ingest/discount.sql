-- One row about discounts that are not blank or 0: the largest written without a percent sign, the middle one, and the
-- share of those that are a multiple of one half, as percentages are and money is not.
SELECT
    max(abs(off)) FILTER (NOT percent) AS largest,
    median(abs(off)) AS middle,
    avg(CASE WHEN 2 * off = floor(2 * off) THEN 1 ELSE 0 END) FILTER (NOT percent) AS halves
FROM (SELECT coalesce(plain_exact(discount), looked_discount) AS off, contains(discount, '%') AS percent FROM looked)
WHERE off <> 0
