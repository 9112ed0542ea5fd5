"""How long the stock lasts: forward, by walking the demand to come; backward, by what was sold.

Backward cover misleads before a peak: stock 1,200 after three months of 100 each, with 120, 300, 500 and 600 to come,
is 12.0 months backward and 3.5 forward. So it is the forward cover that decides; the other stands beside it, small.
"""

from __future__ import annotations

import numpy as np

from kam_core.analysis.supply.demand_path import TOLERANCE, DemandPath, Floats

BACK = 3  # months of the past that backward cover is usually taken over


def forward_cover(stock: Floats, monthly: Floats, begun: float = 0.0) -> Floats:
    """(n,) months the stock lasts: full months, then the rest over the next month's demand. Anaplan; frePPLe.

    stock: (n,) units. monthly: (n, h) demand to come, units a month. begun: the part of the first month that is gone
    already (its demand with it). inf where the stock outlasts the months given, NaN where either is unknown; stock
    below zero lasts 0.
    """
    return _months(stock, monthly, begun) - begun


def forward_cover_days(stock: Floats, path: DemandPath, as_of: np.datetime64) -> Floats:
    """(n,) days the stock lasts after the close of as_of: full days, then the rest over the next day's demand.

    inf where it outlasts the path, NaN where unknown. Whole days covered = floor; the run-out date is the day after.
    """
    column, part = path.places(np.asarray([as_of]))
    if column[0] < 0:
        return np.full(path.n, np.nan)
    position = _months(stock, path.monthly[:, column[0] :], float(part[0]))
    ends = np.isfinite(position)
    month = np.floor(np.where(ends, position, 0.0)).astype(np.int64)
    starts = (path.starts[column[0] :] - as_of).astype(np.int64) - 1  # days after the close of as_of
    month = np.minimum(month, len(starts) - 2)
    days = starts[month] + (np.where(ends, position, 0.0) - month) * np.diff(starts)[month]
    return np.where(ends, np.maximum(days, 0.0), position)


def backward_cover(stock: Floats, past: Floats) -> Floats:
    """(n,) months the stock would last at the average of the past: stock / mean. (stock-to-sales ratio)

    past: (n, m) units sold in each past month; NaN months are left out. inf where nothing was sold and there is stock,
    NaN where both are nothing or unknown.
    """
    known = ~np.isnan(past)
    months = known.sum(axis=1)
    average = np.where(known, past, 0.0).sum(axis=1) / np.where(months, months, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        cover: Floats = np.maximum(stock, 0.0) / average
    return np.where(average < 0, np.nan, cover)


def _months(stock: Floats, monthly: Floats, begun: float) -> Floats:
    """(n,) how far into the months, counted from the beginning of the first, the stock reaches."""
    if monthly.shape[1] == 0:
        return np.where(np.isnan(stock), np.nan, np.inf)
    running = np.cumsum(monthly, axis=1)
    have = np.maximum(stock, 0.0) + monthly[:, 0] * begun
    full = (running <= (have * (1 + TOLERANCE))[:, None]).sum(axis=1)
    h = monthly.shape[1]
    at, rows = np.minimum(full, h - 1), np.arange(len(monthly))
    before = np.where(at > 0, running[rows, at - 1], 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        part: Floats = np.clip((have - before) / monthly[rows, at], 0.0, 1.0)
    reached = np.where(full >= h, np.inf, at + part)
    return np.where(np.isnan(have), np.nan, reached)
