-- One row: the largest discount that is written without a percent sign.
SELECT max(abs(coalesce(plain_exact(discount), looked_discount))) FILTER (NOT contains(discount, '%')) AS largest
FROM looked
