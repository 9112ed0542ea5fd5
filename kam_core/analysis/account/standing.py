"""Where one account stood at the end of each quarter: its rank, its share, and on which side of the line it was.

Each window is twelve months long, so that the season stands in each of them and only the change shows; where the data
hold less than fifteen months, it is a quarter. The first window ends where the scope ends, the others three, six, nine
months earlier and so on. The same cut is drawn on each; a name pinned or excluded by hand stays on its side.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

import numpy as np

from kam_core.analysis import filters
from kam_core.analysis.cut import Cut
from kam_core.analysis.exact import Flags, Numbers, decimal, running_sum, share, ten_thousandths
from kam_core.analysis.months import YEAR, between, shift, spelled
from kam_core.analysis.pareto import cut_at
from kam_core.analysis.sales import Sales
from kam_core.analysis.scope import Scope
from kam_core.errors import Mixed

QUARTER = 3


@dataclass(frozen=True)
class Stand:
    """One window. rank, value and share None: nothing bought in it (share also: the total is not positive)."""

    first: str  # "YYYY-MM", both inclusive
    last: str
    customers: int  # with a line in it
    rank: int | None
    value: Decimal | None
    share: Fraction | None
    key: bool


@dataclass(frozen=True)
class Standing:
    """The windows, the latest last. Empty where the data hold no quarter."""

    months: int  # of each window
    stands: tuple[Stand, ...]


@dataclass(frozen=True, eq=False)
class _Ordered:
    """Values of one window, the largest first: what a line is drawn on."""

    values: Numbers

    @property
    def n(self) -> int:
        return len(self.values)

    @cached_property
    def cumulative(self) -> Numbers:
        return running_sum(self.values)

    @property
    def total_units(self) -> int:
        return int(self.cumulative[-1]) if self.n else 0


def standing(sales: Sales, scope: Scope, cut: Cut, customer: str) -> Standing:
    """Every window the data hold, from one query. `scope` is resolved. Raises BadCut."""
    scope, about = spelled(sales, scope), sales.manifest
    first, last = about.first_month, min(scope.last or "", about.last_complete_month or scope.last or "")
    there = between(first, last) if first and last else 0
    length = YEAR if there >= YEAR + QUARTER else QUARTER
    windows = (there - length) // QUARTER + 1
    if windows < 1:
        return Standing(length, ())
    looked_at = replace(scope, first=shift(last, 1 - length - QUARTER * (windows - 1)), last=last)
    try:
        filters.refuse_mixtures(sales, looked_at)
    except Mixed:  # further back there was another unit or currency: what it added up to cannot be compared
        return Standing(length, ())
    sums, bought, own = _steps(sales, looked_at, customer)
    long = length // QUARTER
    pinned = next((pick.pinned for pick in reversed(cut.hand) if pick.customer == customer), None)
    found = []
    for back in range(windows):
        ends = shift(last, -QUARTER * back)
        rows: Flags = np.asarray(bought[:, back : back + long].any(axis=1), np.bool_)
        values = sums[:, back : back + long].sum(axis=1)
        found.append(_stand(shift(ends, 1 - length), ends, values, rows, own, cut, pinned))
    return Standing(length, tuple(reversed(found)))


def _stand(first: str, last: str, values: Numbers, rows: Flags, own: int, cut: Cut, pinned: bool | None) -> Stand:
    ordered = _Ordered(np.sort(values[rows])[::-1])
    if own < 0 or not rows[own]:
        return Stand(first, last, ordered.n, None, None, None, False)
    mine = values[own]
    rank = 1 + int((rows & (values > mine)).sum()) + int((rows[:own] & (values[:own] == mine)).sum())
    key = rank <= cut_at(ordered, cut) if pinned is None else pinned
    return Stand(first, last, ordered.n, rank, decimal(mine), share(int(mine), ordered.total_units), key)


def _steps(sales: Sales, scope: Scope, customer: str) -> tuple[Numbers, Flags, int]:
    """(customers by key, steps back) what each bought, and whether it did; the row of `customer`, -1: it has none."""
    question = filters.over("stepped_values", scope)
    asked = {"measure": scope.measure.value, "step": QUARTER, "customer": customer, **filters.parameters(scope)}
    table = sales.ask(question, **asked)
    code, step, own = (table[name].to_numpy() for name in ("code", "step", "own"))
    values = ten_thousandths(table["value"])
    if len(values) and values.dtype != object and max(int(values.max()), -int(values.min())) * YEAR >= 2**63:
        values = values.astype(object)
    shape = (int(code.max()) + 1, int(step.max()) + 1) if len(code) else (0, 0)
    long = max(shape[1], between(str(scope.first), str(scope.last)) // QUARTER)
    sums, bought = np.zeros((shape[0], long), values.dtype), np.zeros((shape[0], long), np.bool_)
    sums[code, step], bought[code, step] = values, True
    return sums, bought, int(code[own][0]) if own.any() else -1
