-- One row: by how much rounding each amount to four decimals moves their total; NULL where none has more.
SELECT
    sum(CAST(plain_money(amount) AS DECIMAL(28, 16)) - TRY_CAST(amount AS DECIMAL(28, 16))) AS difference
FROM body
WHERE contains(amount, '.') AND strlen(amount) - strpos(amount, '.') > 4 AND getvariable('decimal') = '.'
