"""How long a piece of work takes."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping


def clock(work: Callable[[], object]) -> float:
    """Milliseconds."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def first_and_again(works: Mapping[str, Callable[[], object]]) -> dict[str, str]:
    """Each of them the first time, and the fastest of four, as rows of the page."""
    found = {}
    for what, work in works.items():
        times = [clock(work) for _ in range(4)]
        found[f"{what}, first ms"] = f"{times[0]:,.0f}"
        found[f"{what}, again ms"] = f"{min(times):,.0f}"
    return found
