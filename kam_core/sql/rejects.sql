-- One row a thing found wrong or set apart at import, in file order, at most $limit.
-- $states: VARCHAR[] of rejected | skipped | unassigned | cell, empty = all; $reason: a reason's code, '' = all.
SELECT source, line, state, reason, "column", value, amount, raw
FROM rejects
WHERE (len($states::VARCHAR[]) = 0 OR list_contains($states::VARCHAR[], state))
    AND ($reason = '' OR reason = $reason)
ORDER BY source, line, state, reason, "column"
LIMIT $limit
