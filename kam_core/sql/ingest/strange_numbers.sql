-- One row a role x different text that stands in a number's column and is not plain.
SELECT DISTINCT role, text FROM (
    SELECT 'amount' AS role, amount AS text FROM body WHERE plain_money(amount) IS NULL
    UNION ALL SELECT 'quantity', quantity FROM body WHERE plain_exact(quantity) IS NULL
    UNION ALL SELECT 'unit_price', unit_price FROM body WHERE plain_exact(unit_price) IS NULL
    UNION ALL SELECT 'discount', discount FROM body WHERE plain_exact(discount) IS NULL
    UNION ALL SELECT 'profit', profit FROM body WHERE plain_money(profit) IS NULL
    UNION ALL SELECT 'cost', cost FROM body WHERE plain_money(cost) IS NULL
)
WHERE text <> ''
