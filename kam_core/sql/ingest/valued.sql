-- One row a record: its texts and what they mean. looked_* holds what SQL alone cannot read.
-- written_*: the figures as they stand; amount, quantity, profit: as they count (a return below zero, a free good 0,
-- cases counted in bottles).
-- Variables: amount_from (amount | product | none), cost_is (each | whole | none), discount_is (part | money), discount_scale
-- (0.01 where 8 means 8 percent), discount_rest (it is the share that is paid),
-- measure (the figure a row must have: amount | quantity), priced (whether there are prices), returns, gifts, void.
CREATE OR REPLACE TEMP VIEW valued AS
WITH named AS (
    SELECT
        b.* EXCLUDE (looked_day, looked_amount, looked_quantity, looked_unit_price, looked_discount, looked_profit,
            looked_cost),
        key_of('customer', b.customer, b.customer_name) AS who,
        key_of('product', b.product, b.product_name) AS what,
        coalesce(plain_day(b.date), b.looked_day) AS day,
        CASE WHEN there('amount') THEN coalesce(plain_money(b.amount), CAST(b.looked_amount AS DECIMAL(18, 4))) END
            AS written_amount,
        CASE WHEN there('quantity') AND NOT getvariable('priced')
             THEN coalesce(plain_money(b.quantity), CAST(b.looked_quantity AS DECIMAL(18, 4))) END AS bare_quantity,
        CASE WHEN there('quantity') AND getvariable('priced') THEN small_number(b.quantity) END AS small_quantity,
        CASE WHEN there('unit_price') AND getvariable('priced') THEN small_number(b.unit_price) END AS small_price,
        CASE WHEN there('profit') THEN coalesce(plain_money(b.profit), CAST(b.looked_profit AS DECIMAL(18, 4))) END
            AS written_profit,
        CASE WHEN there('cost') THEN coalesce(plain_money(b.cost), CAST(b.looked_cost AS DECIMAL(18, 4))) END
            AS written_cost,
        CASE WHEN there('quantity') AND getvariable('priced') THEN coalesce(plain_exact(b.quantity), b.looked_quantity) END
            AS exact_quantity,
        CASE WHEN there('unit_price') THEN coalesce(plain_exact(b.unit_price), b.looked_unit_price) END AS exact_price,
        CASE WHEN NOT there('discount') OR b.discount IN ('', '0') THEN 0
             WHEN getvariable('discount_rest') THEN 1 - coalesce(plain_exact(b.discount), b.looked_discount)
                 * CASE WHEN contains(b.discount, '%') THEN 1.00 ELSE getvariable('discount_scale')::DECIMAL(3, 2) END
             ELSE coalesce(plain_exact(b.discount), b.looked_discount)
                 * CASE WHEN contains(b.discount, '%') THEN 1.00 ELSE getvariable('discount_scale')::DECIMAL(3, 2) END
             END AS exact_discount,
        is_any(b.document_type, 'returns') AS turned,
        is_any(b.gift, 'gifts') AS free,
        is_any(b.status, 'void') OR is_any(b.document_type, 'void') AS void
    FROM looked AS b
), counted AS (
    SELECT
        *,
        coalesce(bare_quantity, CAST(small_quantity AS DECIMAL(18, 4)), TRY_CAST(exact_quantity AS DECIMAL(18, 4)))
            AS written_quantity
    FROM named
), priced AS (
    SELECT
        * EXCLUDE (bare_quantity, small_quantity, small_price),
        CASE
            WHEN named('gifts') AND free THEN 0
            WHEN getvariable('amount_from') = 'none' THEN NULL
            WHEN written_amount IS NOT NULL THEN written_amount
            WHEN discount IN ('', '0') AND small_quantity IS NOT NULL AND small_price IS NOT NULL
                THEN CAST(small_quantity * small_price AS DECIMAL(18, 4))
            ELSE TRY_CAST(
                TRY_CAST(TRY_CAST(exact_quantity AS DECIMAL(19, 6)) * TRY_CAST(exact_price AS DECIMAL(19, 8))
                    AS DECIMAL(26, 10))
                * CASE WHEN getvariable('discount_is') = 'money' THEN 1 ELSE TRY_CAST(1 - exact_discount AS DECIMAL(9, 6)) END
                - CASE WHEN getvariable('discount_is') <> 'money' THEN 0
                       WHEN exact_quantity < 0 THEN -abs(exact_discount) ELSE exact_discount END AS DECIMAL(18, 4))
        END AS paid
    FROM counted
), signed AS (
    SELECT
        *,
        CASE WHEN named('returns') AND turned AND paid > 0 THEN -paid ELSE paid END AS net,
        CASE WHEN named('returns') AND turned AND written_quantity > 0 THEN -written_quantity ELSE written_quantity END
            AS moved
    FROM priced
), converted AS (
    SELECT
        *,
        CASE WHEN NOT getvariable('converting') OR looked_factor IS NULL THEN moved
             ELSE TRY_CAST(CAST(moved AS DECIMAL(19, 4)) * looked_factor AS DECIMAL(18, 4)) END AS pieces
    FROM signed
)
SELECT
    * EXCLUDE (paid, moved, looked_factor),
    CASE
        WHEN there('profit') AND written_profit IS NOT NULL THEN CASE WHEN turned AND paid > 0 THEN -written_profit ELSE written_profit END
        WHEN getvariable('cost_is') = 'whole' THEN net - CASE WHEN net < 0 THEN -abs(written_cost) ELSE written_cost END
        WHEN getvariable('cost_is') = 'each'
            THEN TRY_CAST(net - TRY_CAST(CAST(written_cost AS DECIMAL(19, 4))
                * CASE WHEN net < 0 THEN -abs(moved) ELSE moved END AS DECIMAL(18, 4)) AS DECIMAL(18, 4))
    END AS gained,
    CASE WHEN getvariable('measure') = 'quantity' THEN pieces ELSE net END AS figure,
    0 AS unreadable
FROM converted
