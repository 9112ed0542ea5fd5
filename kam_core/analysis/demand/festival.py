"""The winter months by the days to Chinese New Year, which falls between 21 January and 20 February.

Dealers load up some weeks before the festival. How many of those days lie in December, January or February changes from
year to year, so the months are compared as if the festival were where it is on average: a month's sales are divided by
1 + β (share of those days in it - its mean over the years) / its index, and the coming months are multiplied by theirs.
This is regression on a moving holiday (Bell and Hillmer 1983; Lin and Liu 2002 for Chinese New Year), one of the two
ways that HKMA Working Paper 05/22 finds equally good; the other, the mean of January and February, cannot say how the
two are parted. β, never below zero, is fitted a pool of series and drawn towards that of all series, and that towards
none; which weeks before the festival, as fits all series best.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean

import numpy as np

from kam_core.analysis.demand.arrays import Places, Reals
from kam_core.analysis.months import YEAR

#: Chinese New Year's month and day, by year (Hong Kong Observatory, Gregorian-lunar conversion tables).
# fmt: off
_DAYS = {
    2010: (2, 14), 2011: (2, 3), 2012: (1, 23), 2013: (2, 10), 2014: (1, 31),
    2015: (2, 19), 2016: (2, 8), 2017: (1, 28), 2018: (2, 16), 2019: (2, 5),
    2020: (1, 25), 2021: (2, 12), 2022: (2, 1), 2023: (1, 22), 2024: (2, 10),
    2025: (1, 29), 2026: (2, 17), 2027: (2, 6), 2028: (1, 26), 2029: (2, 13),
    2030: (2, 3), 2031: (1, 23), 2032: (2, 11), 2033: (1, 31), 2034: (2, 19),
    2035: (2, 8), 2036: (1, 28), 2037: (2, 15), 2038: (2, 4), 2039: (1, 24),
    2040: (2, 12),
}
# fmt: on
NEW_YEAR = {year: date(year, month, day) for year, (month, day) in _DAYS.items()}
BEFORE = ((-28, -1), (-35, -8), (-42, -11), (-50, -18))  # the days in which dealers may load up: first and last
K_ALL, K_POOL = 0.05, 0.1  # how hard β is drawn towards none, and towards that of all: squared shares of those days
WINTER = ("12", "01", "02")
Window = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Shift:
    """How the festival moves the demand of n series."""

    before: Window
    beta: Reals  # (n,) what all the days before the festival add, in ordinary months' sales
    index: Reals  # (n, 12) of the month in an average year, January first

    def factors(self, months: tuple[str, ...]) -> Reals:
        """(n, m) what the festival makes of each month, 1 where it has no part in it."""
        moved = self.beta[:, None] * _days(months, self.before)
        found: Reals = np.clip(1 + moved / np.maximum(self.index[:, _places(months)], 0.3), 0.25, 4.0)
        return found


def shift_of(values: Reals, months: tuple[str, ...], pool: Places) -> Shift:
    """Fitted on values (n, m), NaN before a series begins; pool (n,): 0-based, series that share their β.

    Under two years nothing is known of it, and nothing is moved.
    """
    pools, n = int(pool.max(initial=-1)) + 1, len(values)
    if len(months) < 2 * YEAR or n == 0:
        return Shift(BEFORE[0], np.zeros(n), np.ones((n, YEAR)))
    totals = np.zeros((pools, len(months)))
    np.add.at(totals, pool, np.nan_to_num(values))
    ratio, there = _to_level(totals)
    index = _month_means(ratio, there, months)
    centred = there * (ratio - index[:, _places(months)])
    size = np.maximum(totals.sum(axis=1), 0.0)
    size = size / max(size.sum(), 1e-300)
    best, gain = Shift(BEFORE[0], np.zeros(pools), index), 0.0
    for before in BEFORE:
        days = np.broadcast_to(_days(months, before), there.shape)
        x = there * (days - _month_means(days, there, months)[:, _places(months)])
        xx, xy = (x * x).sum(axis=1), (x * centred).sum(axis=1)
        of_all = max(float(size @ xy) / (float(size @ xx) + K_ALL), 0.0)
        if of_all * float(size @ xy) > gain:
            beta = np.maximum((xy + K_POOL * of_all) / (xx + K_POOL), 0.0)
            best, gain = Shift(before, beta, index), of_all * float(size @ xy)
    return Shift(best.before, best.beta[pool], index[pool])


def _to_level(totals: Reals) -> tuple[Reals, Reals]:
    """Each month over the level around it, the first and last level known serving for the half years at the ends; and
    1 where a pool has begun to sell."""
    half = YEAR // 2
    weights = np.array([0.5, *[1.0] * (YEAR - 1), 0.5]) / YEAR
    inner = np.lib.stride_tricks.sliding_window_view(totals, YEAR + 1, axis=1) @ weights
    level = np.pad(inner, ((0, 0), (half, half)), mode="edge")
    begun = (np.cumsum(totals != 0, axis=1) > 0) & (level > 0)
    return np.where(begun, totals / np.where(level > 0, level, 1.0), 0.0), begun.astype(np.float64)


def _month_means(values: Reals, there: Reals, months: tuple[str, ...]) -> Reals:
    """(n, 12) the mean of each month of the year where something is there."""
    seasons = np.eye(YEAR)[_places(months)]
    found: Reals = (values * there) @ seasons / np.maximum(there @ seasons, 1)
    return found


def _places(months: tuple[str, ...]) -> Places:
    return np.array([int(month[5:]) - 1 for month in months], np.int64)


def _days(months: tuple[str, ...], before: Window) -> Reals:
    """(m,) the share of the days before the festival that lie in each month, less that month's mean over the years."""
    shares, means = _shares(before)
    return np.array([shares[month] - means[month[5:]] if month in shares else 0.0 for month in months])


@functools.cache
def _shares(before: Window) -> tuple[dict[str, float], dict[str, float]]:
    first, last = min(NEW_YEAR), max(NEW_YEAR) - 1  # the December before the first and after the last is not known
    shares = {f"{year}-{month}": 0.0 for year in range(first, last + 1) for month in WINTER}
    for festival in NEW_YEAR.values():
        for day in range(before[0], before[1] + 1):
            month = f"{festival + timedelta(days=day):%Y-%m}"
            if month in shares:
                shares[month] += 1 / (before[1] - before[0] + 1)
    means = {name: fmean(share for month, share in shares.items() if month[5:] == name) for name in WINTER}
    return shares, means
