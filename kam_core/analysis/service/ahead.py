"""Orders of other customers that were filled while a key account waited for the same product.

A key account's line waits from the day it was due until it is in full, at the longest `patience` days. A line of the
same product of a customer that is no key account was filled ahead of it when it was ordered later and came meanwhile.
Such lines are named in the order they came until they would have covered what the key account was missing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kam_core.analysis.exact import Flags, Numbers
from kam_core.analysis.service.order_lines import OrderLines
from kam_core.analysis.supply.demand_path import Floats


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
        return len(np.unique(self.waiting))

    @property
    def orders_filled(self) -> int:
        """Others' lines that were filled ahead."""
        return len(np.unique(self.filled))


def filled_ahead(lines: OrderLines, key: Flags, others: Flags, as_of: np.datetime64, patience: int) -> Ahead:
    """key, others: (n,) whose line it is."""
    late = key & np.isin(lines.verdict, ("late", "short", "late_short", "overdue", "tardy"))
    missing = np.nan_to_num(lines.ordered - lines.by_due)
    short = late & (missing > 0)
    known = ~np.isnat(lines.ordered_on)
    came = others & known & ~np.isnat(lines.done) & (np.nan_to_num(lines.delivered) > 0)
    by_product = np.flatnonzero(came)
    by_product = by_product[np.lexsort((by_product, lines.done[by_product], lines.products[by_product].astype(str)))]
    names = lines.products[by_product].astype(str)
    waiting: list[int] = []
    filled: list[int] = []
    for row in np.flatnonzero(short & known):
        product = str(lines.products[row])
        there = by_product[np.searchsorted(names, product) : np.searchsorted(names, product, side="right")]
        since, until = lines.due_limit[row], _until(lines, int(row), as_of, patience)
        done = lines.done[there]
        meanwhile = there[np.searchsorted(done, since, side="right") : np.searchsorted(done, until)]
        later = meanwhile[
            (lines.ordered_on[meanwhile] > lines.ordered_on[row]) & (lines.units[meanwhile] == lines.units[row])
        ]
        before = np.concatenate([[0.0], np.cumsum(lines.delivered[later])[:-1]]) if len(later) else np.zeros(0)
        took = later[before < missing[row]]
        waiting += [int(row)] * len(took)
        filled += took.tolist()
    at, other = np.array(waiting, np.int64), np.array(filled, np.int64)
    days = (lines.done[other] - lines.due_limit[at]).astype(np.int64)
    worst = np.lexsort((other, at, -days))
    return Ahead(lines, at[worst], other[worst], missing[at][worst], days[worst], int((short & ~known).sum()))


def _until(lines: OrderLines, row: int, as_of: np.datetime64, patience: int) -> np.datetime64:
    """The first day on which the line no longer waits: in full, out of patience, or not yet known.

    A line closed short waits on: what is missing never came.
    """
    ends = min(as_of + 1, lines.due_limit[row] + patience + 1)
    return min(ends, lines.done[row]) if lines.verdict[row] in ("late", "tardy") else ends
