"""One pouring of goods over claims: whole cases, exact, everybody kept at the same level as long as it can be.

Pour goods into vessels that stand on their own stock and are as wide as their demand: the level is the number of days
all last. With A to give, stock I and demand D of those who get any, it is (A + ΣI) / ΣD, and whoever stands above it
gets nothing: dropping those with a negative share and computing again, until there are none, ends at the same level.
Where nobody stands on stock this is the proportional split A·D/ΣD. (SAP APO, fair share rules.)

Cases go one after the other to whoever is lowest when the middle of its next case is counted (Webster's rounding).
So what a smaller quantity gave is never taken back by a larger one, as rounding by largest remainders can do.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from fractions import Fraction
from operator import itemgetter


def pour(total: int, unit: int, width: Sequence[int], standing: Sequence[int], most: Sequence[int | None]) -> list[int]:
    """How many whole units each claim gets, in the order given; equal levels go to the claim that stands first.

    total: goods to give; unit: goods in one case, at least 1; width: demand of each claim, at least 0 (0 gets nothing);
    standing: stock that counts; most: the units a claim may get at most, None: no limit. All quantities in one measure.
    The sum is min(total // unit, Σ most) over the claims with a demand: exactly, always.
    """
    units = total // unit
    limits = [0 if not w else units if m is None else max(0, min(m, units)) for w, m in zip(width, most)]
    units = min(units, sum(limits))
    level = _level(units * unit, unit, width, standing, limits)
    up, down = level.numerator, level.denominator
    given = [
        min(max((2 * w * up - 2 * s * down + unit * down) // (2 * unit * down), 0), limit) if limit else 0
        for w, s, limit in zip(width, standing, limits)
    ]
    _settle(units - sum(given), given, unit, width, standing, limits)
    return given


def _level(goods: int, unit: int, width: Sequence[int], standing: Sequence[int], limits: Sequence[int]) -> Fraction:
    """The level at which the goods are poured out: where Σ min(max(width·level - standing, 0), limit) = goods."""
    bends = []  # levels at which somebody begins to get goods, and has all it may get
    for w, s, limit in zip(width, standing, limits):
        if limit:
            bends.append((Fraction(s, w), w, s, 0))
            bends.append((Fraction(s + limit * unit, w), -w, -s, limit * unit))
    bends.sort(key=itemgetter(0))
    wide = stock = full = 0
    for level, w, s, filled in bends:
        if wide and wide * level - stock + full >= goods:
            break
        wide, stock, full = wide + w, stock + s, full + filled
    return Fraction(goods + stock - full, wide) if wide else bends[-1][0] if bends else Fraction(0)


def _settle(
    missing: int,
    given: list[int],
    unit: int,
    width: Sequence[int],
    standing: Sequence[int],
    limits: Sequence[int],
) -> None:
    """Give what is missing case by case to the lowest, or take what is too much from the highest."""

    def middle(i: int, case: int) -> Fraction:
        return Fraction(2 * standing[i] + (2 * case + 1) * unit, 2 * width[i])

    if missing > 0:
        queue = [(middle(i, given[i]), i) for i in range(len(given)) if given[i] < limits[i]]
        heapq.heapify(queue)
        for _ in range(missing):
            _, i = heapq.heappop(queue)
            given[i] += 1
            if given[i] < limits[i]:
                heapq.heappush(queue, (middle(i, given[i]), i))
    elif missing < 0:
        queue = [(-middle(i, given[i] - 1), -i) for i in range(len(given)) if given[i] > 0]
        heapq.heapify(queue)
        for _ in range(-missing):
            i = -heapq.heappop(queue)[1]
            given[i] -= 1
            if given[i] > 0:
                heapq.heappush(queue, (-middle(i, given[i] - 1), -i))
