"""The whale curve: profit added up over the customers, the most profitable first, and where one account stands on it.

The curve rises to a peak above 100 % and falls back over those who cost more than they bring; the largest accounts are
often not the best (Kaplan and Narayanan, "Measuring and Managing Customer Profitability", 2001).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

import numpy as np

from kam_core.analysis.exact import decimal, share
from kam_core.analysis.ranking import Ranking, rank
from kam_core.analysis.sales import Sales
from kam_core.analysis.scope import Scope
from kam_core.errors import Mixed
from kam_core.schema import Measure


@dataclass(frozen=True, eq=False)
class Whale:
    """The customers by profit. rank, profit, share None: the account has no line in the scope."""

    ranking: Ranking  # by profit
    rank: int | None
    profit: Decimal | None
    margin: Fraction | None  # of its money; None where that is not positive
    firm_margin: Fraction | None  # of all the money; None likewise, or where it is not known
    earning: int  # customers with a profit above zero: the peak of the curve
    share: Fraction | None  # of the total profit; None where that is not positive
    peak: Fraction | None  # cumulative share at the peak, at least 1


def whale(sales: Sales, ranking: Ranking, customer: str, margin: Fraction | None) -> Whale | None:
    """The account on the curve of the ranking's scope; None where the file has no profit, or in several currencies.

    margin: the account's own. ranking: in any measure; one in money gives the firm's margin.
    """
    scope: Scope = ranking.scope
    if Measure.PROFIT.value not in sales.manifest.account.measures:
        return None
    try:
        profits = ranking if scope.measure is Measure.PROFIT else rank(sales, replace(scope, measure=Measure.PROFIT))
    except Mixed:
        return None
    at = profits.position.get(customer)
    earning = int(np.count_nonzero(profits.values > 0))
    total = profits.total_units
    money = ranking.total_units if scope.measure is Measure.AMOUNT else 0
    return Whale(
        ranking=profits,
        rank=None if at is None else at + 1,
        profit=None if at is None else decimal(profits.values[at]),
        margin=margin,
        firm_margin=share(total, money),
        earning=earning,
        share=None if at is None else share(int(profits.values[at]), total),
        peak=share(int(profits.cumulative[earning - 1]), total) if earning else None,
    )
