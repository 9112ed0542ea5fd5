"""Exponential smoothing as a linear map of the history, so that all series and all weights are one matrix product.

In the innovations form (Hyndman, Koehler, Ord and Snyder 2008) with fixed weights, y_t = w'x_{t-1} + e_t and
x_t = F x_{t-1} + g e_t: the one-step errors and the forecasts are linear in the history and in the first state, and the
first state that makes the errors least is linear in the history too. So for each point of a grid of weights there is a
matrix E with errors = E y and a matrix P with forecasts = P y. They depend on the length of the history alone.

The grid: four weights of the level, from nearly fixed to nearly the last month; no trend or a damped one; no season or
twelve months fitted by least squares. The season in logs is a multiplicative one.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from kam_core.analysis.demand.arrays import Floats, Reals
from kam_core.analysis.months import YEAR

ALPHAS = (0.05, 0.2, 0.5, 0.9)
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
def maps(m: int, h: int, seasonal: bool) -> Maps:
    """The grid for histories of m months, h ahead; points that m months cannot carry are left out. m ≥ 3."""
    grid = [_point(m, h, alpha, beta * alpha, phi, seasonal) for alpha in ALPHAS for beta, phi in TRENDS]
    grid = [point for point in grid if point[2] < m - 1] or grid[:1]
    return Maps(
        errors=np.concatenate([e.T for e, _, _, _ in grid], axis=1).astype(np.float32),
        forecasts=np.concatenate([p.T for _, p, _, _ in grid], axis=1).astype(np.float32),
        cost=np.array([cost for _, _, cost, _ in grid]),
        growth=np.array([growth for _, _, _, growth in grid]),
    )


def _point(m: int, h: int, alpha: float, beta: float, phi: float, seasonal: bool) -> tuple[Reals, Reals, float, Reals]:
    w, move, g = _state_space(alpha, beta, phi, seasonal)
    seen, echo = _unrolled(m, w, move, g)
    used = [0, *([1] if beta else []), *(range(2, len(w)) if seasonal else [])]
    seen = seen[:, used]
    # A soft constraint: the twelve months of the season sum to zero, else they and the level say the same.
    penalty = np.eye(len(used)) * 1e-9
    if seasonal:
        penalty[-YEAR:, -YEAR:] += 1.0 + np.eye(YEAR) * 1e-6
    normal = np.linalg.inv(seen.T @ seen + penalty)
    first = normal @ seen.T @ echo
    errors = echo - seen @ first
    state = np.zeros((len(w), m))
    state[used] = first
    for t in range(m):
        state = move @ state + np.outer(g, errors[t])
    ahead, response, step = np.empty((h, m)), np.empty(h), g.copy()
    for t in range(h):
        ahead[t], response[t] = w @ state, w @ step
        state, step = move @ state, move @ step
    growth = np.sqrt(1 + np.concatenate([[0.0], np.cumsum(response**2)[:-1]]))
    cost = float(np.trace(seen @ normal @ seen.T)) + 1 + bool(beta)
    return errors, ahead, cost, growth


def _state_space(alpha: float, beta: float, phi: float, seasonal: bool) -> tuple[Reals, Reals, Reals]:
    """State: level, trend, then the season of the next month and of the eleven after it."""
    size = 2 + (YEAR if seasonal else 0)
    w, move, g = np.zeros(size), np.zeros((size, size)), np.zeros(size)
    w[:2], move[0, :2], move[1, 1], g[:2] = (1, phi), (1, phi), phi, (alpha, beta)
    if seasonal:
        w[2] = 1
        move[range(2, size), [*range(3, size), 2]] = 1
    return w, move, g


def _unrolled(m: int, w: Reals, move: Reals, g: Reals) -> tuple[Reals, Reals]:
    """errors = echo @ y - seen @ first state."""
    fade = move - np.outer(g, w)
    seen, kernel, row = np.empty((m, len(w))), np.empty(m), w.copy()
    for t in range(m):
        seen[t], kernel[t] = row, row @ g
        row = row @ fade
    echo = np.eye(m)
    for t in range(1, m):
        echo[t, :t] = -kernel[:t][::-1]
    return seen, echo
