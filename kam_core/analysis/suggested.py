"""A suggested cut: where the curve itself says that the few end and the many begin.

On y(x), the share of sales the first share x of customers bring (values below zero count as 0), two points stand out:
the Pareto point, nearest to (0, 1), "everything from nobody", and the break-even point, where the slope falls to 1 and
a further customer brings less than the average one. The suggestion is the one with fewer customers, as in computed ABC
analysis (Ultsch and Lötsch 2015, doi 10.1371/journal.pone.0129767).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from kam_core.analysis.exact import Numbers, running_sum, share
from kam_core.analysis.finding import Finding
from kam_core.analysis.ranking import Ranking

NEAR = 1e-9  # distances closer than this in floats are compared again in whole numbers


@dataclass(frozen=True)
class Suggested:
    """A count, what it brings, and one line of reason. `pareto_point` and `break_even` are the two counts."""

    count: int
    of_customers: Fraction | None
    of_sales: Fraction | None  # of the ranking's own total
    pareto_point: int
    break_even: int
    reason: Finding


def suggest(ranking: Ranking) -> Suggested | None:
    """The suggestion, or None where no customer stands above the others (one customer, all equal, nothing sold)."""
    values = np.maximum(ranking.values, 0)
    curve = running_sum(values)
    if ranking.n == 0 or int(curve[-1]) == 0:
        return None
    pareto_point, break_even = _pareto_point(curve), _break_even(values, int(curve[-1]))
    count = min(pareto_point, break_even)
    if count == 0:
        return None
    of_customers = share(count, ranking.n)
    of_sales = share(int(ranking.cumulative[count - 1]), ranking.total_units)
    code = "suggested_break_even" if count == break_even else "suggested_pareto_point"
    reason = Finding(code, {"count": count, "of_customers": of_customers, "of_sales": of_sales})
    return Suggested(count, of_customers, of_sales, pareto_point, break_even, reason)


def _break_even(values: Numbers, total: int) -> int:
    """How many customers are above the average: exact, total = n · average."""
    mean, rest = divmod(total, len(values))
    above = values > mean if rest == 0 else values >= mean + 1
    return int(np.count_nonzero(above))


def _pareto_point(curve: Numbers) -> int:
    """The first k whose point (k/n, share of the first k) is nearest to (0, 1); 0 where that is the start."""
    n, total = len(curve), int(curve[-1])
    x = np.arange(1, n + 1) / n
    distance = x * x + (1 - (curve / total).astype(np.float64)) ** 2
    nearest = min(float(distance.min()), 1.0)
    candidates = np.flatnonzero(distance <= nearest + NEAR) + 1

    def exactly(k: int) -> int:
        covered = int(curve[k - 1]) if k else 0
        return (k * total) ** 2 + (n * (total - covered)) ** 2

    return min((0, *(int(k) for k in candidates)), key=exactly)
