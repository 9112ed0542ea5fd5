"""Quantities of every week in whole cases: rounded so far, never week by week, so that the roundings do not add up."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from kam_core.analysis.supply.demand_path import TOLERANCE, Floats


def begun(weekly: Floats, step: Floats) -> Floats:
    """(n, h) quantities a week, so far rounded up to whole steps (n,); as they are where the step is 0."""
    return _stepped(weekly, step, lambda steps: np.ceil(steps - TOLERANCE * np.maximum(steps, 1.0)))


def full(weekly: Floats, step: Floats) -> Floats:
    """(n, h) quantities a week, so far rounded down to whole steps (n,); as they are where the step is 0."""
    return _stepped(weekly, step, lambda steps: np.floor(steps + TOLERANCE * np.maximum(steps, 1.0)))


def _stepped(weekly: Floats, step: Floats, rounded: Callable[[Floats], Floats]) -> Floats:
    size = np.where(step > 0, step, 1.0)[:, None]
    whole = np.diff(rounded(np.cumsum(weekly, axis=1) / size), axis=1, prepend=0.0) * size
    return np.where(step[:, None] > 0, whole, weekly)
