-- One row a sales line: the sound records and those that were settled as accepted or unassigned.
WITH kept AS (
    SELECT
        v.* EXCLUDE (sound),
        CAST('accepted' AS ENUM('accepted', 'unassigned')) AS state
    FROM judged AS v
    WHERE v.sound
    UNION ALL BY NAME
    SELECT
        s.* EXCLUDE (sound, nonblank, heads, raw, own_day, figures, reason, state),
        CAST(s.state AS ENUM('accepted', 'unassigned')) AS state
    FROM settled AS s
    WHERE s.state IN ('accepted', 'unassigned')
)
SELECT
    k.source, k.line, k.state, k.day AS date, CAST(date_trunc('month', k.day) AS DATE) AS month,
    k.who AS customer, k.customer_name, k.organisation, k.department, k.region, k.channel, k.customer_type,
    k.customer_group, k.salesperson, k.manager, k.what AS product, k.product_name, k.category, k.unit, k."order",
    k.document_type, k.currency, k.pieces AS quantity, k.net AS amount, CAST(k.gained AS DECIMAL(18, 4)) AS profit
FROM kept AS k
