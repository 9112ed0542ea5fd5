"""The season planned backwards from its peak: what has to be made by when, who gets what in which week, what cannot be.

Each product is planned through the end of its peak. What a customer will lack by then, beyond its stock and what is on
its way, has to leave in the week of its last ship date; what has to leave in a week is made in the weeks before it, as
late as the capacity allows, after the firm's own stock is used. Key accounts are served first: the others get what no
key account will need later. (Strategy 1; anticipation stock under finite capacity.)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

import numpy as np

from kam_core.analysis.exact import Flags, Texts
from kam_core.analysis.finding import Finding
from kam_core.analysis.supply.build import BuildPlan
from kam_core.analysis.supply.capacity import Capacity
from kam_core.analysis.supply.demand_path import Days, DemandPath, Floats, Months, Receipts, Whole
from kam_core.analysis.supply.shipping import ShippingPlan
from kam_core.figures import volume


@dataclass(frozen=True, eq=False)
class Wants:
    """What n series (customer x product) will use and have."""

    customers: Texts  # (n,) keys
    customer_names: Texts
    regions: Texts  # (n,) '' where unknown
    product: Whole  # (n,) rows of Goods
    key: Flags  # (n,) of a key account
    path: DemandPath  # (n, months) NaN: no forecast
    until: Days  # (n,) the last day planned for, the end of its peak; NaT: no peak to prepare
    on_hand: Floats  # (n,) at the close of as_of; NaN: not reported
    coming: Receipts  # goods on their way to them
    safety: Floats  # (n,) stock that is to stay
    transport: Whole  # (n,) open days on the road

    @property
    def reported(self) -> Flags:
        """(n,) whether the stock is known."""
        return ~np.isnan(self.on_hand)

    def asks(self, as_of: np.datetime64) -> Flags:
        """(n,) whether there is demand to plan for: a peak, and a forecast until its end."""
        found: Flags = ~np.isnan(self.path.between(as_of, self.until))
        return found


@dataclass(frozen=True, eq=False)
class Goods:
    """p products."""

    products: Texts  # (p,) keys
    names: Texts
    categories: Texts
    units: Texts  # (p,) '' where unknown
    first: Months  # (p,) of the peak of all that is sold of it; NaT: none
    last: Months
    own_stock: Floats  # (p,) the firm's own; NaN: not reported
    price: Floats  # (p,) money a unit; NaN where it is not known
    step: Floats  # (p,) shipped in whole ones of so many units: a case, one unit; 0: in any quantity


@dataclass(frozen=True, eq=False)
class SeasonPlan:
    """The plan of p products over h weeks and m months, and of n series. Units, unless it says money."""

    as_of: date
    goods: Goods
    wants: Wants
    capacity: Capacity
    months: tuple[str, ...]  # (m,) from the one after as_of through the end of the last peak
    mondays: Days  # (h,)
    demand: Floats  # (n, m) of each month, after as_of and through the product's last day planned
    missing: Floats  # (n, h) what each series lacks in each week
    due: Floats  # (n, h) what has to leave in each week
    ship_by: Days  # (n, h) its last ship date; NaT where nothing has to leave
    needed: Floats  # (p, h) what of it has to be made, or taken from own stock, by the end of each week
    stock: Floats  # (p,) there to begin with
    build: BuildPlan  # (p, h)
    shipping: ShippingPlan  # (n, h)

    @property
    def step(self) -> Floats:
        """(n,) what each series is shipped in whole ones of; 0: in any quantity."""
        found: Floats = self.goods.step[self.wants.product]
        return found

    @cached_property
    def unbuilt(self) -> Floats:
        """(p,) what cannot be made in time."""
        return self.build.unbuilt

    @cached_property
    def unbuilt_money(self) -> Floats:
        """(p,) the same in money, at the average price; NaN where that is not known."""
        return self.unbuilt * self.goods.price

    @cached_property
    def key_short(self) -> Floats:
        """(n,) what of a key account's due is not shipped in time, at its worst; 0 for the others."""
        return np.where(self.wants.key, self.shipping.late.max(axis=1, initial=0.0), 0.0)

    def of_products(self, values: Floats, which: Flags | None = None) -> Floats:
        """Values of series (n, …) added up by product (p, …)."""
        found = np.zeros((len(self.goods.products), *values.shape[1:]))
        which = np.ones(len(values), np.bool_) if which is None else which
        np.add.at(found, self.wants.product[which], values[which])
        return found

    @property
    def finding(self) -> Finding:
        """What has to be made by when, and what cannot be."""
        made, short = self.build.made.sum(axis=1), np.flatnonzero(self.unbuilt > 0)
        busy = np.flatnonzero(self.build.made.sum(axis=0) > 0)
        if np.isnat(self.wants.until).all():
            return Finding("season_plan_no_season", {"products": len(made)})
        planned = int((~np.isnat(self.goods.last)).sum())
        facts: dict[str, object] = {"of": planned, "products": int((made > 0).sum()), "made": self.by_unit(made)}
        if len(busy):
            facts["ready"] = (self.mondays[busy[-1]] + 6).astype(date)
        if not len(short):
            return Finding("season_plan", facts) if len(busy) else Finding("season_plan_from_stock", {})
        worst = short[np.argmax((self.unbuilt_money if self.priced else self.unbuilt)[short])]
        facts |= {
            "short": len(short),
            "unbuilt": self.by_unit(self.unbuilt),
            "money": Decimal(f"{self.unbuilt_money[short].sum():.2f}") if self.priced else None,
            "worst": str(self.goods.names[worst]),
        }
        return Finding("season_plan_short" if len(busy) else "season_plan_not_made", facts)

    @property
    def priced(self) -> bool:
        """Whether all that cannot be made has a price."""
        return bool(np.isfinite(self.unbuilt_money[self.unbuilt > 0]).all())

    def by_unit(self, quantities: Floats) -> tuple[str, ...]:
        """Quantities of products (p,) added up unit by unit, as text: different units are not added."""
        found: dict[str, float] = {}
        for unit, quantity in zip(self.goods.units, quantities):
            if quantity > 0:
                found[str(unit)] = found.get(str(unit), 0.0) + float(quantity)
        return tuple(f"{volume('', round(sum_, 4))} {unit}".strip() for unit, sum_ in found.items()) or ("0",)
