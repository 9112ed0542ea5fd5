"""The season's peak: which months, when the next one is, how much it needs, and what is missing until it ends.

A peak is every run of months whose seasonal index is at least the threshold; December and January belong together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kam_core.analysis.supply.demand_path import Days, DemandPath, Floats, Months

THRESHOLD = 1.2  # index from which a month belongs to the peak; a setting
YEAR = 12


@dataclass(frozen=True, eq=False)
class PeakWindow:
    """The peak of n series that is running or comes next. NaT where the series has no season."""

    first: Months  # (n,) its first month; lies in the past where the peak has begun
    last: Months  # (n,) its last month

    @property
    def found(self) -> npt.NDArray[np.bool_]:
        """(n,) whether there is a peak."""
        return ~np.isnat(self.first)

    @property
    def begins(self) -> Days:
        """(n,) its first day."""
        return self.first.astype("datetime64[D]")

    @property
    def ends(self) -> Days:
        """(n,) its last day."""
        return (self.last + 1).astype("datetime64[D]") - 1


def next_peak(index: Floats, as_of: np.datetime64, threshold: float = THRESHOLD) -> PeakWindow:
    """The peak that still has a day after as_of.

    index: (n, 12) seasonal index of January to December, 1 = an ordinary month; NaN: no season known. A series whose
    twelve months all reach the threshold has no season, and neither has one without a month that does.
    """
    begin = (np.asarray(as_of, "datetime64[D]") + 1).astype("datetime64[M]")
    turned = np.roll(np.asarray(index, np.float64) >= threshold, -(int(begin.astype(np.int64)) % YEAR), axis=1)
    season = turned.any(axis=1) & ~turned.all(axis=1)
    first = turned.argmax(axis=1)
    running = turned[:, 0]  # the peak has begun: its first month lies before
    earlier = np.where(running, (~turned[:, ::-1]).argmax(axis=1), 0)
    two_years = np.concatenate([turned, turned], axis=1)
    after = ~two_years & (np.arange(2 * YEAR) > first[:, None])
    last = after.argmax(axis=1) - 1
    nothing = np.datetime64("NaT", "M")
    return PeakWindow(np.where(season, begin + first - earlier, nothing), np.where(season, begin + last, nothing))


def peak_need(path: DemandPath, peak: PeakWindow) -> Floats:
    """(n,) demand of all the peak's months (gross), units. NaN without a peak, or where the path does not hold it."""
    return path.between(peak.begins - 1, peak.ends)


def gap(
    path: DemandPath,
    peak: PeakWindow,
    as_of: np.datetime64,
    on_hand: Floats,
    in_transit: Floats | float = 0.0,
    safety: Floats | float = 0.0,
) -> Floats:
    """(n,) what is missing until the peak ends (net), units: demand after as_of through the peak's last day + safety
    stock - on hand - in transit, at least 0.

    It counts the months before the peak too: without them an August would see far too little of January's gap.
    in_transit: (n,) what arrives by the peak's end. NaN where anything is unknown, or the path ends before the peak.
    """
    return np.maximum(path.between(as_of, peak.ends) + safety - on_hand - in_transit, 0.0)
