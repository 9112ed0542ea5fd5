"""One account and its maker on one sheet: what it needs, what we aim at, and the quantities of the months to come.

Each month holds what was agreed, else the forecast. Money = quantity x the price the account paid on average in the
scope's period. A target stands beside the plan where all its months are to come.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

from kam_core.analysis import filters
from kam_core.analysis.demand.forecast import Demand, Method
from kam_core.analysis.exact import Flags, Texts
from kam_core.analysis.months import YEAR, shift, span
from kam_core.analysis.scope import Scope
from kam_core.analysis.service.habits import prices_of
from kam_core.analysis.service.needs import Need, Needs
from kam_core.analysis.supply.demand_path import Floats
from kam_core.errors import BadScope
from kam_core.schema import Measure
from kam_core.store.dataset import Dataset
from kam_core.store.joint_plans import Plan

MONTHS = 12


@dataclass(frozen=True)
class Target:
    """A target or a tier of its rebate. planned: money of the plan in its months; None where some are not to come."""

    period: str  # 2026 | 2026-H1 | 2026-Q1 | 2026-01 | ''
    target: Decimal | None
    tier: Decimal | None
    rate: Decimal | None
    planned: float | None


@dataclass(frozen=True, eq=False)
class JointPlan:
    """p products, those with most to come first, in twelve months. Quantities in `units`; NaN: unknown, not agreed."""

    as_of: date
    customer: str
    name: str
    needs: tuple[Need, ...]
    targets: tuple[Target, ...]
    products: Texts
    names: Texts
    units: Texts
    months: tuple[str, ...]  # the twelve after as_of's own
    last_year: Floats  # (p, 12) sold in the same months a year before; NaN: not in the data
    forecast: Floats  # (p, 12)
    agreed: Floats  # (p, 12)
    prices: Floats  # (p,) paid a unit; NaN: unknown
    plan: Plan | None  # the version that counts

    @property
    def planned(self) -> Floats:
        """(p, 12) agreed, else forecast."""
        return np.where(np.isnan(self.agreed), self.forecast, self.agreed)

    @property
    def number(self) -> int:
        """Of the version that counts; 0: none yet."""
        return self.plan.number if self.plan else 0

    def money(self, months: Flags | slice = slice(None)) -> float:
        """Of the plan in some months, as far as prices are known."""
        return float(np.nansum(self.planned[:, months] * self.prices[:, None]))


def joint_plan(
    dataset: Dataset, scope: Scope, demand: Demand, customer: str, needs: Needs | None, plan: Plan | None
) -> JointPlan:
    """demand: of every customer x product, its horizon at least twelve months beyond the month of its as_of.

    Raises BadScope for a customer without sales in it, and ValueError for a shorter horizon.
    """
    history = demand.history
    mine = np.flatnonzero(history.customers == customer)
    if not len(mine):
        raise BadScope("unknown_customer", value=customer)
    first = shift(f"{history.as_of:%Y-%m}", 1)
    months = span(first, shift(first, MONTHS - 1))
    if not set(months) <= set(demand.months):
        raise ValueError(f"a forecast of {demand.months} does not reach to {months[-1]}")
    at = [demand.months.index(month) for month in months]
    held = {one.product for one in plan.agreed} if plan else set()
    rows = mine[(demand.methods[mine] != Method.ENDED) | np.isin(history.products[mine], list(held))]
    order = np.lexsort((history.products[rows].astype(str), -np.nan_to_num(demand.forecast[rows][:, at]).sum(axis=1)))
    rows = rows[order]
    said = {(one.product, one.month): float(one.quantity) for one in plan.agreed} if plan else {}
    agreed = np.array(
        [[said.get((product, month), np.nan) for month in months] for product in history.products[rows]], np.float64
    ).reshape(len(rows), MONTHS)
    paid = {row["product"]: row["price"] for row in prices_of(dataset, scope, customer).to_pylist()[::-1]}
    if history.measure is Measure.AMOUNT:  # what is planned is money
        paid = dict.fromkeys(history.products[rows].tolist(), 1.0)
    found = JointPlan(
        as_of=history.as_of,
        customer=customer,
        name=str(history.customer_names[mine[0]]),
        needs=needs.of.get(customer, ()) if needs else (),
        targets=(),
        products=history.products[rows],
        names=history.product_names[rows],
        units=history.units[rows],
        months=months,
        last_year=_a_year_before(demand, rows, months),
        forecast=demand.forecast[rows][:, at],
        agreed=agreed,
        prices=np.array([paid.get(product, np.nan) for product in history.products[rows]], np.float64),
        plan=plan,
    )
    return _with_targets(found, dataset, scope)


def covered(period: str) -> tuple[str, ...]:
    """The months of a target's period: 2026, 2026-H1, 2026-Q1, 2026-01; none where it names none."""
    year, _, part = period.partition("-")
    if not (year.isdigit() and len(year) == 4):
        return ()
    if not part:
        return span(f"{year}-01", f"{year}-12")
    if part[:1] in ("H", "Q") and part[1:].isdigit():
        long = 6 if part[0] == "H" else 3
        first = (int(part[1:]) - 1) * long + 1
        return span(f"{year}-{first:02d}", f"{year}-{first + long - 1:02d}") if 1 <= first <= YEAR else ()
    return (period,) if part.isdigit() and 1 <= int(part) <= YEAR else ()


def _with_targets(found: JointPlan, dataset: Dataset, scope: Scope) -> JointPlan:
    if "targets" not in dataset.views:
        return found
    rows = dataset.ask("targets_of", customer=found.customer, **filters.merging(scope)).to_pylist()
    return replace(found, targets=tuple(_target(found, row) for row in rows if _concerns(found, row["period"])))


def _concerns(found: JointPlan, period: str) -> bool:
    """Targets whose months are all over are history."""
    months = covered(period)
    return not months or months[-1] >= found.months[0]


def _target(found: JointPlan, row: dict[str, Any]) -> Target:
    months = set(covered(row["period"]))
    inside = np.array([month in months for month in found.months], np.bool_)
    whole = bool(months) and months <= set(found.months) and not np.isnan(found.prices).all()
    return Target(row["period"], row["target"], row["tier"], row["rate"], found.money(inside) if whole else None)


def _a_year_before(demand: Demand, rows: np.typing.NDArray[np.int64], months: tuple[str, ...]) -> Floats:
    history = demand.history
    place = {month: at for at, month in enumerate(history.months)}
    before = [place.get(shift(month, -YEAR)) for month in months]
    columns = [history.values[rows, at] if at is not None else np.full(len(rows), np.nan) for at in before]
    return np.stack(columns, axis=1)
