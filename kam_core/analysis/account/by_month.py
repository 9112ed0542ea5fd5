"""One account's sales month by month beside the same months a year earlier; its regions, returns and margin.

A year is compared over the complete months that have a counterpart, as everywhere (months.year_earlier).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from kam_core.analysis import filters
from kam_core.analysis.exact import Flags, Numbers, Texts, share, ten_thousandths, texts
from kam_core.analysis.months import YEAR, shift, span, spelled, year_earlier
from kam_core.analysis.sales import Sales
from kam_core.analysis.scope import Scope
from kam_core.errors import Mixed


@dataclass(frozen=True)
class Region:
    """What one region bought for the account, in ten-thousandths of the measure."""

    region: str  # '' = blank
    value: int  # in the scope's period
    now: int  # in the months compared
    before: int  # in the same months a year earlier


@dataclass(frozen=True, eq=False)
class ByMonth:
    """m months of the scope. Numbers in ten-thousandths: of the measure, returns and gross of money."""

    months: tuple[str, ...]  # (m,) "YYYY-MM"
    value: Numbers  # (m,) they sum to the account's value in the ranking
    before: Numbers  # (m,) twelve months earlier
    known: Flags  # (m,) the data reach back to the month twelve months earlier
    complete: Flags  # (m,) the month is over and filled
    first: str | None  # of the months compared; None: none can be
    last: str | None
    now_sum: int  # over the months compared
    before_sum: int
    regions: tuple[Region, ...]  # the largest first
    returned: int  # money taken back in the scope's period, at most 0
    gross: int  # money sold, before what was taken back
    returned_before: int  # in the same period a year earlier
    gross_before: int
    amount: int  # net money in the scope's period
    profit: int  # of that; 0 where the file has none

    @property
    def total(self) -> int:
        """Over the months of the scope."""
        return sum(int(value) for value in self.value)

    @property
    def change(self) -> Fraction | None:
        """Against the same months a year earlier; None where that was not positive, or there is none."""
        return Fraction(self.now_sum - self.before_sum, self.before_sum) if self.before_sum > 0 else None

    @property
    def returns(self) -> Fraction | None:
        """Money taken back / money sold; None where nothing was sold."""
        return share(-self.returned, self.gross)

    @property
    def returns_before(self) -> Fraction | None:
        """The same a year earlier."""
        return share(-self.returned_before, self.gross_before)

    @property
    def margin(self) -> Fraction | None:
        """Profit / net money."""
        return share(self.profit, self.amount)


@dataclass(frozen=True, eq=False)
class _Cells:
    """Months x regions of the account, whatever the period."""

    month: Texts
    region: Texts
    value: Numbers
    amount: Numbers
    profit: Numbers
    returns: Numbers

    def within(self, first: str | None, last: str | None) -> Flags:
        """Rows of these months, both inclusive; none where there are no months."""
        if first is None or last is None:
            return np.zeros(len(self.month), np.bool_)
        return np.fromiter((first <= month <= last for month in self.month), np.bool_, len(self.month))


Compared = tuple[Scope, Scope]


def comparable(sales: Sales, scope: Scope) -> Compared | None:
    """The months of the scope that have a counterpart a year earlier, and those; None where there is none, or where
    there was another unit or currency then."""
    found = year_earlier(sales, scope)
    try:
        if found:
            filters.refuse_mixtures(sales, found[1])
    except Mixed:
        return None
    return found


def by_month(sales: Sales, scope: Scope, customer: str, compared: Compared | None) -> ByMonth:
    """The months of one customer, from one query. `scope` is resolved; a customer without a line has zeros."""
    scope = spelled(sales, scope)
    cells = _cells(sales, scope, customer)
    months = span(scope.first, scope.last) if scope.first and scope.last else ()
    now, before = compared or (None, None)
    begins, complete = sales.manifest.first_month or "", sales.manifest.last_complete_month or ""
    sums: dict[str, int] = {}
    for month, value in zip(cells.month, cells.value):
        sums[month] = sums.get(month, 0) + int(value)
    here = cells.within(scope.first, scope.last)
    a_year_ago = cells.within(*(shift(month, -YEAR) if month else None for month in (scope.first, scope.last)))
    of_now = cells.within(now.first, now.last) if now else np.zeros(len(here), np.bool_)
    of_before = cells.within(before.first, before.last) if before else of_now
    return ByMonth(
        months=months,
        value=_numbers([sums.get(month, 0) for month in months]),
        before=_numbers([sums.get(shift(month, -YEAR), 0) for month in months]),
        known=np.array([bool(compared) and shift(month, -YEAR) >= begins for month in months], np.bool_),
        complete=np.array([month <= complete for month in months], np.bool_),
        first=now.first if now else None,
        last=now.last if now else None,
        now_sum=_sum(cells.value, of_now),
        before_sum=_sum(cells.value, of_before),
        regions=_regions(cells, here, of_now, of_before),
        returned=_sum(cells.returns, here),
        gross=_sum(cells.amount, here) - _sum(cells.returns, here),
        returned_before=_sum(cells.returns, a_year_ago),
        gross_before=_sum(cells.amount, a_year_ago) - _sum(cells.returns, a_year_ago),
        amount=_sum(cells.amount, here),
        profit=_sum(cells.profit, here),
    )


def _cells(sales: Sales, scope: Scope, customer: str) -> _Cells:
    whole = replace(scope, first=None, last=None)
    question = filters.over("account_cells", whole)
    table = sales.ask(question, customer=customer, measure=scope.measure.value, **filters.parameters(whole))
    numbers = {name: ten_thousandths(table[name]) for name in ("value", "amount", "profit", "returns")}
    return _Cells(month=texts(table["month"]), region=texts(table["region"]), **numbers)


def _regions(cells: _Cells, here: Flags, now: Flags, before: Flags) -> tuple[Region, ...]:
    names = dict.fromkeys(cells.region[here | now | before].tolist())
    found = [
        Region(name, *(_sum(cells.value, rows & (cells.region == name)) for rows in (here, now, before)))
        for name in names
    ]
    return tuple(sorted(found, key=lambda one: (-one.value, one.region)))


def _sum(values: Numbers, rows: Flags) -> int:
    return sum(int(value) for value in values[rows])


def _numbers(values: list[int]) -> Numbers:
    small = all(abs(value) < 2**63 for value in values)
    return np.array(values, np.int64 if small else object)
