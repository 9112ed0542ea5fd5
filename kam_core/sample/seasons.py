"""When what is bought. A weight for each day and season, averaging 1 over the years.

Dealers load up before people drink: the summer peak of sell-in stands in early July, the other one 18 days before
Chinese New Year, wherever the moon puts it.
"""

from __future__ import annotations

import functools
import math
from datetime import date, timedelta

from kam_core.sample import FIRST_DAY, LAST_DAY

#: Chinese New Year's days.
NEW_YEAR = {
    2022: date(2022, 2, 1),
    2023: date(2023, 1, 22),
    2024: date(2024, 2, 10),
    2025: date(2025, 1, 29),
    2026: date(2026, 2, 17),
    2027: date(2027, 2, 6),
}

#: season: how high the summer stands, how high the weeks before New Year
CURVES = {
    "water": (1.7, 0.2),
    "tea": (1.6, 0.5),
    "soda": (1.1, 1.0),
    "energy": (1.0, 0.1),
    "juice": (0.3, 2.2),
    "protein": (-0.5, 3.4),
    "dairy": (0.1, 0.8),
    "gift": (-0.85, 9.0),
    "flat": (0.0, 0.1),
}
PLANNED_TO = date(2026, 12, 31)  # stock is set by what will be needed after the data ends


def closed(day: date) -> bool:
    """No orders: Sundays, the New Year week, National Day, Labour Day."""
    if day.weekday() == 6 or (day.month, day.day) in {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}:
        return True
    new_year = NEW_YEAR.get(day.year)
    return new_year is not None and -3 <= (day - new_year).days <= 6


def _bump(days: int, width: float) -> float:
    return math.exp(-0.5 * (days / width) ** 2)


def _raw(season: str, day: date) -> float:
    summer, festive = CURVES[season]
    weight = 1.0 + summer * _bump((day - date(day.year, 7, 6)).days, 33)
    for year in (day.year, day.year + 1):
        if year in NEW_YEAR:
            weight += festive * _bump((day - NEW_YEAR[year]).days + 24, 15)
    return max(0.05, weight)


@functools.cache
def running(season: str) -> list[float]:
    """Cumulated weight from FIRST_DAY to the end of each day up to PLANNED_TO."""
    years = (LAST_DAY - FIRST_DAY).days + 1
    days = [_raw(season, FIRST_DAY + timedelta(days=i)) for i in range((PLANNED_TO - FIRST_DAY).days + 1)]
    level = sum(days[:years]) / years
    total, found = 0.0, []
    for weight in days:
        total += weight / level
        found.append(total)
    return found


def between(season: str, after: date, until: date) -> float:
    """The season's weight of the days after `after` up to and with `until`; one ordinary day is 1."""
    curve = running(season)
    start, end = (after - FIRST_DAY).days, (until - FIRST_DAY).days
    return curve[end] - (curve[start] if start >= 0 else 0.0)
