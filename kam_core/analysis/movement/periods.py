"""Two periods of whole months that are compared: the last quarter with the one before it, or with the year before.

A quarter is the last three complete months, so that it is as fresh as the data; half of the complete months where
there are fewer than six. A list of an earlier quarter is drawn on the upload that first had the quarter complete:
versions never change, so last quarter's list stays what it was, whatever is uploaded later.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kam_core.analysis.filters import first_day
from kam_core.analysis.months import YEAR, between, shift, span
from kam_core.analysis.sales import Described
from kam_core.errors import BadScope

QUARTER = 3


@dataclass(frozen=True, order=True)
class Months:
    """Whole months from first to last, both "YYYY-MM" and inclusive."""

    first: str
    last: str

    def __str__(self) -> str:
        return f"{self.first}:{self.last}"

    @property
    def count(self) -> int:
        return between(self.first, self.last)

    def earlier(self, by: int) -> Months:
        """The same months, `by` months earlier."""
        return Months(shift(self.first, -by), shift(self.last, -by))


@dataclass(frozen=True)
class Pair:
    """What is compared: before with after."""

    before: Months
    after: Months


def months(text: str) -> Months:
    """`YYYY-MM:YYYY-MM`, or one month alone. Raises BadScope("bad_period")."""
    first, colon, last = text.strip().partition(":")
    last = last if colon else first
    try:
        first_day(first), first_day(last)
    except BadScope:
        raise BadScope("bad_period", value=text[:40]) from None
    if first > last:
        raise BadScope("period_backwards", first=first, last=last)
    return Months(first, last)


def previous_quarter(about: Described) -> Pair | None:
    """The last quarter with the one before it; None where there are not two complete months."""
    last = about.last_complete_month
    if not (last and about.first_month):
        return None
    length = min(QUARTER, between(about.first_month, last) // 2)
    if length < 1:
        return None
    after = Months(shift(last, 1 - length), last)
    return Pair(after.earlier(length), after)


def year_before(about: Described) -> Pair | None:
    """The last quarter with the same months a year earlier; None where the data does not reach back that far."""
    recent = previous_quarter(about)
    if not (recent and about.first_month):
        return None
    before = recent.after.earlier(YEAR)
    return Pair(before, recent.after) if before.first >= about.first_month else None


def uncovered(about: Described, period: Months) -> tuple[str, ...]:
    """The months of a period that the data does not have, or has only in part."""
    first, last = about.first_month, about.last_complete_month or about.last_month
    if not (first and last):
        return span(period.first, period.last)
    return tuple(month for month in span(period.first, period.last) if not first <= month <= last)


def first_complete(versions: Iterable[tuple[int, Described]], period: Months) -> int | None:
    """The first of these versions in which every month of the period was complete; None where there is none."""
    known = sorted(versions, key=lambda version: version[0])
    return next((number for number, about in known if not uncovered(about, period)), None)
