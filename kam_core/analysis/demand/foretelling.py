"""From a history to a projection: unknown months filled, the festival evened, the season borrowed, the maps weighed.

One pure step, so that the trial on months held out runs exactly what the forecast runs, on less.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kam_core.analysis.demand.arrays import Places, Reals
from kam_core.analysis.demand.ensemble import Projection, project
from kam_core.analysis.demand.festival import Shift, shift_of
from kam_core.analysis.demand.pool import borrow
from kam_core.analysis.demand.season import Season, seasonal_index
from kam_core.analysis.exact import Flags, Texts
from kam_core.analysis.months import YEAR, shift, span

NEAR = 6  # months on each side that tell the level of an unknown one


@dataclass(frozen=True, eq=False)
class Material:
    """What is foretold from: n series, m months."""

    values: Reals  # (n, m)
    since: Places  # (n,) column of the first month of sale
    months: tuple[str, ...]
    unknown: Flags | None  # (n, m)
    levels: tuple[Texts, ...]  # pool keys (n,), from the widest to the narrowest
    lunar: bool

    def until(self, m: int) -> Material:
        """The same, as it was known after m months."""
        unknown = None if self.unknown is None else self.unknown[:, :m]
        return Material(self.values[:, :m], self.since, self.months[:m], unknown, self.levels, self.lunar)


@dataclass(frozen=True, eq=False)
class Foretold:
    """A projection and the season behind it."""

    projection: Projection
    season: Season  # each series' own
    index: Reals  # (n, 12) the one it is forecast with, January first, of the months that follow the history
    months: tuple[str, ...]  # (h,)


def foretell(known: Material, h: int) -> Foretold:
    """h months ahead of the material."""
    begins = int(known.months[0][5:]) - 1
    months = span(shift(known.months[-1], 1), shift(known.months[-1], h))
    values = np.where(np.arange(len(known.months)) < known.since[:, None], np.nan, known.values)
    if known.unknown is not None:
        values = filled(values, known.unknown, begins)
    festival: Shift | None = None
    if known.lunar:
        narrowest = known.levels[-1] if known.levels else np.full(len(values), "", object)
        festival = shift_of(values, known.months, np.unique(narrowest.astype(str), return_inverse=True)[1])
        values = values / festival.factors(known.months)
    season = seasonal_index(values, begins)
    borrowed = borrow(values, season, list(known.levels), begins)
    projection = project(np.nan_to_num(values), known.since, borrowed.index, borrowed.own, begins, h)
    index = borrowed.index
    if festival is not None:
        projection = _moved(projection, festival.factors(months))
        year = span(shift(known.months[-1], 1), shift(known.months[-1], YEAR))
        order = np.argsort([month[5:] for month in year])
        index = index * festival.factors(year)[:, order]
    return Foretold(projection, season, index, months)


def filled(values: Reals, unknown: Flags, begins: int) -> Reals:
    """Unknown months replaced by the level of the known ones around them times the season; (n, m) as given elsewhere.

    The season is measured twice: on a first filling by the level alone, then on that.
    """
    rows = np.flatnonzero((unknown & np.isfinite(values)).any(axis=1))
    found = values.copy()
    there, gap = values[rows], unknown[rows]
    index = np.ones((len(rows), YEAR))
    for _ in range(2):
        seasons = np.maximum(index[:, (begins + np.arange(values.shape[1])) % YEAR], 0.05)
        level = _level_around(np.where(gap, np.nan, there / seasons))
        found[rows] = np.where(gap & np.isfinite(there), level * seasons, there)
        index = seasonal_index(found[rows], begins).index
    return found


def _level_around(values: Reals) -> Reals:
    """The mean of the known values at most NEAR months away; of all of them where there is none; 0 without any."""
    known = np.isfinite(values)
    sums, counts = _around(np.where(known, values, 0.0)), _around(known.astype(np.float64))
    whole = np.where(known, values, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    return np.where(counts > 0.5, sums / np.maximum(counts, 1), whole[:, None])


def _around(values: Reals) -> Reals:
    running = np.pad(np.cumsum(values, axis=1), ((0, 0), (1, 0)))
    at = np.arange(values.shape[1])
    last, first = np.minimum(at + NEAR + 1, values.shape[1]), np.maximum(at - NEAR, 0)
    found: Reals = running[:, last] - running[:, first]
    return found


def _moved(even: Projection, factors: Reals) -> Projection:
    return Projection(even.point * factors, even.spread * factors, even.sigma, even.weights)
