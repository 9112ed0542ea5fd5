"""What has to leave for each customer in which week: the week it is missing in, walked back over the days on the road.

Missing by a day = demand since as of + safety stock - stock on hand - goods arrived by then. What is missing in a week
has to be there on its first day. Goods that come too late for a week do not help it, so once sent is never taken back.
"""

from __future__ import annotations

import numpy as np

from kam_core.analysis.supply.demand_path import NOTHING_COMING, Days, DemandPath, Floats, Receipts, Whole
from kam_core.analysis.supply.order_by import ClosedDays, order_dates
from kam_core.analysis.supply.shipping import by_period

WEEK = 7
NEVER = np.datetime64("9999-12-31", "D")


def missing_by_week(
    path: DemandPath,
    as_of: np.datetime64,
    until: Days,
    mondays: Days,
    on_hand: Floats,
    coming: Receipts = NOTHING_COMING,
    safety: Floats | float = 0.0,
) -> Floats:
    """(n, h) units each series lacks in each week, to be there on its first day; together what it lacks until `until`.

    until: (n,) the last day whose demand counts. mondays: (h,) rising; the first week holds the day after as_of.
    on_hand: (n,) at the close of as_of. NaN in stock or demand stays NaN.
    """
    held = np.asarray(on_hand, np.float64) - safety
    worst = np.zeros((path.n, len(mondays)))
    begun = path.until(as_of)
    for week, monday in enumerate(mondays):
        close = monday + (WEEK - 1)
        used = path.until(np.minimum(close, until)) - begun
        worst[:, week] = used - held - coming.arriving(path.n, as_of, close)
    _before_arrivals(worst, path, as_of, until, mondays, held, coming)
    so_far = np.maximum.accumulate(np.maximum(worst, 0.0), axis=1)
    return np.diff(so_far, axis=1, prepend=0.0)


def _before_arrivals(
    worst: Floats,
    path: DemandPath,
    as_of: np.datetime64,
    until: Days,
    mondays: Days,
    held: Floats,
    coming: Receipts,
) -> None:
    """Within a week most is missing on the evening before goods arrive: count that where it is more."""
    order = np.lexsort((coming.day, coming.series))
    order = order[(coming.day[order] > as_of) & (coming.day[order] <= mondays[-1] + WEEK)]
    series, quantity = coming.series[order], coming.quantity[order]
    running = np.cumsum(quantity) - quantity
    before = running - running[np.searchsorted(series, series)]  # arrived earlier, series by series
    later = coming.day[order] > as_of + 1  # nothing can be sent for an evening that is over
    series, before, eve = series[later], before[later], coming.day[order][later] - 1
    own = DemandPath(path.first, path.monthly[series])
    used = own.between(as_of, np.minimum(eve, until[series]))
    week = np.maximum(np.searchsorted(mondays, eve, side="right") - 1, 0)
    np.maximum.at(worst, (series, week), used - held[series] - before)


def due_by_week(
    missing: Floats, as_of: np.datetime64, mondays: Days, transport: Whole, closed: ClosedDays
) -> tuple[Floats, Days]:
    """(n, h) units that have to leave in each week: the week of their last ship date, the first one where that is over;
    and (n, h) the earliest last ship date of what is due in the week, NaT where nothing is.

    transport: (n,) open days on the road.
    """
    series, week = np.nonzero(missing > 0)
    begins = np.maximum(mondays, as_of + 1)
    ship_by = order_dates(begins[week], as_of, 0, transport[series], closed).ship_by
    due = by_period(series, ship_by, missing[series, week], len(missing), mondays)
    first = np.full(missing.shape, NEVER)
    leaves = np.maximum(np.searchsorted(mondays, ship_by, side="right") - 1, 0)
    np.minimum.at(first, (series, leaves), ship_by)
    return due, np.where(first == NEVER, np.datetime64("NaT", "D"), first)
