"""What was agreed with a customer takes the place of the forecast: for a whole peak, or month by month.

The season sheet agrees on a peak, the joint plan on months. They are taken in the order they were decided in: a peak's
quantity is spread anew over its months, a month's stands for that month. So the newest decision counts wherever both
speak of the same month, and each says which one it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from kam_core.analysis.demand.history import History
from kam_core.analysis.exact import Texts
from kam_core.analysis.supply.demand_path import DemandPath, Floats, Whole
from kam_core.analysis.supply.peak import PeakWindow
from kam_core.analysis.supply.positions import Pair
from kam_core.store.decided import Decided, Sheet

#: What was said of a month, as bits: by the season sheet, by the joint plan, and that the plan's word was the last.
BY_SEASON, BY_PLAN, PLAN_LAST = 1, 2, 4
Said = npt.NDArray[np.int8]


class Basis(StrEnum):
    """What the demand to come of a series goes by."""

    FORECAST = ""
    SEASON = "season"  # agreed on the season sheet
    PLAN = "plan"  # agreed in the joint plan
    BOTH = "both"  # each for months of its own
    SEASON_NEWER = "season_newer"  # both speak of the same months; the season sheet later
    PLAN_NEWER = "plan_newer"


def with_agreed(
    path: DemandPath, peak: PeakWindow, history: History, decided: Sequence[Decided]
) -> tuple[DemandPath, Said]:
    """The path with what was agreed in the place of the forecast, and what was said of each month (n, h).

    decided: in the order it was decided in. A peak's quantity is for the peak its month lies in, and for no other
    year's: months of it that are over keep what was sold in them, the rest of it is spread over those to come as the
    forecast and the joint plan have them (evenly, where that is nothing). A series without that peak, or whose peak the
    path does not hold, keeps its forecast. A month's quantity counts in months to come that have a forecast.
    """
    said = np.zeros(path.monthly.shape, np.int8)
    if not decided:
        return path, said
    monthly, over = path.monthly.copy(), len(history.months)
    of_pair: dict[Pair, list[Decided]] = {}
    for one in decided:
        of_pair.setdefault((one.customer, one.product), []).append(one)
    for at, pair in enumerate(zip(history.customers.tolist(), history.products.tolist())):
        shape = monthly[at].copy()
        for one in of_pair.get(pair, ()):
            month = np.datetime64(one.month, "M")
            if one.sheet is Sheet.PLAN:
                _month(path, monthly[at], shape, said[at], over, month, float(one.quantity))
            elif peak.first[at] <= month <= peak.last[at] <= path.months[-1]:
                months = np.flatnonzero((path.months >= peak.first[at]) & (path.months <= peak.last[at]))
                _peak(monthly[at], shape, said[at], over, months, float(one.quantity))
    return DemandPath(path.first, monthly), said


def bases(said: Said) -> Texts:
    """(n,) the Basis of each series."""
    season, plan = (said & BY_SEASON) > 0, (said & BY_PLAN) > 0
    both = season & plan
    found = np.full(len(said), Basis.FORECAST, object)
    found[season.any(axis=1)] = Basis.SEASON
    found[plan.any(axis=1)] = Basis.PLAN
    found[season.any(axis=1) & plan.any(axis=1)] = Basis.BOTH
    found[both.any(axis=1)] = Basis.SEASON_NEWER
    found[(both & ((said & PLAN_LAST) > 0)).any(axis=1)] = Basis.PLAN_NEWER
    return found


def _month(
    path: DemandPath, monthly: Floats, shape: Floats, said: Said, over: int, month: np.datetime64, quantity: float
) -> None:
    column = int((month - path.months[0]).astype(np.int64))
    if over <= column < len(monthly) and not np.isnan(monthly[column]):
        monthly[column] = shape[column] = quantity
        said[column] |= BY_PLAN | PLAN_LAST


def _peak(monthly: Floats, shape: Floats, said: Said, over: int, months: Whole, quantity: float) -> None:
    coming = months[months >= over]
    if not len(coming):
        return
    left = max(quantity - monthly[months[months < over]].sum(), 0.0)
    told = shape[coming]
    monthly[coming] = left * (told / told.sum() if told.sum() > 0 else np.full(len(coming), 1 / len(coming)))
    said[coming] = (said[coming] | BY_SEASON) & ~PLAN_LAST
