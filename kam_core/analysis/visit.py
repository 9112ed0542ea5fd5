"""What one account bought in the last 12 complete months, against the year before: what one takes along on a visit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from kam_core.analysis import filters
from kam_core.analysis.months import YEAR, shift, span, spelled
from kam_core.analysis.sales import Sales
from kam_core.analysis.scope import Scope
from kam_core.errors import Mixed

Sold = Mapping[tuple[str, str], Decimal]  # (product, "YYYY-MM") -> value


@dataclass(frozen=True)
class BoughtProduct:
    """One product the account bought in the year; before: the year before, None where the data do not reach back."""

    product: str
    name: str
    now: Decimal
    before: Decimal | None


@dataclass(frozen=True)
class Visit:
    """Net values of the scope's measure. before is None for a month the data do not reach back to."""

    scope: Scope  # as asked, its period the months below
    customer: str
    months: tuple[str, ...]  # "YYYY-MM", at most twelve, the last one complete
    now: tuple[Decimal, ...]
    before: tuple[Decimal | None, ...]  # the same months a year earlier
    products: tuple[BoughtProduct, ...]  # the largest first

    @property
    def total(self) -> Decimal:
        """Value of the year."""
        return sum(self.now, Decimal(0))

    @property
    def total_before(self) -> Decimal | None:
        """Value of the year before; None where not all of it is in the data."""
        return _whole(self.before)

    @property
    def change(self) -> Fraction | None:
        """Change on the year before; None where that is unknown or not positive."""
        before = self.total_before
        return Fraction(self.total) / Fraction(before) - 1 if before is not None and before > 0 else None


def visit(sales: Sales, scope: Scope, customer: str) -> Visit:
    """The year of one account; of the scope its filters and its measure count, not its period.

    Raises BadScope (a filter or measure the data do not have) and Mixed (units or currencies that must not be added).
    """
    whole = spelled(sales, replace(scope, first=None, last=None))
    begins, last = whole.first, sales.manifest.last_complete_month or whole.last
    if begins is None or last is None:
        return Visit(scope, customer, (), (), (), ())
    first = max(begins, shift(last, 1 - YEAR))
    year = filters.resolve(sales, replace(scope, first=first, last=last))
    filters.refuse_mixtures(sales, year)
    months = span(first, last)
    earlier = tuple(shift(month, -YEAR) for month in months)
    sold, names = _sold(sales, year, customer)
    if begins <= earlier[-1]:
        ago = replace(year, first=max(begins, earlier[0]), last=earlier[-1])
        try:
            filters.refuse_mixtures(sales, ago)
        except Mixed:  # a year ago there was another unit or currency
            earlier = tuple("" for _ in months)
        else:
            then, _ = _sold(sales, ago, customer)
            sold |= then
    return Visit(
        scope=year,
        customer=customer,
        months=months,
        now=tuple(_of_month(sold, month) for month in months),
        before=tuple(_of_month(sold, month) if month >= begins else None for month in earlier),
        products=_products(sold, names, months, tuple(month if month >= begins else None for month in earlier)),
    )


def _sold(sales: Sales, scope: Scope, customer: str) -> tuple[dict[tuple[str, str], Decimal], dict[str, str]]:
    everything = {"products": list(scope.products), "categories": list(scope.categories)}
    parameters = {"measure": scope.measure.value, **everything, **filters.parameters(scope)}
    rows = sales.ask("visit_products:lines", customer=customer, **parameters).to_pylist()
    return {(row["product"], row["month"]): row["value"] for row in rows}, {row["product"]: row["name"] for row in rows}


def _of_month(sold: Sold, month: str) -> Decimal:
    return sum((value for (_, when), value in sold.items() if when == month), Decimal(0))


def _products(
    sold: Sold, names: Mapping[str, str], months: tuple[str, ...], earlier: tuple[str | None, ...]
) -> tuple[BoughtProduct, ...]:
    found = []
    for product, name in names.items():
        now = sum((sold.get((product, month), Decimal(0)) for month in months), Decimal(0))
        before = _whole(tuple(None if month is None else sold.get((product, month), Decimal(0)) for month in earlier))
        found.append(BoughtProduct(product, name, now, before))
    return tuple(sorted(found, key=lambda each: (-each.now, each.product)))


def _whole(values: tuple[Decimal | None, ...]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if len(known) == len(values) else None
