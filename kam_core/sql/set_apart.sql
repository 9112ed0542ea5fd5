-- One row a thing set apart at import: a rejected, skipped or unassigned row, or a cell of a row that was kept.
-- $state: rejected | skipped | unassigned | cell; $most: at most so many, in file order.
SELECT r.source, r.line, r.reason, r."column", r.value, r.amount, r.raw
FROM rejects AS r
WHERE r.state = $state
ORDER BY r.source, r.line, r."column"
LIMIT $most
