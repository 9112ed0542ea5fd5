-- One row a record that was not sound: the state it ends in and why ('' = accepted).
-- Tables: verdicts (sums), notes (texts that begin as footers do), marks (title lines), spans (first and last sound line
-- of a source). Variables: measure, amount_from, wide.
CREATE OR REPLACE TEMP TABLE settled AS
WITH twin AS (
    SELECT
        o.source, o.line,
        max((o.date <> '' AND o.date = h.date)::INT + (o.customer <> '' AND o.customer = h.customer)::INT
            + (o.customer_name <> '' AND o.customer_name = h.customer_name)::INT
            + (o.product <> '' AND o.product = h.product)::INT
            + (o.product_name <> '' AND o.product_name = h.product_name)::INT
            + (o.region <> '' AND o.region = h.region)::INT + (o."order" <> '' AND o."order" = h."order")::INT
            + (o.unit_price <> '' AND o.unit_price = h.unit_price)::INT
            + (o.quantity <> '' AND o.quantity = h.quantity)::INT
            + (o.amount <> '' AND o.amount = h.amount)::INT) AS same
    FROM odd AS o
    JOIN header AS h ON h.source = o.source
    GROUP BY o.source, o.line
), reasoned AS (
    SELECT
        o.*,
        CASE
            WHEN o.nonblank = 0 OR regexp_full_match(o.raw, '[-=_+| ]*[-=_]{3}[-=_+| ]*') THEN 'blank'
            WHEN t.same > 1 OR t.same = 1 AND o.nonblank = 1 THEN 'repeated_header'
            WHEN v.reason IS NOT NULL THEN v.reason
            WHEN o.extra THEN 'misaligned'
            WHEN m.title IS NOT NULL THEN 'group_title'
            WHEN o.void THEN CASE WHEN is_any(o.status, 'void') THEN 'void' ELSE 'payment' END
            WHEN o.figures = 0 AND o.own_day IS NULL
                 AND (n.text IS NOT NULL OR NOT getvariable('wide') AND (o.nonblank = 1
                      OR o.nonblank = 2 AND o.amount = '' AND o.quantity = '' AND o.unit_price = ''
                         AND NOT coalesce(o.line BETWEEN s.first_line AND s.last_line, false)))
                THEN 'footer'
            WHEN getvariable('wide') AND o.figure IS NULL THEN
                CASE WHEN o.unreadable > 0 THEN 'amount_unreadable' ELSE 'no_figure' END
            WHEN o.day IS NULL THEN
                CASE WHEN o.date = '' OR miss.text IS NOT NULL THEN 'date_missing'
                     WHEN regexp_full_match(o.date, '[0-9]{1,4}\D+[0-9]{1,2}\D+[0-9]{1,4}日?([ T].*)?|[0-9]{8}')
                         THEN 'date_impossible'
                     ELSE 'date_unreadable' END
            WHEN o.figure IS NULL AND getvariable('measure') = 'quantity' THEN
                CASE WHEN o.quantity = '' THEN 'quantity_missing' WHEN nq.large THEN 'quantity_too_large'
                     ELSE 'quantity_unreadable' END
            WHEN o.figure IS NULL AND getvariable('amount_from') = 'amount' THEN
                CASE WHEN o.amount = '' OR list_contains(getvariable('missing')::VARCHAR[], lower(o.amount))
                         THEN 'amount_missing'
                     WHEN na.large THEN 'amount_too_large' ELSE 'amount_unreadable' END
            WHEN o.figure IS NULL THEN
                CASE WHEN o.quantity = '' THEN 'quantity_missing' WHEN o.exact_quantity IS NULL THEN 'quantity_unreadable'
                     WHEN o.unit_price = '' THEN 'price_missing' WHEN o.exact_price IS NULL THEN 'price_unreadable'
                     WHEN o.exact_discount IS NULL THEN 'discount_unreadable' ELSE 'amount_too_large' END
            WHEN o.who = '' OR o.special = 'missing' THEN 'no_customer'
            WHEN o.special = 'nobody' THEN 'nobody'
            ELSE ''
        END AS reason
    FROM odd AS o
    LEFT JOIN twin AS t ON t.source = o.source AND t.line = o.line
    LEFT JOIN verdicts AS v ON v.source = o.source AND v.line = o.line
    LEFT JOIN marks AS m ON m.source = o.source AND m.line = o.line AND m.title IS NOT NULL
    LEFT JOIN notes AS n ON n.text = o.heads[1]
    LEFT JOIN spans AS s ON s.source = o.source
    LEFT JOIN numbers AS na ON na.text = o.amount
    LEFT JOIN numbers AS nq ON nq.text = o.quantity
    LEFT JOIN (SELECT unnest(getvariable('missing')::VARCHAR[]) AS text) AS miss ON miss.text = lower(o.date)
)
SELECT
    * REPLACE (CASE WHEN reason = 'no_customer' THEN '' ELSE who END AS who),
    CASE
        WHEN reason = '' THEN 'accepted'
        WHEN reason IN ('no_customer', 'nobody') THEN 'unassigned'
        WHEN reason IN ('blank', 'repeated_header', 'total', 'subtotal', 'total_by_sum', 'group_title', 'void', 'payment', 'footer',
                        'no_figure') THEN 'skipped'
        ELSE 'rejected'
    END AS state
FROM reasoned
