"""The demand to come, of every series at once, with its band, its season, and how it was found.

A forecast is never below zero: returns are netted in the history, and nobody plans for less than nothing.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from statistics import NormalDist
from typing import Any

import numpy as np

from kam_core.analysis.demand import trial
from kam_core.analysis.demand.arrays import Places, Reals
from kam_core.analysis.demand.ensemble import FEWEST, TWO_YEARS, Projection
from kam_core.analysis.demand.foretelling import Material, foretell
from kam_core.analysis.demand.history import History
from kam_core.analysis.exact import Flags, Texts
from kam_core.analysis.finding import Finding
from kam_core.analysis.months import YEAR, shift, span


class Pool(StrEnum):
    """From whom a thin series borrows its season: nobody, everyone, and then its product's category and its product."""

    NOBODY = "nobody"
    ALL = "all"
    CATEGORY = "category"
    PRODUCT = "product"


class Method(StrEnum):
    """How a series was forecast: what weighs most in the average. A code under `[method]` in the wording."""

    NONE = "none"  # under three months of history: no forecast
    ENDED = "ended"  # nothing sold for a year: zero
    SHORT = "short"  # under two years: the level, over a borrowed season
    STEADY = "steady"  # smoothing without a season
    ADDITIVE = "additive"  # smoothing and a season that is added
    MULTIPLICATIVE = "multiplicative"  # the same in logs
    INDEXED = "indexed"  # smoothing over the borrowed seasonal index


@dataclass(frozen=True)
class Settings:
    """lunar: align January and February to Chinese New Year. level: share of months inside the band."""

    lunar: bool = False
    level: float = 0.90
    pool: Pool = Pool.PRODUCT

    def __post_init__(self) -> None:
        if not 0 < self.level < 1:
            raise ValueError(f"a band for {self.level} of the months")


@dataclass(frozen=True, eq=False)
class Demand:
    """n series, h months that follow the history, in its unit. NaN where there is no forecast (Method.NONE)."""

    history: History
    settings: Settings
    months: tuple[str, ...]  # (h,) the first may have begun: history.so_far was sold in it
    forecast: Reals  # (n, h) whole months, so_far included
    low: Reals  # (n, h)
    high: Reals  # (n, h)
    sigma: Reals  # (n,) sd of the error one month ahead, after trend and season
    index: Reals  # (n, 12) the seasonal index it is forecast with, January first, mean about 1
    strength: Reals  # (n,) of its own season, 0 … 1; 0 under two years
    seasonal: Flags  # (n,) its own season is more than chance
    methods: Texts  # (n,) the words of Method
    history_months: Places  # (n,) from the first month of sale to the end of the history
    error: Reals  # (n,) held-out months: sum of misses / sum sold; NaN where nothing could be tried
    mase: Reals  # (n,) held-out months: mean miss / that of the naive forecast; NaN likewise
    finding: Finding = field(repr=False)


def forecast(history: History, horizon: int = 6, settings: Settings | None = None) -> Demand:
    """The demand of the `horizon` months that follow the history. Raises ValueError for a horizon below 1."""
    if horizon < 1:
        raise ValueError(f"a horizon of {horizon} months")
    settings = settings or Settings()
    known = _material(history, settings)
    months = span(history.next_month, shift(history.next_month, horizon - 1))
    n, length = history.n, len(history.months) - history.since
    if not history.months or n == 0:
        nothing = np.full((n, horizon), np.nan)
        return _demand(history, settings, months, nothing, nothing, nothing, None, length)
    with ThreadPoolExecutor(1) as beside:  # the trial knows nothing of the forecast
        trying = beside.submit(trial.run, known, settings.level)
        told = foretell(known, horizon)
        tried = trying.result()
    ended = (history.last < len(history.months) - YEAR) & (length > YEAR)
    point = np.where(ended[:, None], 0.0, np.maximum(told.projection.point, 0.0))
    spread = np.where(ended[:, None], 0.0, told.projection.spread)
    usual = NormalDist().inv_cdf((1 + settings.level) / 2)
    sigma = np.where(ended, 0.0, told.projection.sigma * (tried.below + tried.above) / (2 * usual))
    low = np.maximum(point - tried.below[:, None] * spread, 0.0)
    high = point + tried.above[:, None] * spread
    more: dict[str, Any] = {
        "sigma": sigma,
        "index": told.index,
        "strength": told.season.strength,
        "seasonal": told.season.found,
        "methods": _methods(told.projection, length, ended),
        "error": tried.error,
        "mase": tried.mase,
    }
    return _demand(history, settings, months, point, low, high, more, length)


def _material(history: History, settings: Settings) -> Material:
    everyone = np.full(history.n, "", object)
    order = (Pool.ALL, Pool.CATEGORY, Pool.PRODUCT)
    keys = (everyone, history.categories, history.products)
    deepest = order.index(settings.pool) + 1 if settings.pool in order else 0
    levels = tuple(keys[:deepest])
    return Material(history.values, history.since, history.months, history.unknown, levels, settings.lunar)


def _methods(told: Projection, length: Places, ended: Flags) -> Texts:
    weights = told.weights
    steady, multiplicative = weights[:, 0] + weights[:, 2], weights[:, 3]
    best = np.argmax(np.stack([steady, weights[:, 1], multiplicative, weights[:, 4]], axis=1), axis=1)
    names = np.array([Method.STEADY, Method.ADDITIVE, Method.MULTIPLICATIVE, Method.INDEXED], object)[best]
    names = np.where(length < TWO_YEARS, Method.SHORT, names)
    names = np.where(ended, Method.ENDED, names)
    found: Texts = np.where(length < FEWEST, Method.NONE, names).astype(object)
    return found


def _demand(
    history: History,
    settings: Settings,
    months: tuple[str, ...],
    point: Reals,
    low: Reals,
    high: Reals,
    more: dict[str, Any] | None,
    length: Places,
) -> Demand:
    n = history.n
    unknown = np.full(n, np.nan)
    more = more or {
        "sigma": unknown,
        "index": np.ones((n, YEAR)),
        "strength": np.zeros(n),
        "seasonal": np.zeros(n, np.bool_),
        "methods": np.full(n, Method.NONE, object),
        "error": unknown,
        "mase": unknown,
    }
    return Demand(
        history=history,
        settings=settings,
        months=months,
        forecast=point,
        low=low,
        high=high,
        history_months=length,
        finding=_finding(months, point, more),
        **more,
    )


def _finding(months: tuple[str, ...], point: Reals, more: dict[str, Any]) -> Finding:
    told = ~np.isnan(point[:, 0]) if len(point) else np.zeros(0, np.bool_)
    if not told.any():
        return Finding("no_demand", {"series": len(point)})
    total = Decimal(str(round(float(point[told].sum()), 4)))
    facts = {"series": int(told.sum()), "first": months[0], "last": months[-1], "total": total}
    return Finding("demand", facts | {"seasonal": int(more["seasonal"].sum()), "untold": int((~told).sum())})
