-- One row a promise that was due before $as_of and was neither closed nor done by then: whom it was made, what and by whom.
-- $as_of: what happened later is not known yet. Rows that say the same once more are one.
SELECT
    customer, coalesce(any_value(nullif(customer_name, '')), customer) AS name, kind, coalesce("by", '') AS person,
    coalesce(contact, '') AS contact, coalesce(product, '') AS product,
    coalesce(any_value(nullif(product_name, '')), any_value(product), '') AS product_name,
    coalesce(any_value(outcome), '') AS outcome, date, due
FROM activities
WHERE due < $as_of::DATE AND date <= $as_of::DATE AND coalesce(closed > $as_of::DATE, true)
    AND coalesce(done, '') <> 'yes' AND customer <> ''
GROUP BY customer, kind, "by", contact, product, date, due
ORDER BY due, customer, kind, contact, product, date, person
