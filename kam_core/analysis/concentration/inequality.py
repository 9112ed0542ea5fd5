"""HHI, effective number, Gini and the Lorenz curve of the values above zero: exact, whatever their size.

Sources: HHI, Herfindahl (1950): sum of squared shares, and its inverse as a number of equals, Adelman (1969), Review of
Economics and Statistics 51; Gini, G = Σ(2i−n−1)·x_i / (n·Σx) over x rising (MathWorld, "Gini Coefficient").
Customers at or below zero have no share of what is above it: they are left out, and callers say how many.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import numpy.typing as npt

from kam_core.analysis.exact import Numbers

Points = npt.NDArray[np.float64]


def positives(descending: Numbers) -> Numbers:
    """The values above zero of values sorted from large to small, in their order."""
    return descending[: int(np.searchsorted(-descending, 0, side="left"))]


def hhi(values: Numbers) -> Fraction | None:
    """Sum of squared shares of positive values, between 1/n and 1; None without a value."""
    whole = [int(value) for value in values.tolist()]
    total = sum(whole)
    return Fraction(sum(value * value for value in whole), total * total) if total else None


def gini(values: Numbers) -> Fraction | None:
    """0 where positive values are equal, near 1 where one has all; [1, 2, 3, 4, 90] -> 0.72. None without a value."""
    rising = sorted(int(value) for value in values.tolist())
    n, total = len(rising), sum(rising)
    return Fraction(sum((2 * i - n - 1) * x for i, x in enumerate(rising, 1)), n * total) if total else None


def lorenz(values: Numbers) -> tuple[Points, Points]:
    """Share of customers (smallest first) and their share of the positive total: two columns of n + 1, from 0 to 1."""
    rising = np.sort(values.astype(np.float64))
    if not len(rising):
        return np.zeros(1), np.zeros(1)
    running = np.concatenate([[0.0], np.cumsum(rising)])
    return np.linspace(0.0, 1.0, len(running)), running / running[-1]
