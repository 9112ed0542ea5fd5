"""The last half year held out: how far a forecast made without it would have been off, and how wide bands must be.

The error of a series is the sum of its misses as a share of what was sold in those months, and its mean miss over the
mean miss of the naive forecast within the history (MASE, Hyndman and Koehler 2006: the same month a year earlier, or
the month before under two years). Bands are the projection's spread times two factors, the quantiles of the misses
over their spread among series alike: split conformal prediction (Vovk et al. 2005; Lei et al. 2018), with as many
misses of a normal law beside them as keep a handful of series from having a word too loud.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from kam_core.analysis.demand.arrays import Places, Reals
from kam_core.analysis.demand.ensemble import FEWEST, TWO_YEARS
from kam_core.analysis.demand.foretelling import Material, foretell
from kam_core.analysis.exact import Flags
from kam_core.analysis.months import YEAR

HELD_OUT = 6
PRIOR = 200  # misses of a normal law
SPARSE = (0.05, 0.5)  # shares of months without sales that part series into kinds: full, thin, sparse


@dataclass(frozen=True, eq=False)
class Trial:
    """Of n series."""

    error: Reals  # (n,) sum of misses / sum sold; NaN where nothing could be tried or nothing was sold
    mase: Reals  # (n,) NaN where there is nothing to compare with
    below: Reals  # (n,) spreads from the forecast down to the band's lower edge
    above: Reals  # (n,) and up to its upper edge


def run(known: Material, level: float) -> Trial:
    """level: the share of months that shall fall inside the band."""
    n, m = known.values.shape
    misses, spread = np.full((n, HELD_OUT), np.nan), np.ones((n, HELD_OUT))
    actual = known.values[:, m - HELD_OUT :] if m > HELD_OUT else np.zeros((n, 0))
    if m - HELD_OUT >= FEWEST:
        told = foretell(known.until(m - HELD_OUT), HELD_OUT).projection
        misses = actual - np.maximum(told.point, 0.0)
        spread = told.spread
        if known.unknown is not None:
            misses = np.where(known.unknown[:, m - HELD_OUT :], np.nan, misses)
    tried = np.isfinite(misses)
    missed = np.where(tried, np.abs(misses), 0.0).sum(axis=1)
    sold = np.where(tried, actual, 0.0).sum(axis=1) if actual.shape[1] else np.zeros(n)
    error = np.where(tried.any(axis=1) & (sold > 0), missed / np.where(sold > 0, sold, 1.0), np.nan)
    below, above = _edges(known, misses, spread, level)
    return Trial(error, _mase(known, missed / np.maximum(tried.sum(axis=1), 1), tried.any(axis=1)), below, above)


def _edges(known: Material, misses: Reals, spread: Reals, level: float) -> tuple[Reals, Reals]:
    kind = kinds(known.values, known.since)
    below, above = np.empty(len(kind)), np.empty(len(kind))
    normal = np.array([NormalDist().inv_cdf((i + 0.5) / PRIOR) for i in range(PRIOR)])
    tail = (1 - level) / 2
    for one in range(len(SPARSE) + 1):
        rows = kind == one
        there = np.isfinite(misses[rows]) & (spread[rows] > 0)
        seen = misses[rows][there] / spread[rows][there]
        low, high = np.quantile(np.concatenate([normal, seen]), [tail, 1 - tail])
        below[rows], above[rows] = max(-low, 0.0), max(high, 0.0)
    return below, above


def kinds(values: Reals, since: Places) -> Places:
    """(n,) 0 full, 1 thin, 2 sparse: by the share of months without sales since the first."""
    months = values.shape[1] - since
    without = (values == 0).sum(axis=1) - since
    found: Places = np.digitize(without / np.maximum(months, 1), SPARSE)
    return found


def _mase(known: Material, mean_miss: Reals, tried: Flags) -> Reals:
    values, m = known.values[:, :-HELD_OUT], known.values.shape[1] - HELD_OUT
    if m < FEWEST:
        return np.full(len(values), np.nan)
    naive = _naive(values, known.since, YEAR) if m > YEAR else np.zeros(len(values))
    by_month = _naive(values, known.since, 1)
    scale = np.where(m - known.since >= TWO_YEARS, naive, by_month)
    return np.where(tried & (scale > 0), mean_miss / np.where(scale > 0, scale, 1.0), np.nan)


def _naive(values: Reals, since: Places, lag: int) -> Reals:
    steps = np.abs(values[:, lag:] - values[:, :-lag])
    counted = np.arange(steps.shape[1]) >= since[:, None]
    found: Reals = np.where(counted, steps, 0.0).sum(axis=1) / np.maximum(counted.sum(axis=1), 1)
    return found
