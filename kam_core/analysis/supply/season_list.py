"""Which products have a season, how strong it is and in which months; said plainly where none is found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kam_core.analysis.demand.arrays import Reals
from kam_core.analysis.demand.forecast import Demand
from kam_core.analysis.exact import Flags, Texts
from kam_core.analysis.finding import Finding
from kam_core.analysis.months import YEAR
from kam_core.analysis.supply.demand_path import Floats, Months
from kam_core.analysis.supply.peak import THRESHOLD, PeakWindow, next_peak


@dataclass(frozen=True, eq=False)
class SeasonList:
    """p products, the strongest season first, then those without one, by key."""

    products: Texts  # (p,) keys
    names: Texts
    found: Flags  # (p,) more than chance, and some month reaches the threshold
    long_enough: Flags  # (p,) two full years of history; under that a season cannot be found
    strength: Floats  # (p,) 0 = none … 1 = nothing but season
    index: Reals  # (p, 12) 1 = an ordinary month
    first: Months  # (p,) the next peak's first month, NaT without one
    last: Months
    threshold: float

    def months(self, at: int) -> tuple[int, ...]:
        """The calendar months (1 … 12) of the peak of product `at`; none without a season."""
        return tuple(m + 1 for m in range(YEAR) if self.found[at] and self.index[at, m] >= self.threshold)

    @property
    def finding(self) -> Finding:
        """The sentence that answers the question."""
        n, found = len(self.products), int(self.found.sum())
        facts: dict[str, object] = {"products": n, "found": found, "short": int((~self.long_enough).sum())}
        if not found:
            return Finding("seasons_none", facts)
        return Finding("seasons", facts | {"strongest": str(self.names[0])})


def season_list(demand: Demand, as_of: np.datetime64, threshold: float = THRESHOLD) -> SeasonList:
    """The list of a forecast made By.PRODUCT."""
    past, peak = demand.history, product_peaks(demand, as_of, threshold)
    order = np.lexsort((past.products, -demand.strength, ~peak.found))
    return SeasonList(
        products=past.products[order],
        names=past.product_names[order],
        found=peak.found[order],
        long_enough=demand.history_months[order] >= 2 * YEAR,
        strength=demand.strength[order],
        index=demand.index[order],
        first=peak.first[order],
        last=peak.last[order],
        threshold=threshold,
    )


def product_peaks(demand: Demand, as_of: np.datetime64, threshold: float = THRESHOLD) -> PeakWindow:
    """(p,) the next peak of each product, by its own season; NaT where none is found."""
    return next_peak(np.where(demand.seasonal[:, None], demand.index, np.nan), as_of, threshold)
