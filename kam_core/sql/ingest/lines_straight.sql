-- One row a sales line of a sound record whose amount four decimals hold whole, as in lines_sound.sql, with its print.
-- Variable prints: whether they are wanted (0 otherwise).
SELECT
    k.source, k.line, CAST('accepted' AS ENUM('accepted', 'unassigned')) AS state, k.day AS date,
    CAST(date_trunc('month', k.day) AS DATE) AS month,
    k.who AS customer, k.customer_name, k.organisation, k.department, k.region, k.channel, k.customer_type,
    k.customer_group, k.salesperson, k.manager, k.what AS product, k.product_name, k.category, k.unit, k."order",
    k.document_type, k.currency, k.pieces AS quantity, k.net AS amount, CAST(k.gained AS DECIMAL(18, 4)) AS profit,
    CASE WHEN getvariable('prints') THEN k.print ELSE 0 END AS print
FROM judged AS k
WHERE k.sound AND NOT (contains(k.amount, '.') AND strlen(k.amount) - strpos(k.amount, '.') > 4)
