"""Each customer's value beside the same months a year earlier: only complete months that have such a counterpart."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from kam_core.analysis.classes import places
from kam_core.analysis.exact import Numbers
from kam_core.analysis.months import spelled, year_earlier
from kam_core.analysis.ranking import Ranking, rank
from kam_core.analysis.sales import Sales
from kam_core.errors import Mixed


@dataclass(frozen=True, eq=False)
class YearOnYear:
    """Columns parallel to the ranking, in ten-thousandths; a customer without lines in a period has 0 there."""

    first: str  # the months compared, "YYYY-MM"; a year earlier: the same months less twelve
    last: str
    whole: bool  # the months compared are the whole period of the scope
    now: Numbers  # (n,)
    before: Numbers  # (n,)
    total: Fraction | None  # change of the ranking's total

    def change(self, at: int) -> Fraction | None:
        """Change of the customer at 0-based rank `at`; None where the year before was not positive."""
        return _change(int(self.now[at]), int(self.before[at]))


def year_on_year(sales: Sales, ranking: Ranking) -> YearOnYear | None:
    """The comparison, from one or two further rankings; None where the data does not reach back a year,
    or reaches back to another unit or currency."""
    compared = year_earlier(sales, ranking.scope)
    if compared is None:
        return None
    now_scope, before_scope = compared
    whole = now_scope == spelled(sales, ranking.scope)
    try:
        now = ranking if whole else rank(sales, now_scope)
        before = rank(sales, before_scope)
    except Mixed:  # a year earlier there was another unit or currency
        return None
    return YearOnYear(
        first=str(now_scope.first),
        last=str(now_scope.last),
        whole=whole,
        now=_aligned(ranking, now),
        before=_aligned(ranking, before),
        total=_change(now.total_units, before.total_units),
    )


def _aligned(ranking: Ranking, other: Ranking) -> Numbers:
    found: Numbers = np.append(other.values, other.values.dtype.type(0) if other.values.dtype != object else 0)[
        places(ranking, other)
    ]
    return found


def _change(now: int, before: int) -> Fraction | None:
    return Fraction(now - before, before) if before > 0 else None
