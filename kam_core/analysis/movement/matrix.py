"""Where each customer stood before and stands after, with its money: the transition matrix, and what follows from it.

A class is key, other, or none: a customer without a line in one of the periods is new, or gone, and never dropped. So
the rows of the matrix add up to everyone of the period before, the columns to everyone of the period after, in
customers and in money. After DAX Patterns, *ABC classification*, transition matrix.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from kam_core.analysis.exact import Flags, Numbers, Texts, decimal, running_sum
from kam_core.analysis.finding import Finding
from kam_core.analysis.movement.periods import Months
from kam_core.analysis.pareto import Pareto
from kam_core.facts import Signed

At = npt.NDArray[np.int64]


class Stand(StrEnum):
    """Where a customer stands in one period."""

    KEY = "key"
    OTHER = "other"
    NONE = "none"  # no line in the period


STANDS = tuple(Stand)
KEY, OTHER, NONE = range(3)


@dataclass(frozen=True)
class Cell:
    """The customers that stood at `before` and stand at `after`, and their money in both periods."""

    before: Stand
    after: Stand
    customers: int
    money_before: Decimal
    money_after: Decimal


@dataclass(frozen=True, eq=False)
class Movement:
    """Everyone with a line in one of the periods: first those of `after` in rank order, then those who are gone."""

    before: Pareto
    after: Pareto
    customers: Texts  # (n,) keys
    names: Texts  # (n,)
    was: Numbers  # (n,) value before, in ten-thousandths; 0 where there was no line
    now: Numbers  # (n,)
    rank_before: At  # (n,) 0-based; -1 where there was no line
    rank_after: At  # (n,)
    stood: At  # (n,) an index into STANDS
    stands: At  # (n,)

    @property
    def n(self) -> int:
        """Customers in either period."""
        return len(self.customers)

    @cached_property
    def matrix(self) -> tuple[tuple[Cell, ...], ...]:
        """3 × 3: rows where they stood, columns where they stand. none × none is empty."""
        return tuple(tuple(self._cell(before, after) for after in range(len(STANDS))) for before in range(len(STANDS)))

    @cached_property
    def entered(self) -> At:
        """Key accounts that were none before, the largest now first."""
        return np.flatnonzero((self.stands == KEY) & (self.stood != KEY))

    @cached_property
    def left(self) -> At:
        """Key accounts before that are none now, the largest then first."""
        return self._by_rank_before((self.stood == KEY) & (self.stands != KEY))

    @cached_property
    def stayed(self) -> At:
        """Key accounts in both periods, the largest now first."""
        return np.flatnonzero((self.stood == KEY) & (self.stands == KEY))

    @cached_property
    def new(self) -> At:
        """Customers without a line before, the largest now first."""
        return np.flatnonzero(self.stood == NONE)

    @cached_property
    def gone(self) -> At:
        """Customers without a line after, the largest then first."""
        return self._by_rank_before(self.stands == NONE)

    @cached_property
    def change(self) -> Numbers:
        """(n,) now - was, in ten-thousandths."""
        found: Numbers = self.now - self.was
        return found

    @cached_property
    def rises(self) -> At:
        """Everyone whose value rose, the largest rise first; ties by customer key."""
        return self._by_change(self.change > 0)

    @cached_property
    def falls(self) -> At:
        """Everyone whose value fell, the largest fall first; ties by customer key."""
        return self._by_change(self.change < 0)

    @cached_property
    def net(self) -> Decimal:
        """What those who entered bring now less what those who left brought before."""
        return money(self.now[self.entered]) - money(self.was[self.left])

    @cached_property
    def stayed_change(self) -> Decimal:
        """How the money of those who stayed changed. net + this = key total after - key total before."""
        return money(self.change[self.stayed])

    @property
    def same_length(self) -> bool:
        """Whether both periods have as many months: a value to reach means nothing else."""
        first, second = periods(self)
        return first.count == second.count

    @cached_property
    def finding(self) -> Finding:
        """The sentence that answers the question."""
        if self.n == 0:
            return Finding("nobody")
        facts: dict[str, Any] = {
            "entered": len(self.entered),
            "left": len(self.left),
            "net": Signed(self.net),
            "stayed": len(self.stayed),
            "change": Signed(self.stayed_change),
        }
        largest = self.after.largest_share
        tail = Finding("movement_largest", {"largest": largest}) if largest is not None else Finding("movement_end")
        moved = "movement" if len(self.entered) or len(self.left) else "movement_still"
        return Finding(moved, facts | {"tail": tail})

    def _cell(self, before: int, after: int) -> Cell:
        there = (self.stood == before) & (self.stands == after)
        return Cell(STANDS[before], STANDS[after], int(there.sum()), money(self.was[there]), money(self.now[there]))

    def _by_rank_before(self, there: Flags) -> At:
        at = np.flatnonzero(there)
        return at[np.argsort(self.rank_before[at], kind="stable")]

    def _by_change(self, there: Flags) -> At:
        at = np.flatnonzero(there)
        size = np.abs(self.change[at])
        order = np.lexsort((self.customers[at].astype(str), -size)) if len(at) else at
        return at[order]


def periods(found: Movement) -> tuple[Months, Months]:
    """The months before and after."""
    scopes = found.before.ranking.scope, found.after.ranking.scope
    first, second = (Months(scope.first or "", scope.last or "") for scope in scopes)
    return first, second


def money(values: Numbers | Sequence[int]) -> Decimal:
    """The exact sum of ten-thousandths."""
    values = np.asarray(values)
    return decimal(int(running_sum(values)[-1])) if len(values) else Decimal(0)
