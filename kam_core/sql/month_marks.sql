-- One row a month in scope: its total, and a mark that differs where any customer's value in it differs.
-- $measure: amount | quantity | profit. @scoped: scoped_months.sql or scoped_lines.sql, with their parameters.
WITH cells AS (
    SELECT
        month, customer,
        CAST(coalesce(sum(
            CASE $measure WHEN 'amount' THEN amount WHEN 'quantity' THEN quantity ELSE profit END
        ), 0) AS DECIMAL(38, 4)) AS value
    FROM @scoped AS scoped
    GROUP BY month, customer
)
SELECT
    month, CAST(sum(value) AS DECIMAL(38, 4)) AS value,
    CAST(bit_xor(hash(customer || '/' || CAST(value AS VARCHAR))) AS VARCHAR) AS mark
FROM cells
GROUP BY month
ORDER BY month
