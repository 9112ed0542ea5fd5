"""Names beside the ends of lines: each as near to its line as the others leave room for."""

from __future__ import annotations

from collections.abc import Sequence


def spread(heights: Sequence[float], gap: float, most: float) -> list[float]:
    """Where the names of lines that end at `heights` stand, in their order: at least `gap` apart, from 0 to `most`.

    Names keep the order of their lines. Where `most` leaves too little room for all, the lowest begins at 0.
    """
    order = sorted(range(len(heights)), key=lambda at: heights[at])
    places = [0.0] * len(order)
    ceiling = max(most, gap * (len(order) - 1))
    for rank, at in reversed(list(enumerate(order))):
        places[at] = max(min(max(heights[at], gap * rank), ceiling), 0.0)
        ceiling = places[at] - gap
    return places
