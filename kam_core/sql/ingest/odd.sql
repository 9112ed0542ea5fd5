-- One row a record that is not sound, with its text as it stands (table shown). own_day: the day the record itself says.
CREATE OR REPLACE TEMP TABLE odd AS
SELECT
    p.*, r.nonblank, r.heads, r.raw,
    CASE WHEN p.own_date <> '' THEN p.day END AS own_day,
    CAST(p.written_amount IS NOT NULL AS INTEGER) + CAST(p.written_quantity IS NOT NULL AS INTEGER)
        + CAST(p.written_profit IS NOT NULL AS INTEGER) + CAST(p.written_cost IS NOT NULL AS INTEGER)
        + CAST(p.exact_price IS NOT NULL AS INTEGER) AS figures
FROM picked AS p
JOIN shown AS r ON r.source = p.source AND r.line = p.line
