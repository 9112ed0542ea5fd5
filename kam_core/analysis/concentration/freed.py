"""What a loss sets free: the goods the customers took each month, the capacity that made them, what is on the way.

Monthly figures are averages over the months of the scope; nothing is forecast. Units are not added. Capacity is an
average month of what the supply file says of the year to come; where it says nothing, nothing is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from kam_core.analysis import filters
from kam_core.analysis.months import YEAR, between, spelled
from kam_core.analysis.scope import Scope
from kam_core.analysis.supply.capacity import WEEK, capacity
from kam_core.analysis.supply.foresight import last_known_day
from kam_core.schema import Measure
from kam_core.store.dataset import Dataset

WEEKS = 52
WEEKS_A_MONTH = 365 / YEAR / WEEK


@dataclass(frozen=True)
class Goods:
    """One product in one unit. None: not known."""

    product: str
    name: str
    unit: str
    monthly: float  # what the lost customers took
    everyone: float  # what all customers took, they included
    own_stock: float | None  # in the firm's own warehouse, by its newest report
    capacity: float | None  # a month

    @property
    def share(self) -> float | None:
        """The part of the product's volume that was theirs."""
        return self.monthly / self.everyone if self.everyone > 0 else None

    @property
    def of_capacity(self) -> float | None:
        """The part of the capacity that becomes free."""
        return self.monthly / self.capacity if self.capacity else None


@dataclass(frozen=True)
class InUnit:
    """All goods of one unit together."""

    unit: str
    monthly: float
    at_them: float  # lies with the lost customers, by their newest reports
    on_the_way: float  # to them


@dataclass(frozen=True)
class Freed:
    """goods: the largest monthly quantity first; units: the same added up, unit by unit."""

    months: int  # averaged over
    as_of: date | None  # stock is that of this day
    goods: tuple[Goods, ...]
    units: tuple[InUnit, ...]


def freed(dataset: Dataset, scope: Scope, lost: Sequence[str]) -> Freed | None:
    """None where the file has no quantities or nobody is lost. Raises BadScope."""
    if not lost or Measure.QUANTITY.value not in dataset.manifest.account.measures:
        return None
    scope = spelled(dataset, filters.resolve(dataset, scope))
    if scope.first is None or scope.last is None:
        return None
    months = between(scope.first, scope.last)
    asked = filters.parameters(scope) | {"products": list(scope.products), "categories": list(scope.categories)}
    rows = dataset.ask("freed_goods:lines", lost=list(lost), **asked).to_pylist()
    as_of = last_known_day(dataset)
    own, theirs, coming = _stocks(dataset, as_of, set(lost))
    limits = _capacities(dataset, [row["product"] for row in rows], as_of)
    goods = tuple(
        Goods(
            row["product"],
            row["product_name"],
            row["unit"],
            row["theirs"] / months,
            row["everyones"] / months,
            own.get((row["product"], row["unit"])),
            limits.get(row["product"]),
        )
        for row in rows
    )
    return Freed(months, as_of, goods, _by_unit(goods, theirs, coming))


def _by_unit(goods: Sequence[Goods], theirs: dict[str, float], coming: dict[str, float]) -> tuple[InUnit, ...]:
    monthly: dict[str, float] = {}
    for one in goods:
        monthly[one.unit] = monthly.get(one.unit, 0.0) + one.monthly
    return tuple(InUnit(unit, sum_, theirs.get(unit, 0.0), coming.get(unit, 0.0)) for unit, sum_ in monthly.items())


def _stocks(
    dataset: Dataset, as_of: date | None, lost: set[str]
) -> tuple[dict[tuple[str, str], float], dict[str, float], dict[str, float]]:
    """(product, unit) -> own stock; unit -> stock with the lost customers; unit -> goods on their way to them."""
    own: dict[tuple[str, str], float] = {}
    theirs: dict[str, float] = {}
    coming: dict[str, float] = {}
    if "inventory" not in dataset.views or as_of is None:
        return own, theirs, coming
    for row in dataset.ask("stock_positions", as_of=as_of).to_pylist():
        if not row["customer"]:
            own[row["product"], row["unit"]] = row["on_hand"]
        elif row["customer"] in lost:
            theirs[row["unit"]] = theirs.get(row["unit"], 0.0) + row["on_hand"]
    for row in dataset.ask("stock_on_the_road", as_of=as_of).to_pylist():
        if row["customer"] in lost:
            coming[row["unit"]] = coming.get(row["unit"], 0.0) + row["in_transit"]
    return own, theirs, coming


def _capacities(dataset: Dataset, products: Sequence[str], as_of: date | None) -> dict[str, float]:
    """Product -> units an average month of the year to come can make; products without a limit are not in it."""
    if "supply" not in dataset.views or as_of is None or not products:
        return {}
    day = np.datetime64(as_of, "D")
    mondays = day + WEEK * np.arange(WEEKS)
    found = capacity(dataset.ask("capacities").to_pylist(), products, day - 1, mondays)
    monthly = found.weekly.mean(axis=1) * WEEKS_A_MONTH
    return {product: float(made) for product, made, known in zip(products, monthly, found.limited) if known}
