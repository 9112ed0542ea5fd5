-- One row: whether any product stands in more than one unit. View lines.
SELECT count(*) > 0 FROM (SELECT product FROM lines GROUP BY product HAVING count(DISTINCT unit) > 1)
