-- One row: all accepted lines of the file, whatever the scope.
SELECT
    CAST(coalesce(sum(amount), 0) AS DECIMAL(38, 4)) AS amount,
    CAST(coalesce(sum(quantity), 0) AS DECIMAL(38, 4)) AS quantity,
    CAST(coalesce(sum(profit), 0) AS DECIMAL(38, 4)) AS profit,
    CAST(coalesce(sum(lines), 0) AS BIGINT) AS lines,
    count(DISTINCT customer) AS customers
FROM months
