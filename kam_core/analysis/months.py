"""Months as "YYYY-MM": counting them, and the period a scope means.

The default period is the last 12 complete months where there are that many, else everything. A complete month ends
before the import day and is not cut short by the data; the manifest says which the last one is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kam_core.analysis.sales import Sales
from kam_core.analysis.scope import Scope
from kam_core.schema import Measure

YEAR = 12


def shift(month: str, by: int) -> str:
    """The month `by` months later (earlier where negative): shift("2024-12", 1) is "2025-01"."""
    months = int(month[:4]) * YEAR + int(month[5:]) - 1 + by
    return f"{months // YEAR:04d}-{months % YEAR + 1:02d}"


def between(first: str, last: str) -> int:
    """How many months from first to last, both included; 0 or less where last lies before."""
    return (int(last[:4]) - int(first[:4])) * YEAR + int(last[5:]) - int(first[5:]) + 1


def span(first: str, last: str) -> tuple[str, ...]:
    """Every month from first to last, both included."""
    return tuple(shift(first, step) for step in range(between(first, last)))


@dataclass(frozen=True)
class Period:
    """The months a scope really looks at, spelled out. All "YYYY-MM"; first and last are inclusive."""

    first: str
    last: str
    months: int
    incomplete: tuple[str, ...]  # months in it that are not over, or that the data does not fill


def default_scope(sales: Sales, measure: Measure | None = None) -> Scope:
    """The last 12 complete months where there are that many, else everything; the months are spelled out.

    The measure is amount where the file has one, else the first it has.
    """
    about, there = sales.manifest, sales.manifest.account.measures
    measure = measure or Measure(Measure.AMOUNT.value if Measure.AMOUNT.value in there or not there else there[0])
    first, last = about.first_month, about.last_complete_month
    if first and last and between(first, last) >= YEAR:
        return Scope(measure, shift(last, 1 - YEAR), last)
    return Scope(measure, first, about.last_month)


def spelled(sales: Sales, scope: Scope) -> Scope:
    """The same scope with open ends replaced by the first and last month of the data."""
    return replace(scope, first=scope.first or sales.manifest.first_month, last=scope.last or sales.manifest.last_month)


def period(sales: Sales, scope: Scope) -> Period | None:
    """What the scope's period means in this dataset, the incomplete months named; None where there are no sales."""
    scope, complete = spelled(sales, scope), sales.manifest.last_complete_month
    if scope.first is None or scope.last is None:
        return None
    begins = max(scope.first, shift(complete, 1)) if complete else scope.first
    ends = min(scope.last, sales.manifest.last_month or scope.last)
    return Period(scope.first, scope.last, between(scope.first, scope.last), span(begins, ends))


def year_earlier(sales: Sales, scope: Scope) -> tuple[Scope, Scope] | None:
    """The complete months of the scope that have a counterpart a year earlier in the data, and those counterparts.

    None where there is no such month.
    """
    scope, about = spelled(sales, scope), sales.manifest
    if not (scope.first and scope.last and about.first_month and about.last_complete_month):
        return None
    first = max(scope.first, shift(about.first_month, YEAR))
    last = min(scope.last, about.last_complete_month)
    if between(first, last) < 1:
        return None
    now = replace(scope, first=first, last=last)
    return now, replace(scope, first=shift(first, -YEAR), last=shift(last, -YEAR))
