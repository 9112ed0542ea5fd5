-- One row a different text that says who bought: keys and names. View lines.
CREATE OR REPLACE TEMP VIEW said AS
SELECT customer AS who FROM lines
UNION
SELECT customer_name FROM lines
