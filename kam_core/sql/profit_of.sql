-- One row: the gross profit of the customers $lost in scope, NULL where none of their lines has one.
-- $lost: VARCHAR[] of customer keys. @scoped: scoped_months.sql or scoped_lines.sql, with their parameters.
SELECT CAST(sum(profit) AS DECIMAL(38, 4)) AS profit
FROM @scoped AS scoped
WHERE list_contains($lost::VARCHAR[], customer)
