"""Pre-season progress, for accounts that report no stock: what they have bought so far against the same stage of last
year, carried to this year's level."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kam_core.analysis.supply.demand_path import Days, DemandPath, Floats
from kam_core.analysis.supply.peak import PeakWindow

PRE_SEASON = 3  # months before the peak in which a dealer stocks up; a setting
TREND = (0.5, 2.0)  # a year's change is believed within these bounds


@dataclass(frozen=True, eq=False)
class Progress:
    """For n series; NaN where there is no peak or no year before."""

    so_far: Floats  # (n,) bought since the pre-season began, units
    expected: Floats  # (n,) the same stage of last year x trend, units
    begins: Days  # (n,) first day of the pre-season; NaT without a peak

    @property
    def share(self) -> Floats:
        """(n,) so far / expected: 1 is on time. NaN where nothing was expected."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.expected > 0, self.so_far / self.expected, np.nan)

    @property
    def behind(self) -> Floats:
        """(n,) units missing to what was expected, at least 0."""
        return np.maximum(self.expected - self.so_far, 0.0)


def trend(recent: Floats, before: Floats) -> Floats:
    """(n,) a year's change: units of the last 12 months / units of the 12 before, within bounds; 1 where unknown."""
    with np.errstate(divide="ignore", invalid="ignore"):
        change = np.where(before > 0, recent / before, np.nan)
    return np.where(np.isnan(change), 1.0, np.clip(change, *TREND))


def pre_season_progress(
    sell_in: DemandPath, peak: PeakWindow, as_of: np.datetime64, growth: Floats | float, months: int = PRE_SEASON
) -> Progress:
    """Sell-in from `months` before the peak until as_of, against the same days a year earlier x growth.

    sell_in: deliveries by month, at least from the pre-season of last year to as_of; a month that is not over holds
    what would be the whole month at the pace so far, since it is read by the day. Once the peak has begun the stage
    ends with the day before it. Before the pre-season begins both are 0.
    """
    begins = (peak.first - months).astype("datetime64[D]")
    ends = np.minimum(np.maximum(np.asarray(as_of, "datetime64[D]"), begins - 1), peak.begins - 1)
    so_far = sell_in.between(begins - 1, ends)
    expected = sell_in.between(_year_earlier(begins) - 1, _year_earlier(ends + 1) - 1) * growth
    return Progress(so_far, expected, begins)


def _year_earlier(days: Days) -> Days:
    """The same day a year earlier; 29 February becomes 1 March."""
    months = days.astype("datetime64[M]")
    earlier: Days = (months - 12).astype("datetime64[D]") + (days - months.astype("datetime64[D]"))
    return earlier
