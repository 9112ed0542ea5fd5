-- One row a piece: a run of ordinary records with no candidate for a sum among them, and what its columns add up to:
-- as written (_w), the same of void documents (_v), and as it counts (_s). Table candidates(source, line).
-- A piece is a block of 4,096 lines, or what lies between two candidates in a block that has any: so that only such
-- blocks are sorted.
WITH ordinary AS (
    SELECT
        j.source, j.line, j.line // 4096 AS block, j.void,
        j.written_amount AS amount, j.net, j.written_quantity AS quantity, j.pieces, j.written_profit AS profit,
        j.gained, j.written_cost AS cost,
        CASE WHEN j.net < 0 THEN -abs(j.written_cost) ELSE j.written_cost END AS spent
    FROM judged AS j
    ANTI JOIN candidates AS c ON c.source = j.source AND c.line = j.line
    WHERE NOT j.extra
), dense AS (
    SELECT DISTINCT source, line // 4096 AS block FROM candidates
), placed AS (
    SELECT o.*, 0 AS after
    FROM ordinary AS o
    ANTI JOIN dense AS d ON d.source = o.source AND d.block = o.block
    UNION ALL
    SELECT o.*, coalesce(c.line, 0)
    FROM (SELECT o.* FROM ordinary AS o SEMI JOIN dense AS d ON d.source = o.source AND d.block = o.block) AS o
    ASOF LEFT JOIN candidates AS c ON c.source = o.source AND o.line >= c.line
)
SELECT
    source, min(line) AS first_line, count(*) AS records,
    coalesce(sum(amount) FILTER (NOT void), 0) AS amount_w, coalesce(sum(amount) FILTER (void), 0) AS amount_v,
    coalesce(sum(net) FILTER (NOT void), 0) AS amount_s,
    coalesce(sum(quantity) FILTER (NOT void), 0) AS quantity_w, coalesce(sum(quantity) FILTER (void), 0) AS quantity_v,
    coalesce(sum(pieces) FILTER (NOT void), 0) AS quantity_s,
    coalesce(sum(profit) FILTER (NOT void), 0) AS profit_w, coalesce(sum(profit) FILTER (void), 0) AS profit_v,
    coalesce(sum(gained) FILTER (NOT void), 0) AS profit_s,
    coalesce(sum(cost) FILTER (NOT void), 0) AS cost_w, coalesce(sum(cost) FILTER (void), 0) AS cost_v,
    coalesce(sum(spent) FILTER (NOT void), 0) AS cost_s
FROM placed
GROUP BY source, block, after
ORDER BY source, first_line
