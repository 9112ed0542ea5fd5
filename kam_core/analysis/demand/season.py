"""The seasonal index: how much more a month sells than an ordinary one (1), and whether that is more than chance.

Ratio to the centred moving average (US Census Method I; Shiskin 1957): each month over the 2 x 12 average around it,
the mean (or the medial mean: without the highest and the lowest) of these ratios a month, scaled so that twelve sum to
12. It needs two full years. Whether there is a season: the F test for stable seasonality of X-11 (Shiskin, Young and
Musgrave 1967) on those ratios, its chance by Paulson's approximation (1942). How strong: the share of the ratios'
variance that the months explain, adjusted for their number, so that chance alone has a strength of 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kam_core.analysis.demand.arrays import Places, Reals
from kam_core.analysis.exact import Flags
from kam_core.analysis.months import YEAR

SURE = 2.326  # the standard normal's 99 % point: one series in a hundred without a season is thought to have one


@dataclass(frozen=True, eq=False)
class Season:
    """Of n series. Where the index is not known it is 1 all year."""

    index: Reals  # (n, period) from the first period of the year on; sums to `period`
    known: Flags  # (n,) two full years were there
    strength: Reals  # (n,) 0 = none … 1 = nothing but season
    found: Flags  # (n,) more than chance


def seasonal_index(values: Reals, begins: int = 0, period: int = YEAR, medial: bool = False) -> Season:
    """values (n, m): NaN where nothing is known. begins: the place in the year of column 0 (January is 0)."""
    n, m = values.shape
    if m < 2 * period:
        return _none(n, period)
    ratio = ratios(values, period)
    turned = np.full((n, -(-(begins + m) // period) * period), np.nan)
    turned[:, begins : begins + m] = ratio
    by_place = turned.reshape(n, turned.shape[1] // period, period)
    there = np.isfinite(by_place)
    count = there.sum(axis=1)
    known = (count > 0).all(axis=1)
    filled = np.where(there, by_place, 0.0)
    mean = filled.sum(axis=1) / np.maximum(count, 1)
    usual = _medial(by_place, mean, count) if medial else mean
    total = usual.sum(axis=1, keepdims=True)
    known &= (total > 0).ravel() & (usual >= 0).all(axis=1)
    index = np.where(known[:, None], usual * period / np.where(total > 0, total, 1.0), 1.0)
    strength, found = _strength(filled, there, mean, count, known, period)
    return Season(index, known, strength, found)


def ratios(values: Reals, period: int = YEAR) -> Reals:
    """(n, m) each value over the centred 2 x period average around it; NaN in the first and last half year."""
    half = period // 2
    weights = np.full(period + 1, 1.0 / period)
    weights[[0, -1]] /= 2
    windows = np.lib.stride_tricks.sliding_window_view(values, period + 1, axis=1)
    average = windows @ weights
    found = np.full(values.shape, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        found[:, half:-half] = np.where(average > 0, values[:, half:-half] / average, np.nan)
    return found


def _medial(by_place: Reals, mean: Reals, count: Places) -> Reals:
    low = np.where(np.isfinite(by_place), by_place, np.inf).min(axis=1)
    high = np.where(np.isfinite(by_place), by_place, -np.inf).max(axis=1)
    enough = count > 2
    both = np.add(low, high, out=np.zeros_like(mean), where=enough)
    trimmed = (mean * count - both) / np.where(enough, count - 2, np.maximum(count, 1))
    return np.where(enough, trimmed, mean)


def _strength(
    filled: Reals, there: Flags, mean: Reals, count: Places, known: Flags, period: int
) -> tuple[Reals, Flags]:
    all_of = np.maximum(count.sum(axis=1), 1)
    grand = filled.sum(axis=(1, 2)) / all_of
    within = (np.where(there, filled - mean[:, None, :], 0.0) ** 2).sum(axis=(1, 2))
    whole = (np.where(there, filled - grand[:, None, None], 0.0) ** 2).sum(axis=(1, 2))
    free_within, free_between = np.maximum(all_of - period, 0), period - 1
    possible = known & (free_within > 0) & (whole > 1e-9 * all_of)
    inside = np.maximum(within, 1e-9 * np.maximum(whole, 1e-300)) / np.maximum(free_within, 1)
    strength = np.where(possible, np.clip(1 - inside * np.maximum(all_of - 1, 1) / np.maximum(whole, 1e-300), 0, 1), 0)
    f = np.maximum(whole - within, 0) / free_between / np.maximum(inside, 1e-300)
    a, b = 2 / (9 * free_between), 2 / (9 * np.maximum(free_within, 1))
    root = np.cbrt(f)
    normal = ((1 - b) * root - (1 - a)) / np.sqrt(b * root**2 + a)
    return strength, possible & (normal > SURE)


def _none(n: int, period: int) -> Season:
    nothing = np.zeros(n, np.bool_)
    return Season(np.ones((n, period)), nothing, np.zeros(n), nothing)
