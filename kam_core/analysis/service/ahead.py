"""Orders of other customers that were filled while a key account waited for the same product.

A key account's line waits from the day it was due until it is in full, at the longest `patience` days. A line of the
same product of a customer that is no key account was filled ahead of it when it was ordered later and came meanwhile.
Such lines are named in the order they came until they would have covered what the key account was missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from kam_core.analysis.exact import Flags, Numbers
from kam_core.analysis.movement.silence import BITS, YEAR_ONE
from kam_core.analysis.service.order_lines import OrderLines
from kam_core.analysis.supply.demand_path import Days, Floats

WAITS = ("late", "short", "late_short", "overdue", "tardy")
MOST = 2_000_000  # pairs that are held in memory at once


@dataclass(frozen=True, eq=False)
class Ahead:
    """p pairs of lines, those the key account waited for longest first. Rows point into `lines`."""

    lines: OrderLines
    waiting: Numbers  # (p,) the key account's line
    filled: Numbers  # (p,) the other's
    missing: Floats  # (p,) what the key account was short of on its due day
    days: Numbers  # (p,) past that day when the other was filled
    undated: int  # key accounts' late lines without a day of order: not compared

    @property
    def n(self) -> int:
        """Pairs."""
        return len(self.waiting)

    @property
    def lines_waiting(self) -> int:
        """Key accounts' lines that were passed over."""
        return _different(self.waiting, self.lines.n)

    @property
    def orders_filled(self) -> int:
        """Others' lines that were filled ahead."""
        return _different(self.filled, self.lines.n)


def filled_ahead(lines: OrderLines, key: Flags, others: Flags, as_of: np.datetime64, patience: int) -> Ahead:
    """key, others: (n,) whose line it is."""
    late = key & lines.stands(*WAITS)
    missing = np.nan_to_num(lines.ordered - lines.by_due)
    known = ~np.isnat(lines.ordered_on)
    rows = np.flatnonzero(late & (missing > 0) & known)
    came = np.flatnonzero(others & known & ~np.isnat(lines.done) & (np.nan_to_num(lines.delivered) > 0))
    came = came[np.lexsort((came, lines.done[came], lines.goods[came]))]
    when = _coded(lines.goods[came], lines.done[came])
    begins = np.searchsorted(when, _coded(lines.goods[rows], lines.due_limit[rows]), side="right")
    ends = np.searchsorted(when, _coded(lines.goods[rows], _until(lines, rows, as_of, patience)))
    pairs = [_took(lines, rows[part], came, begins[part], ends[part], missing) for part in _parts(ends - begins)]
    at, other = (np.concatenate([pair[side] for pair in pairs]) if pairs else np.zeros(0, np.int64) for side in (0, 1))
    days = (lines.done[other] - lines.due_limit[at]).astype(np.int64)
    worst = np.lexsort((other, at, -days))
    undated = int((late & (missing > 0) & ~known).sum())
    return Ahead(lines, at[worst], other[worst], missing[at][worst], days[worst], undated)


def _different(rows: Numbers, n: int) -> int:
    """How many different rows of n."""
    there = np.zeros(n, np.bool_)
    there[rows] = True
    return int(there.sum())


def _took(
    lines: OrderLines, rows: Numbers, came: Numbers, begins: Numbers, ends: Numbers, missing: Floats
) -> tuple[Numbers, Numbers]:
    """The waiting lines `rows`, each with those of came[begins:ends] ordered later, until the missing is covered."""
    many = np.maximum(ends - begins, 0)
    at = np.repeat(np.arange(len(rows)), many)
    inside = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    other = came[begins[at] + inside]
    later = lines.ordered_on[other] > lines.ordered_on[rows[at]]
    at, other = at[later], other[later]
    got = lines.delivered[other]
    so_far = np.cumsum(got) - got  # before each, over all rows: from its own row's beginning on
    first = np.searchsorted(at, np.arange(len(rows)))
    before = np.round(so_far - so_far[first[at]], 4) if len(at) else so_far
    short = before < missing[rows[at]]
    return rows[at][short], other[short]


def _until(lines: OrderLines, rows: Numbers, as_of: np.datetime64, patience: int) -> Days:
    """The first day on which each line no longer waits: in full, out of patience, or not yet known.

    A line closed short waits on: what is missing never came.
    """
    ends = np.minimum(as_of + 1, lines.due_limit[rows] + patience + 1)
    there = lines.stands("late", "tardy")[rows]
    found: Days = np.where(there, np.minimum(ends, np.where(there, lines.done[rows], ends)), ends)
    return found


def _coded(goods: Numbers, day: Days) -> Numbers:
    """Goods and day in one number, so that a search finds both at once."""
    found: Numbers = (goods << BITS) + (day.astype("datetime64[D]").astype(np.int64) + YEAR_ONE)
    return found


def _parts(many: Numbers) -> list[slice]:
    """Rows in parts of no more than MOST pairs each (a single row may have more)."""
    if not len(many):
        return []
    sizes = np.cumsum(np.maximum(many, 0))
    cuts = np.unique(np.searchsorted(sizes, np.arange(MOST, sizes[-1] + MOST, MOST)))
    edges = [0, *(int(cut) + 1 for cut in cuts if cut + 1 < len(many)), len(many)]
    return [slice(a, b) for a, b in pairwise(edges) if b > a]
