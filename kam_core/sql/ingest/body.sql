-- One row a record below the header. own_*: what the record itself says, before anything is filled down.
CREATE OR REPLACE TEMP VIEW body AS
SELECT
    * EXCLUDE (cells, nonblank, heads, raw),
    CASE WHEN customer <> '' THEN customer ELSE customer_name END AS own_who,
    CASE WHEN product <> '' THEN product ELSE product_name END AS own_what,
    date AS own_date, "order" AS own_order
FROM records
