"""The curve as plain data for the live cut line in the browser: small, and exact up to 2,000 customers.

The browser only draws with it while the line is dragged; the figures that count are computed again on release.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kam_core.analysis.cut import Cut, Rule
from kam_core.analysis.exact import ONE
from kam_core.analysis.pareto import Pareto, cut_at
from kam_core.charts.labels import clean
from kam_core.charts.thinning import LEADERS, thinned

MARKS = (60, 70, 80)


def curve(pareto: Pareto) -> dict[str, Any]:
    """JSON-ready. Lists run over the drawn counts k (1-based, rising; all of them up to 2,000 customers).

    n, total, k_now: customers, their total (None where not positive, then `share` is empty), the line's own count;
    k: counts; share: cumulative share of 1 of the first k; value: net measure of customer k; names, customers: of the
    first 300, as plain text (never markup); key: whether each of those is a key account; pinned, excluded: 1-based
    ranks of names picked by hand, which keep their side wherever the line goes; marks: (percent, k that reaches it).
    """
    ranking = pareto.ranking
    reached = marks(pareto)
    counts = thinned(ranking.n, [pareto.k, pareto.k + 1, *(k for _, k in reached)])
    total = ranking.total_units
    picks = sorted(pareto.marks.items())
    return {
        "n": ranking.n,
        "total": total / ONE if total > 0 else None,
        "k_now": pareto.k,
        "k": counts.tolist(),
        "share": (ranking.cumulative[counts - 1] / total).astype(float).tolist() if total > 0 else [],
        "value": (ranking.values[counts - 1] / ONE).astype(float).tolist(),
        "names": [clean(str(name)) for name in ranking.names[:LEADERS]],
        "customers": ranking.customers[:LEADERS].tolist(),
        "key": pareto.key[:LEADERS].tolist(),
        "pinned": [at + 1 for at, pick in picks if pick.pinned],
        "excluded": [at + 1 for at, pick in picks if not pick.pinned],
        "marks": [list(mark) for mark in reached],
    }


def marks(pareto: Pareto) -> list[tuple[int, int]]:
    """(percent, fewest customers that reach it) for 60, 70 and 80 %; none where there is no share."""
    if pareto.ranking.total_units <= 0:
        return []
    return [(percent, cut_at(pareto.ranking, Cut(Rule.REACH, Decimal(percent)))) for percent in MARKS]
