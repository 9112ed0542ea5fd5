"""Who gets what in which week: shipped at the last moment that is still in time, and no more than has been made."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kam_core.analysis.supply.demand_path import Days, Floats, Whole


@dataclass(frozen=True, eq=False)
class ShippingPlan:
    """For n series (customer x product) and h periods, units."""

    shipped: Floats  # (n, h)
    late: Floats  # (n, h) due by the end of each period and not shipped yet

    @property
    def unshipped(self) -> Floats:
        """(n,) what is still owed at the end."""
        return self.late[:, -1] if self.late.shape[1] else np.zeros(len(self.late))


def weeks(first: np.datetime64, count: int) -> Days:
    """(count,) the Mondays of the weeks from the one that `first` lies in."""
    since = int(first.astype("datetime64[D]").astype(np.int64))
    monday = since - (since + 3) % 7  # day 0, 1 January 1970, was a Thursday
    return (monday + 7 * np.arange(count)).astype("datetime64[D]")


def by_period(series: Whole, ship_by: Days, quantity: Floats, n: int, starts: Days) -> Floats:
    """(n, h) quantities in the period of their last ship date; what is due before the first period is due in it.

    series, ship_by, quantity: (k,) each. starts: (h,) first days, rising. Quantities without a date are left out.
    """
    h = len(starts)
    known = ~np.isnat(ship_by)
    period = np.maximum(np.searchsorted(starts, ship_by[known], side="right") - 1, 0)
    cells = series[known] * h + period
    return np.bincount(cells, quantity[known], minlength=n * h).reshape(n, h).astype(np.float64)


def shipping_plan(due: Floats, product: Whole, ready: Floats) -> ShippingPlan:
    """Ship what is due, product by product, within what is ready; where that is too little, in proportion to what is
    due, and the rest as soon as there is some.

    due: (n, h) units that must leave in each period. product: (n,) row of `ready` each series takes from. ready: (p, h)
    units that become free in each period: the stock there is in the first, then what is made. Over any stretch from the
    beginning a product's shipments are at most what became ready.
    """
    n, h = due.shape
    shipped, late = np.zeros((n, h)), np.zeros((n, h))
    owed, free = np.zeros(n), np.zeros(len(ready))
    for period in range(h):
        owed = owed + due[:, period]
        free = free + ready[:, period]
        wanted = np.bincount(product, owed, minlength=len(ready))
        with np.errstate(divide="ignore", invalid="ignore"):
            part = np.where(wanted > free, free / wanted, 1.0)
        shipped[:, period] = owed * part[product]
        free = np.maximum(free - np.minimum(wanted, free), 0.0)
        owed = np.maximum(owed - shipped[:, period], 0.0)
        late[:, period] = owed
    return ShippingPlan(shipped, late)
