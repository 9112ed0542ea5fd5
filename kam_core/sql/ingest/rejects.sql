-- One row a thing found wrong or set apart: a record of `settled` that is not accepted, or a bad cell of one that is.
-- Table headers (role -> the user's header). The amount is the record's money as far as it can be read.
WITH told(reason, role) AS (
    VALUES ('date_missing', 'date'), ('date_unreadable', 'date'), ('date_impossible', 'date'),
        ('amount_missing', 'amount'), ('amount_unreadable', 'amount'), ('amount_too_large', 'amount'),
        ('quantity_missing', 'quantity'), ('quantity_unreadable', 'quantity'), ('quantity_too_large', 'quantity'),
        ('price_missing', 'unit_price'), ('price_unreadable', 'unit_price'), ('discount_unreadable', 'discount'),
        ('no_customer', 'customer'), ('nobody', 'customer'), ('void', 'status')
), cells AS (
    UNPIVOT (
        SELECT
            source, line, raw, net,
            CASE WHEN amount <> '' AND written_amount IS NULL AND getvariable('amount_from') <> 'none' THEN amount END
                AS amount,
            CASE WHEN quantity <> '' AND written_quantity IS NULL THEN quantity END AS quantity,
            CASE WHEN unit_price <> '' AND exact_price IS NULL THEN unit_price END AS unit_price,
            CASE WHEN discount <> '' AND exact_discount IS NULL THEN discount END AS discount,
            CASE WHEN profit <> '' AND written_profit IS NULL THEN profit END AS profit,
            CASE WHEN cost <> '' AND written_cost IS NULL THEN cost END AS cost
        FROM settled
        WHERE state IN ('accepted', 'unassigned')
    ) ON amount, quantity, unit_price, discount, profit, cost INTO NAME role VALUE value
), every AS (
    SELECT
        s.source, s.line, s.state, s.reason, t.role,
        CASE t.role
            WHEN 'date' THEN s.date WHEN 'amount' THEN s.amount WHEN 'quantity' THEN s.quantity
            WHEN 'unit_price' THEN s.unit_price WHEN 'discount' THEN s.discount WHEN 'status' THEN s.status
            WHEN 'customer' THEN CASE WHEN s.customer <> '' THEN s.customer ELSE s.customer_name END
            ELSE ''
        END AS value,
        CASE WHEN s.extra THEN NULL ELSE coalesce(s.net, s.written_amount) END AS amount, s.raw
    FROM settled AS s
    LEFT JOIN told AS t ON t.reason = s.reason
    WHERE s.state <> 'accepted'
    UNION ALL
    SELECT
        c.source, c.line, 'cell', CASE WHEN n.large THEN 'number_too_large' ELSE 'number_unreadable' END, c.role, c.value,
        c.net, c.raw
    FROM cells AS c
    LEFT JOIN numbers AS n ON n.text = c.value
    UNION ALL
    SELECT source, line, 'cell', CASE WHEN large THEN 'number_too_large' ELSE 'number_unreadable' END, header, text,
        NULL, raw
    FROM month_cells
)
SELECT
    e.source, e.line, e.state, e.reason, coalesce(h.header, e.role, '') AS "column", coalesce(e.value, '') AS value,
    CAST(e.amount AS DECIMAL(18, 4)) AS amount, e.raw
FROM every AS e
LEFT JOIN headers AS h ON h.role = e.role
ORDER BY e.source, e.line, e.state, e.role
