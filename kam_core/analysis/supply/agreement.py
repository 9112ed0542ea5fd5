"""What was agreed for a season takes the place of the forecast of its peak."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import numpy as np

from kam_core.analysis.demand.history import History
from kam_core.analysis.exact import Flags
from kam_core.analysis.supply.demand_path import DemandPath
from kam_core.analysis.supply.peak import PeakWindow
from kam_core.analysis.supply.positions import Pair

Season = tuple[str, str, str]  # customer, product, "YYYY-MM"


def with_agreed(
    path: DemandPath, peak: PeakWindow, history: History, agreed: Mapping[Season, Decimal]
) -> tuple[DemandPath, Flags]:
    """The path with each agreed quantity spread over the months of its series' peak, as the forecast had it (evenly,
    where that is nothing); and which series it was (n,).

    agreed: (customer, product, "YYYY-MM") -> quantity; it is for the peak that month lies in, and for no other year's.
    Months of the peak that are over keep what was sold in them: the rest of the agreed quantity is still to come. A
    series without a peak, or whose peak the path does not hold, keeps its forecast.
    """
    replaced = np.zeros(path.n, np.bool_)
    if not agreed:
        return path, replaced
    monthly, over = path.monthly.copy(), len(history.months)
    of_pair: dict[Pair, list[tuple[np.datetime64, Decimal]]] = {}
    for (customer, product, season), value in agreed.items():
        of_pair.setdefault((customer, product), []).append((np.datetime64(season, "M"), value))
    for at, pair in enumerate(zip(history.customers.tolist(), history.products.tolist())):
        said = [value for month, value in of_pair.get(pair, ()) if peak.first[at] <= month <= peak.last[at]]
        if not said:
            continue
        months = np.flatnonzero((path.months >= peak.first[at]) & (path.months <= peak.last[at]))
        coming = months[months >= over]
        if not len(coming) or path.months[-1] < peak.last[at]:
            continue
        left = max(float(said[-1]) - monthly[at, months[months < over]].sum(), 0.0)
        told = monthly[at, coming]
        monthly[at, coming] = left * (told / told.sum() if told.sum() > 0 else np.full(len(coming), 1 / len(coming)))
        replaced[at] = True
    return DemandPath(path.first, monthly), replaced
