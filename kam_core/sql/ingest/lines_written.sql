-- One row a state of the lines that were written: how many, and what they add up to.
SELECT
    state, count(*) AS lines, coalesce(sum(amount), 0) AS amount,
    coalesce(sum(CASE WHEN getvariable('measure') = 'quantity' THEN quantity ELSE amount END), 0) AS figures
FROM lines
GROUP BY state
