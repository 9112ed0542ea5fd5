-- One row an activity with $customer, the latest first. promised: something is due and neither closed nor done.
-- $as_of: what happened later is not known yet.
SELECT
    date, kind, "by", contact, level, product_name, outcome, due,
    due IS NOT NULL AND coalesce(closed > $as_of::DATE, true) AND done <> 'yes' AS promised
FROM activities
WHERE customer = $customer AND date <= $as_of::DATE
ORDER BY date DESC, source, line
