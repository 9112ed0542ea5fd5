-- One row: how much cost / amount varies where the cost is taken as the line's, and where it is taken as each piece's.
-- Spread of the logarithm over lines of several pieces; the truer reading varies less.
SELECT
    stddev_pop(ln(CAST(written_cost AS DOUBLE) / net)) AS whole,
    stddev_pop(ln(CAST(written_cost AS DOUBLE) * written_quantity / net)) AS each
FROM valued
WHERE written_cost > 0 AND net > 0 AND written_quantity > 1
HAVING count(*) >= 3
