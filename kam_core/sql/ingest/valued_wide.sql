-- One row a record of wide months: its texts, and its figures added up over the months. The same columns as
-- ingest_valued; day is the first month with a figure. Table tall; variables returns, gifts, void, measure.
CREATE OR REPLACE TEMP VIEW valued AS
WITH figures AS (
    SELECT
        source, line, min(month) FILTER (value IS NOT NULL) AS day,
        sum(value) FILTER (measure = 'amount') AS amount, sum(value) FILTER (measure = 'quantity') AS quantity,
        sum(value) FILTER (measure = 'profit') AS profit, count(*) FILTER (value IS NULL) AS unreadable
    FROM tall
    GROUP BY source, line
), signed AS (
    SELECT
        b.* EXCLUDE (looked_day, looked_amount, looked_quantity, looked_unit_price, looked_discount, looked_profit,
            looked_cost, looked_factor),
        CASE WHEN b.customer <> '' THEN b.customer ELSE b.customer_name END AS who,
        CASE WHEN b.product <> '' THEN b.product ELSE b.product_name END AS what,
        f.day, TRY_CAST(f.amount AS DECIMAL(18, 4)) AS written_amount,
        TRY_CAST(f.quantity AS DECIMAL(18, 4)) AS written_quantity,
        TRY_CAST(f.profit AS DECIMAL(18, 4)) AS written_profit, NULL::DECIMAL(18, 4) AS written_cost,
        NULL::DECIMAL(28, 10) AS exact_quantity, NULL::DECIMAL(28, 10) AS exact_price,
        NULL::DECIMAL(28, 10) AS exact_discount,
        is_any(b.document_type, 'returns') AS turned, is_any(b.gift, 'gifts') AS free, is_any(b.status, 'void') OR is_any(b.document_type, 'void') AS void,
        coalesce(f.unreadable, 0) AS unreadable
    FROM looked AS b
    LEFT JOIN figures AS f ON f.source = b.source AND f.line = b.line
)
SELECT
    * EXCLUDE (unreadable),
    CASE WHEN free THEN 0 WHEN turned AND written_amount > 0 THEN -written_amount ELSE written_amount END AS net,
    CASE WHEN turned AND written_quantity > 0 THEN -written_quantity ELSE written_quantity END AS pieces,
    CASE WHEN turned AND written_profit > 0 THEN -written_profit ELSE written_profit END AS gained,
    CASE WHEN getvariable('measure') = 'quantity' THEN written_quantity ELSE written_amount END AS figure,
    unreadable
FROM signed
