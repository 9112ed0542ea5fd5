-- One row a unit x currency in scope: what would be added together, and how much of each there is.
-- @scoped: scoped_months.sql or scoped_lines.sql, with their parameters.
SELECT
    unit, currency, CAST(sum(lines) AS BIGINT) AS lines,
    CAST(coalesce(sum(amount), 0) AS DECIMAL(38, 4)) AS amount,
    CAST(coalesce(sum(quantity), 0) AS DECIMAL(38, 4)) AS quantity,
    CAST(coalesce(sum(profit), 0) AS DECIMAL(38, 4)) AS profit
FROM @scoped AS scoped
GROUP BY unit, currency
ORDER BY lines DESC, unit, currency
