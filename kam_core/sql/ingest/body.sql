-- One row a record below the header. own_*: what the record itself says, before anything is filled down.
CREATE OR REPLACE TEMP VIEW body AS
SELECT
    * EXCLUDE (cells, nonblank, heads, raw),
    key_of('customer', customer, customer_name) AS own_who,
    key_of('product', product, product_name) AS own_what,
    date AS own_date, "order" AS own_order
FROM records
