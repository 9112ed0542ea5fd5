-- One row a thing set apart at import, all of them, in file order.
SELECT r.source, r.line, r.state, r.reason, r."column", r.value, r.amount, r.raw
FROM rejects AS r
ORDER BY r.source, r.line, r."column"
