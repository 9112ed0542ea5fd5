-- One row a record: valued, and whether it is sound, that is: nothing about it needs a second look.
-- `own`: the record says
-- something of its own, so that it cannot be a sum below lines that were filled down.
CREATE OR REPLACE TEMP VIEW judged AS
SELECT
    v.*,
    coalesce(
        NOT getvariable('wide') AND NOT v.extra
        AND (v.own_date <> '' OR v.own_who <> '' OR v.own_what <> '')
        AND v.who <> '' AND v.special IS NULL AND v.day IS NOT NULL AND v.figure IS NOT NULL
        AND (NOT named('void') OR NOT v.void)
        AND (NOT there('amount') OR v.amount = '' OR v.written_amount IS NOT NULL)
        AND (NOT there('quantity') OR v.quantity = '' OR v.written_quantity IS NOT NULL)
        AND (NOT there('profit') OR v.profit = '' OR v.written_profit IS NOT NULL)
        AND (NOT there('cost') OR v.cost = '' OR v.written_cost IS NOT NULL)
        AND (NOT there('unit_price') OR v.unit_price = '' OR v.exact_price IS NOT NULL)
        AND (NOT there('discount') OR v.discount = '' OR v.exact_discount IS NOT NULL),
        false) AS sound
FROM valued AS v
