-- One row a row of a table that knows customers: the members of a group stand under the group's key. Names stay theirs.
-- @table: the table's name; merging: customer, key, name of every member.
SELECT apart.* REPLACE (coalesce(merging.key, apart.customer) AS customer)
FROM @table_apart AS apart
LEFT JOIN merging ON merging.customer = apart.customer
