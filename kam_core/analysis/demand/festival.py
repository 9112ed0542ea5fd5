"""January and February by the days to Chinese New Year, which falls between 21 January and 20 February.

Dealers load up before the festival, so the earlier it is, the more of the two months' demand falls in January. The two
are replaced by their mean before the season is measured, as HKMA Working Paper 05/22 has it (it finds averaging and
dummies without a clear winner, averaging being easier), and parted again afterwards: January's share of the two is a
line in the festival's day, fitted a pool of series, its slope drawn towards the one of all series. So a year's two
months keep their sum, and the coming year's are parted by its own festival.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from kam_core.analysis.demand.arrays import Places, Reals
from kam_core.analysis.months import shift

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
MIDDLE = date(2025, 2, 5)  # about the mean day of the festival
MONTH = 30.0
K = 0.2  # squared months of the festival's movement at which a pool's own slope counts as much as that of all


@dataclass(frozen=True, eq=False)
class Parting:
    """How each of n series parts the two months: January's share = at_middle + slope × months after MIDDLE."""

    at_middle: Reals  # (n,)
    slope: Reals  # (n,) negative where demand comes before the festival

    def factors(self, months: tuple[str, ...]) -> Reals:
        """(n, m) what a month is multiplied with, given the mean of its year's January and February: 2 × its share."""
        found = np.ones((len(self.slope), len(months)))
        for at, month in enumerate(months):
            if month[5:] in ("01", "02"):
                january = np.clip(self.at_middle + self.slope * _after_middle(month), 0.05, 0.95)
                found[:, at] = 2 * (january if month[5:] == "01" else 1 - january)
        return found


def parting(values: Reals, months: tuple[str, ...], pool: Places) -> Parting:
    """Fitted on values (n, m), NaN before a series begins; pool (n,): 0-based, series that share a line."""
    pairs = _pairs(months)
    pools = int(pool.max(initial=-1)) + 1
    if not pairs:
        return Parting(np.full(len(values), 0.5), np.zeros(len(values)))
    january, both = np.zeros((pools, len(pairs))), np.zeros((pools, len(pairs)))
    for year, at in enumerate(pairs):
        pair = np.maximum(np.nan_to_num(values[:, at : at + 2]), 0.0)
        january[:, year] = np.bincount(pool, pair[:, 0], pools)
        both[:, year] = np.bincount(pool, pair.sum(axis=1), pools)
    x = np.array([_after_middle(months[at]) for at in pairs])
    share = np.divide(january, both, out=np.full_like(both, 0.5), where=both > 0)
    weight = both / np.maximum(both.mean(axis=1, keepdims=True), 1e-300)
    total = np.maximum(weight.sum(axis=1), 1e-300)
    mean_x, mean_share = (weight * x).sum(axis=1) / total, (weight * share).sum(axis=1) / total
    apart = x - mean_x[:, None]
    xx, xy = (weight * apart**2).sum(axis=1), (weight * apart * (share - mean_share[:, None])).sum(axis=1)
    size = both.sum(axis=1)
    of_all = float((size * xy).sum() / max((size * (xx + K / max(pools, 1))).sum(), 1e-300))
    slope = (xy + K * of_all) / (xx + K)
    line = Parting(np.where(size > 0, mean_share - slope * mean_x, 0.5), np.where(size > 0, slope, 0.0))
    return Parting(line.at_middle[pool], line.slope[pool])


def evened(values: Reals, months: tuple[str, ...], line: Parting) -> Reals:
    """Each year's January and February replaced by their mean; one that stands alone, by what the line makes of it."""
    found = values / line.factors(months)
    for at in _pairs(months):
        mean = values[:, at : at + 2].mean(axis=1)
        known = np.isfinite(mean)
        found[known, at : at + 2] = mean[known, None]
    return found


def _pairs(months: tuple[str, ...]) -> list[int]:
    return [at for at in range(len(months) - 1) if months[at][5:] == "01" and months[at + 1] == shift(months[at], 1)]


def _after_middle(month: str) -> float:
    day = NEW_YEAR.get(int(month[:4]), MIDDLE)
    return (day.replace(year=MIDDLE.year) - MIDDLE).days / MONTH
