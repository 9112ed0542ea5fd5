-- One row: which of the dimensions that months do not keep have values in accepted lines. View lines.
SELECT
    EXISTS (SELECT 1 FROM lines WHERE product <> '' AND state = 'accepted') AS product,
    EXISTS (SELECT 1 FROM lines WHERE category <> '' AND state = 'accepted') AS category,
    EXISTS (SELECT 1 FROM lines WHERE salesperson <> '' AND state = 'accepted') AS salesperson,
    EXISTS (SELECT 1 FROM lines WHERE manager <> '' AND state = 'accepted') AS manager
