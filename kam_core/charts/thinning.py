"""Which points of a long curve are drawn: few enough to be quick, and nothing that is read off is missing."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]

MOST = 2_000
LEADERS = 300  # bars; more take seconds to redraw


def thinned(n: int, keep: Iterable[int] = (), most: int = MOST) -> Counts:
    """1-based counts k to draw, rising, at most `most`: all where they are that few.

    Else: the leaders one by one, the rest evenly, and always both ends and the counts in `keep` (at most a few).
    """
    if n <= most:
        return np.arange(1, n + 1)
    always = np.array(sorted({1, n, *(k for k in keep if 1 <= k <= n)}), np.int64)
    leaders = np.arange(1, min(LEADERS, most // 4) + 1)
    rest = np.linspace(leaders[-1], n, most - len(leaders) - len(always)).round().astype(np.int64)
    return np.unique(np.concatenate([leaders, rest, always]))
