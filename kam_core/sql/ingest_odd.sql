-- One row a record that is not sound, with its text as it stands. own_day: the day the record itself says.
CREATE OR REPLACE TEMP TABLE odd AS
SELECT
    j.*, r.nonblank, r.heads, r.raw,
    CASE WHEN j.own_date <> '' THEN j.day END AS own_day,
    CAST(j.written_amount IS NOT NULL AS INTEGER) + CAST(j.written_quantity IS NOT NULL AS INTEGER)
        + CAST(j.written_profit IS NOT NULL AS INTEGER) + CAST(j.written_cost IS NOT NULL AS INTEGER)
        + CAST(j.exact_price IS NOT NULL AS INTEGER) AS figures
FROM judged AS j
JOIN records AS r ON r.source = j.source AND r.line = j.line
WHERE NOT j.sound
