"""Stock walked forward day by day: an old report rolled to today, the run-out date, the stock to expect.

Stock is what lies there at the close of a day; demand begins the day after. Goods that arrive on a day serve that day.
Projected available PA(t) = PA(t-1) + receipts(t) - demand(t), as in SAP SNC; below zero it says how much is missing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kam_core.analysis.supply.cover import forward_cover_days
from kam_core.analysis.supply.demand_path import NOTHING_COMING, Days, DemandPath, Floats, Receipts, Whole

INSTANT = 1e-6  # of a day: stock that lasts a whole day but for rounding lasts it


@dataclass(frozen=True, eq=False)
class Standing:
    """The stock of n series at the close of as_of."""

    on_hand: Floats  # (n,) units, NaN where nothing was reported or the demand since is unknown
    age: Whole  # (n,) days since the report; -1 where there is none
    used: Floats  # (n,) demand since the report, units
    exhausted: np.typing.NDArray[np.bool_]  # (n,) by the demand since, the reported stock is used up
    coming: Receipts  # what has not arrived yet; overdue goods are expected the day after as_of


def roll_forward(
    reported: Floats, on: Days, path: DemandPath, as_of: np.datetime64, receipts: Receipts = NOTHING_COMING
) -> Standing:
    """The stock as reported, rolled to the close of as_of: + what was to arrive since - demand since, at least 0.

    reported: (n,) units, NaN: not reported. on: (n,) the day of each report (its close), NaT: none. A report of a later
    day than as_of is not known on as_of. Goods due on or before the report's day are late: not part of it, and
    expected the day after as_of.
    """
    n = path.n
    known = ~np.isnan(reported) & ~np.isnat(on) & (on <= as_of)
    day = np.where(known, on, as_of)
    fresh = day == as_of
    used = np.where(fresh, 0.0, path.between(day, as_of))
    arrived = receipts.arriving(n, day, as_of)
    rolled = reported + arrived - used
    on_hand = np.where(fresh, reported, np.maximum(rolled, 0.0))
    overdue = receipts.day <= day[receipts.series]
    still = overdue | (receipts.day > as_of)
    due = np.where(overdue, as_of + 1, receipts.day)[still]
    return Standing(
        on_hand=np.where(known, on_hand, np.nan),
        age=np.where(known, (as_of - day).astype(np.int64), -1),
        used=np.where(known, used, np.nan),
        exhausted=known & ~fresh & (rolled <= 0),
        coming=Receipts(receipts.series[still], due, receipts.quantity[still]),
    )


def run_out(
    on_hand: Floats,
    path: DemandPath,
    as_of: np.datetime64,
    receipts: Receipts = NOTHING_COMING,
    keep: Floats | float = 0.0,
) -> Days:
    """(n,) the first day whose demand cannot be met; NaT where that is beyond the path, or unknown.

    on_hand: (n,) units at the close of as_of. Receipts count when they arrive after as_of. keep: units that are not to
    be touched: with the safety stock here, the day on which it is first drawn upon, as_of + 1 where it is already.
    """
    have = np.asarray(on_hand, np.float64) - keep
    found = _without_receipts(have, path, as_of)
    while len(receipts.series):
        # what arrives until a day can only push it back, and nothing runs out before: repeat until it stands still
        later = _without_receipts(have + receipts.arriving(path.n, as_of, found), path, as_of)
        later = np.where(np.isnat(found), found, later)
        if np.array_equal(later, found, equal_nan=True):
            break
        found = later
    return found


def _without_receipts(have: Floats, path: DemandPath, as_of: np.datetime64) -> Days:
    days = np.where(have < 0, 0.0, forward_cover_days(have, path, as_of))
    ends = np.isfinite(days)
    whole = np.floor(np.where(ends, days, 0.0) + INSTANT).astype(np.int64)
    return np.where(ends, as_of + whole + 1, np.datetime64("NaT", "D"))


def projected(
    on_hand: Floats, path: DemandPath, as_of: np.datetime64, days: Days, receipts: Receipts = NOTHING_COMING
) -> Floats:
    """(n, len(days)) projected available at the close of each day from as_of on; below zero: missing so far.

    NaN beyond the path and before as_of.
    """
    columns = []
    for one in days:
        left = on_hand + receipts.arriving(path.n, as_of, one) - (path.until(one) - path.until(as_of))
        columns.append(left if one >= as_of else np.full(path.n, np.nan))
    return np.stack(columns, axis=1) if columns else np.zeros((path.n, 0))


def month_ends(path: DemandPath, as_of: np.datetime64) -> Days:
    """The last days of the path's months from as_of on, for a table of projected stock."""
    ends = path.starts[1:] - 1
    return ends[ends >= as_of]
