"""Which products have a season, when, and how strong it is; and which have none, so that nobody plans for one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from kam_core.analysis.demand.forecast import Method, Settings, forecast
from kam_core.analysis.demand.history import By, history, usual_measure
from kam_core.analysis.exact import Flags, Texts
from kam_core.analysis.finding import Finding
from kam_core.analysis.scope import Scope
from kam_core.analysis.supply.demand_path import Floats, Whole
from kam_core.analysis.supply.peak import THRESHOLD, PeakWindow, next_peak
from kam_core.store.dataset import Dataset


@dataclass(frozen=True, eq=False)
class Seasons:
    """p products, those with the strongest season first, those without one last."""

    products: Texts
    names: Texts
    units: Texts
    seasonal: Flags  # (p,) its season is more than chance
    strength: Floats  # (p,) 0 … 1
    index: Floats  # (p, 12) January first; NaN where no season was found
    peak: PeakWindow  # the running or next one
    history_months: Whole

    @property
    def finding(self) -> Finding:
        """How many have a season, and which is the strongest."""
        n, found = len(self.products), int(self.seasonal.sum())
        if not found:
            return Finding("seasons_none", {"products": n})
        top = f"{float(self.index[0].max()):.1f}"
        return Finding(
            "seasons",
            {"products": n, "seasonal": found, "name": str(self.names[0]), "peak": top, "without": n - found},
        )


def seasons(
    dataset: Dataset, scope: Scope, as_of: date | None = None, lunar: bool = False, threshold: float = THRESHOLD
) -> Seasons:
    """The products in scope, over all its customers. Raises BadScope and Mixed as `history` does."""
    past = history(dataset, replace(scope, measure=usual_measure(dataset)), By.PRODUCT, as_of)
    demand = forecast(past, 1, Settings(lunar=lunar))
    found = demand.seasonal & (demand.methods != Method.ENDED)
    index = np.where(found[:, None], demand.index, np.nan)
    order = np.lexsort((past.products.astype(str), -demand.strength, ~found))
    peak = next_peak(index[order], np.datetime64(past.as_of, "D"), threshold)
    return Seasons(
        past.products[order],
        past.product_names[order],
        past.units[order],
        found[order],
        demand.strength[order],
        index[order],
        peak,
        demand.history_months[order],
    )
