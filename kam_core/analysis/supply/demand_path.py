"""Monthly demand read by the day, and the goods on their way.

The months of a forecast and of the past stand in one matrix; a month's demand is spread evenly over its calendar days.
Cumulative demand is interpolated between month ends, never summed day by day: at a month's end it is exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Days = npt.NDArray[np.datetime64]  # datetime64[D], NaT where there is none
Months = npt.NDArray[np.datetime64]  # datetime64[M]

TOLERANCE = 1e-9  # of the quantities compared: what lies below it is rounding, not goods


def day(value: object) -> np.datetime64:
    """A date, or text as YYYY-MM-DD, as datetime64[D]."""
    return np.datetime64(value, "D")  # type: ignore[call-overload, no-any-return]


@dataclass(frozen=True, eq=False)
class DemandPath:
    """Demand of n series in h months from `first` on.

    first: "YYYY-MM" of the first column. monthly: (n, h) in units a month, at least 0; NaN: unknown, and so is
    everything after it. The first columns may be actual months, so that stock reported in them can be rolled forward.
    """

    first: str
    monthly: Floats

    @property
    def n(self) -> int:
        """How many series."""
        return len(self.monthly)

    @cached_property
    def months(self) -> Months:
        """(h,) the months of the columns."""
        return np.datetime64(self.first, "M") + np.arange(self.monthly.shape[1])

    @cached_property
    def starts(self) -> Days:
        """(h + 1,) the first day of each month, and the first day after the last one."""
        return (np.datetime64(self.first, "M") + np.arange(self.monthly.shape[1] + 1)).astype("datetime64[D]")

    @property
    def last(self) -> np.datetime64:
        """The last day demand is known for."""
        ends: np.datetime64 = self.starts[-1] - 1
        return ends

    @cached_property
    def running(self) -> Floats:
        """(n, h + 1) demand from the first day to the beginning of each month, and to the end of the last one."""
        return np.concatenate([np.zeros((self.n, 1)), np.cumsum(self.monthly, axis=1)], axis=1)

    def places(self, days: Days) -> tuple[Whole, Floats]:
        """For the close of each day: its column, and the part of that month gone by then (0 < part <= 1).

        The close of the day before the first one is column 0, part 0. A day outside is column -1, part NaN.
        """
        opening = np.asarray(days, "datetime64[D]") + 1
        column = np.searchsorted(self.starts, opening, side="left") - 1
        column = np.where(opening == self.starts[0], 0, column)
        inside = (opening >= self.starts[0]) & (opening <= self.starts[-1]) & ~np.isnat(opening)
        column = np.where(inside, column, -1)
        lengths = np.diff(self.starts).astype(np.int64)
        gone = (opening - self.starts[column]).astype(np.int64)
        return column.astype(np.int64), np.where(inside, gone / lengths[column], np.nan)

    def until(self, days: Days | np.datetime64) -> Floats:
        """(n,) demand from the first day to the close of a day, one for all or one a series; NaN outside the months."""
        column, part = self.places(np.broadcast_to(np.asarray(days, "datetime64[D]"), (self.n,)))
        rows = np.arange(self.n)
        known: Floats = self.running[rows, column] + np.where(part > 0, self.monthly[rows, column] * part, part)
        return known

    def between(self, after: Days | np.datetime64, through: Days | np.datetime64) -> Floats:
        """(n,) demand after the close of one day, through another. NaN outside the months, 0 where through <= after."""
        found = self.until(through) - self.until(after)
        return np.maximum(found, 0.0)


@dataclass(frozen=True, eq=False)
class Receipts:
    """Goods on their way: (k,) which series, on which day they arrive (usable that day), how much. Any order.

    Goods without a day (NaT) count nowhere: give them one first, as of + transport days for instance.
    """

    series: Whole
    day: Days
    quantity: Floats

    def arriving(self, n: int, after: Days | np.datetime64, through: Days | np.datetime64) -> Floats:
        """(n,) what arrives after the close of one day, through another; days one for all or one a series."""
        first = np.broadcast_to(np.asarray(after, "datetime64[D]"), (n,))[self.series]
        last = np.broadcast_to(np.asarray(through, "datetime64[D]"), (n,))[self.series]
        there = (self.day > first) & (self.day <= last)
        return np.bincount(self.series[there], self.quantity[there], minlength=n).astype(np.float64)


NOTHING_COMING = Receipts(np.zeros(0, np.int64), np.zeros(0, "datetime64[D]"), np.zeros(0))
