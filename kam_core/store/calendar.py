"""Which month of a dataset is the last complete one. The definition stands in docs/words.md, "Complete month"."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from datetime import date, timedelta


def month_of(day: date) -> str:
    """The month of a day, as "YYYY-MM"."""
    return f"{day.year:04d}-{day.month:02d}"


def last_complete_month(days: Sequence[date], today: date) -> str | None:
    """The last complete month as "YYYY-MM", None where no month is complete.

    days: the days with at least one accepted line, in any order. today: the day of the import.
    """
    past = sorted({day for day in days if day <= today})
    if not past:
        return None
    last = past[-1]
    if month_end(last) < today and (_only_months(days) or (month_end(last) - last).days <= usual_gap(past)):
        return month_of(last)
    before = last.replace(day=1) - timedelta(days=1)
    return month_of(before) if past[0] <= before else None


def usual_gap(days: Sequence[date]) -> int:
    """Days between one selling day and the next: the 95th percentile (nearest rank) of the last 12 months, at least 1.

    days: ascending, without repeats, not empty.
    """
    since = _a_year_before(days[-1])
    gaps = sorted((b - a).days for a, b in itertools.pairwise(days) if a > since)
    return max(1, gaps[math.ceil(0.95 * len(gaps)) - 1]) if gaps else 1


def month_end(day: date) -> date:
    """The last day of the day's month."""
    if (day.year, day.month) == (date.max.year, 12):
        return date.max
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _only_months(days: Sequence[date]) -> bool:
    """Every line is dated the first of a month: the file knows months, not days."""
    return len(days) > 1 and all(day.day == 1 for day in days)


def _a_year_before(day: date) -> date:
    return day.replace(year=max(1, day.year - 1), day=min(day.day, 28))
