"""The smoothing maps weighed, series by series, and averaged into one forecast.

Five families, each with its grid of weights (smoothing.py): no season, and a season that is added; both in logs, where
every month is above zero, so that trend and season multiply; and no season over the borrowed seasonal index, which also
serves short and thin series. Each point of each grid is weighed by exp(-GCV / 4), GCV = m·ln(SSE/m) - 2m·ln(1 - p/m):
generalised cross-validation (Golub, Heath and Wahba 1979), an estimate of the error on months left out, with the
Jacobian of the logs. Half its weight in the exponent, for averages forecast better than winners (docs/forecast.md).
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from kam_core.analysis.demand.arrays import Floats, Places, Reals
from kam_core.analysis.demand.smoothing import Maps, maps
from kam_core.analysis.months import YEAR

FEWEST = 3  # months of history without which there is no forecast
TWO_YEARS = 2 * YEAR  # months of history that a season of one's own needs
LONGEST = 60  # months of history that are looked at
STEP = 4  # beyond two years, lengths go in steps, so that series of nearly one length share their maps
TEMPER = 2.0
BLOCK = 1024  # series at once: what the processor's cache holds
LEAST_ERROR = 1e-6  # mean squared error of a series of mean 1 below which fits are equally good

FAMILIES = ("steady", "additive", "steady_in_logs", "multiplicative", "indexed")


@dataclass(frozen=True, eq=False)
class Projection:
    """Of n series, h months ahead, in the unit of the history. NaN where the history is too short."""

    point: Reals  # (n, h)
    spread: Reals  # (n, h) sd of the error, before it is held against months left out
    sigma: Reals  # (n,) sd of the error one month ahead in an ordinary month, likewise
    weights: Reals  # (n, 5) of the families


def project(values: Reals, since: Places, index: Reals, own: Reals, begins: int, h: int) -> Projection:
    """values (n, m) without gaps from column `since` (n,) on; index (n, 12) January first, own (n,) the weight of the
    series' own months in it; begins: the place in the year of column 0; h months ahead."""
    n, m = values.shape
    point, spread = np.full((n, h), np.nan), np.full((n, h), np.nan)
    sigma, weights = np.full(n, np.nan), np.zeros((n, len(FAMILIES)))
    seasons = index[:, (begins + np.arange(m + h)) % YEAR].astype(np.float32)
    length = _lengths(m - since)
    for months in np.unique(length[length >= FEWEST]).tolist():
        group = np.flatnonzero(length == months)
        for rows in np.array_split(group, -(-len(group) // BLOCK)):
            one = _block(values[rows, m - months :], seasons[rows, m - months :], own[rows], h)
            point[rows], spread[rows], sigma[rows], weights[rows] = one.point, one.spread, one.sigma, one.weights
    return Projection(point, spread, sigma, weights)


def _lengths(months: Places) -> Places:
    shown = np.minimum(months, LONGEST)
    return np.where(shown > TWO_YEARS, shown - (shown - TWO_YEARS) % STEP, shown)


@dataclass(frozen=True, eq=False)
class _Fits:
    """One family fitted to a block of b series: G points each."""

    criterion: Floats  # (b, G)
    ahead: Floats  # (b, G, h)
    variance: Floats  # (b, G, h)
    one_month: Floats  # (b, G)


def _block(values: Reals, seasons: Floats, own: Reals, h: int) -> Projection:
    n, m = values.shape
    size = np.abs(values).mean(axis=1)
    scale = np.where(size > 0, size, 1.0)[:, None]
    y = (values / scale).astype(np.float32)
    past, coming = seasons[:, :m], seasons[:, m:]
    with_season = m >= TWO_YEARS
    flat = maps(m, h, False, trended=with_season)  # within a year or two, a season looks like a trend
    fits = [_plain(y, flat)]
    fits.append(_plain(y, maps(m, h, True)) if with_season else _absent(n, h))
    above = np.flatnonzero(y.min(axis=1) > 1e-3)  # next to nothing would weigh as heavy in logs as a peak
    fits.append(_in_logs(y, above, flat))
    fits.append(_in_logs(y, above, maps(m, h, True)) if with_season else _absent(n, h))
    fits.append(_indexed(y, past, coming, own, flat))
    if not with_season:  # a few months cannot gainsay the season of their kind
        borrowing = np.isfinite(fits[-1].criterion).any(axis=1)
        for fit in fits[:-1]:
            fit.criterion[borrowing] = np.inf
    criterion = np.concatenate([fit.criterion for fit in fits], axis=1)
    ahead = np.concatenate([fit.ahead for fit in fits], axis=1)
    variance = np.concatenate([fit.variance for fit in fits], axis=1)
    weight = np.exp((criterion.min(axis=1, keepdims=True) - criterion) / (2 * TEMPER))
    weight /= weight.sum(axis=1, keepdims=True)
    point = np.einsum("ng,ngh->nh", weight, ahead)
    whole = np.einsum("ng,ngh->nh", weight, variance + (ahead - point[:, None, :]) ** 2)
    one_month = np.einsum("ng,ng->n", weight, np.concatenate([fit.one_month for fit in fits], axis=1))
    edges = np.cumsum([0] + [fit.criterion.shape[1] for fit in fits])
    families = np.stack([weight[:, a:b].sum(axis=1) for a, b in itertools.pairwise(edges)], axis=1)
    return Projection(point * scale, np.sqrt(whole) * scale, np.sqrt(one_month) * scale[:, 0], families)


def _plain(y: Floats, grid: Maps) -> _Fits:
    squares = _squares(y, grid)
    variance = _variance(squares, grid, y.shape[1])
    ahead = _ahead(y, grid)
    spread = variance[:, :, None] * (grid.growth**2).astype(np.float32)
    return _Fits(_gcv(squares, grid.cost, y.shape[1]), ahead, spread, variance)


def _in_logs(y: Floats, rows: Places, grid: Maps) -> _Fits:
    found = _absent(len(y), grid.growth.shape[1], grid.points)
    if len(rows) == 0:
        return found
    logs = np.log(y[rows])
    fit = _plain(logs, grid)
    ahead = np.exp(np.minimum(fit.ahead, logs.max(axis=1)[:, None, None] + np.float32(np.log(2))))
    found.criterion[rows] = fit.criterion + 2 * logs.sum(axis=1, keepdims=True)
    found.ahead[rows] = ahead
    found.variance[rows] = fit.variance * ahead**2
    found.one_month[rows] = fit.one_month * y[rows, -YEAR:].mean(axis=1, keepdims=True) ** 2
    return found


def _indexed(y: Floats, past: Floats, coming: Floats, own: Reals, grid: Maps) -> _Fits:
    m = y.shape[1]
    floor = np.float32(0.05)  # a month that sells nothing says nothing about the level
    past, coming = np.maximum(past, floor), np.maximum(coming, floor)
    level = y / past
    squares = _squares(level, grid, past)
    cost = grid.cost + 11 * own[:, None]
    variance = _variance(squares, grid, m)
    ahead = _ahead(level, grid) * coming[:, None, :]
    usual: Floats = coming**2 / np.mean(past**2, axis=1, keepdims=True)
    spread = variance[:, :, None] * (grid.growth**2).astype(np.float32) * usual[:, None, :]
    criterion = _gcv(squares, cost, m)
    criterion[np.ptp(past, axis=1) < 1e-6] = np.inf  # no season to borrow: the first family again
    return _Fits(criterion, ahead, spread, variance)


def _absent(n: int, h: int, points: int = 0) -> _Fits:
    return _Fits(
        np.full((n, points), np.inf, np.float32),
        np.zeros((n, points, h), np.float32),
        np.zeros((n, points, h), np.float32),
        np.zeros((n, points), np.float32),
    )


def _ahead(y: Floats, grid: Maps) -> Floats:
    found: Floats = (y @ grid.forecasts).reshape(len(y), grid.points, -1)
    return found


def _squares(y: Floats, grid: Maps, weights: Floats | None = None) -> Floats:
    """(b, G) mean squared one-step errors, at least what counts as none."""
    m = y.shape[1]
    errors = (y @ grid.errors).reshape(len(y), grid.points, m)
    if weights is not None:
        errors *= weights[:, None, :]
    found: Floats = np.maximum(np.einsum("ngm,ngm->ng", errors, errors) / m, LEAST_ERROR)
    return found


def _variance(squares: Floats, grid: Maps, m: int) -> Floats:
    found: Floats = squares * (m / np.maximum(m - grid.cost, 1)).astype(np.float32)
    return found


def _gcv(squares: Floats, cost: Reals, m: int) -> Floats:
    found: Floats = m * np.log(squares) - (2 * m * np.log(np.maximum(1 - cost / m, 0.05))).astype(np.float32)
    return found
