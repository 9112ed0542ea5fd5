-- One row a training of a product $wanted at a customer $among: day, level reached ('' = none said), who, by whom.
-- @scoped: scoped_activities.sql or scoped_placed.sql.
SELECT customer, product, date, reached AS level, contact, "by" AS person
FROM @scoped AS scoped
SEMI JOIN (SELECT unnest($among::VARCHAR[]) AS customer) AS asked USING (customer)
SEMI JOIN (SELECT unnest($wanted::VARCHAR[]) AS product) AS goods USING (product)
WHERE kind = 'training'
ORDER BY customer, product, date, level, contact, person
