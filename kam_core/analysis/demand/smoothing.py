"""Exponential smoothing as a linear map of the history, so that all series and all weights are one matrix product.

In the innovations form (Hyndman, Koehler, Ord and Snyder 2008) with fixed weights, y_t = w'x_{t-1} + e_t and
x_t = F x_{t-1} + g e_t: the one-step errors and the forecasts are linear in the history and in the first state, and the
first state that makes the errors least is linear in the history too. So for each point of a grid of weights there is a
matrix E with errors = E y and a matrix P with forecasts = P y. They depend on the length of the history alone.

The grid: four weights of the level, from the mean of all months to nearly the last one; no trend or a damped one; no
season or twelve months fitted by least squares. The season in logs is a multiplicative one.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from kam_core.analysis.demand.arrays import Floats, Reals
from kam_core.analysis.months import YEAR

ALPHAS = (0.0, 0.1, 0.3, 0.7)
TRENDS = ((0.0, 0.0), (0.2, 0.95))  # weight of the trend as a part of the level's, and its damping


@dataclass(frozen=True, eq=False)
class Maps:
    """G points of the grid for histories of one length m, and h months ahead."""

    errors: Floats  # (m, G·m): y @ errors = the one-step errors of every point, one after the other
    forecasts: Floats  # (m, G·h)
    cost: Reals  # (G,) parameters: of the first state, and the weights
    growth: Reals  # (G, h) sd of the error h months ahead over that of one month ahead

    @property
    def points(self) -> int:
        """G."""
        return len(self.cost)


@functools.lru_cache(maxsize=256)
def maps(m: int, h: int, seasonal: bool, trended: bool = True) -> Maps:
    """The grid for histories of m months, h ahead; points that m months cannot carry are left out. m ≥ 3."""
    w, move, g = _state_space(seasonal, TRENDS if trended else TRENDS[:1])
    seen, echo = _unrolled(m, w, move, g)
    # A soft constraint: the twelve months of the season sum to zero, else they and the level say the same.
    penalty = np.eye(w.shape[1]) * 1e-9
    if seasonal:
        penalty[-YEAR:, -YEAR:] += 1.0 + np.eye(YEAR) * 1e-6
    turned = seen.transpose(0, 2, 1)
    normal = np.linalg.inv(turned @ seen + penalty)
    state = normal @ turned @ echo  # of the months' values: the first state
    errors = echo - seen @ state
    for t in range(m):
        state = move @ state + g[:, :, None] * errors[:, None, t]
    ahead, response, step = np.empty((len(w), h, m)), np.empty((len(w), h)), g
    for t in range(h):
        ahead[:, t], response[:, t] = _row(w, state), _row(w, step[:, :, None])[:, 0]
        state, step = move @ state, (move @ step[:, :, None])[:, :, 0]
    growth = np.sqrt(1 + np.cumsum(response**2, axis=1) - response**2)
    cost = np.einsum("gms,gsr,gmr->g", seen, normal, seen) + (g[:, 0] > 0) + (g[:, 1] > 0)
    kept = cost < m - 1
    kept[0] = True
    return Maps(
        errors=errors[kept].transpose(2, 0, 1).reshape(m, -1).astype(np.float32),
        forecasts=ahead[kept].transpose(2, 0, 1).reshape(m, -1).astype(np.float32),
        cost=cost[kept],
        growth=growth[kept],
    )


def _state_space(seasonal: bool, trends: tuple[tuple[float, float], ...]) -> tuple[Reals, Reals, Reals]:
    """(G, s), (G, s, s), (G, s). State: level, trend, then the season of the next month and of the eleven after it."""
    grid = [(alpha, beta * alpha, phi) for alpha in ALPHAS for beta, phi in trends]
    size = 2 + (YEAR if seasonal else 0)
    w, move, g = np.zeros((len(grid), size)), np.zeros((len(grid), size, size)), np.zeros((len(grid), size))
    for at, (alpha, beta, phi) in enumerate(grid):
        w[at, :2], move[at, 0, :2], move[at, 1, 1], g[at, :2] = (1, phi), (1, phi), phi, (alpha, beta)
    if seasonal:
        w[:, 2] = 1
        move[:, range(2, size), [*range(3, size), 2]] = 1
    return w, move, g


def _unrolled(m: int, w: Reals, move: Reals, g: Reals) -> tuple[Reals, Reals]:
    """(G, m, s), (G, m, m): errors = echo @ y - seen @ first state."""
    fade = move - g[:, :, None] * w[:, None, :]
    seen, kernel, row = np.empty((len(w), m, w.shape[1])), np.empty((len(w), m)), w
    for t in range(m):
        seen[:, t], kernel[:, t] = row, (row * g).sum(axis=1)
        row = _row(row, fade)
    echo = np.zeros((len(w), m, m))
    for t in range(m):
        echo[:, t, t] = 1
        echo[:, t, :t] = -kernel[:, :t][:, ::-1]
    return seen, echo


def _row(row: Reals, by: Reals) -> Reals:
    """row' @ by, at each point."""
    found: Reals = (row[:, None, :] @ by)[:, 0]
    return found
