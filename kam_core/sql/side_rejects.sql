-- One row a thing found wrong or set apart in the files of a table beside the sales, in file order, at most $limit.
-- $table; $first, $last: sources, both inclusive; $states: VARCHAR[] of rejected | skipped | unassigned | cell, empty = all.
SELECT source, line, state, reason, "column", value, raw
FROM side_rejects
WHERE "table" = $table
    AND source BETWEEN $first AND $last
    AND (len($states::VARCHAR[]) = 0 OR list_contains($states::VARCHAR[], state))
ORDER BY source, line, state, reason, "column"
LIMIT $limit
