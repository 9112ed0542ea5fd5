"""Borderline customers: those so near the line that a little money would put them on the other side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import overload

import numpy as np

from kam_core.analysis.exact import decimal
from kam_core.analysis.pareto import Pareto

WITHIN = Fraction(1, 10)


@dataclass(frozen=True)
class Near:
    """A customer near the line. gap: what it lacks to the line's value, negative where it stands above it."""

    at: int  # 0-based rank
    customer: str
    name: str
    key: bool
    value: Decimal
    gap: Decimal


@dataclass(frozen=True, eq=False)
class Borderline(Sequence[Near]):
    """The customers near the line, in rank order: a run of the ranking, each made when it is looked at."""

    pareto: Pareto
    begin: int  # 0-based ranks, begin included, end not
    end: int

    def __len__(self) -> int:
        return self.end - self.begin

    @overload
    def __getitem__(self, index: int) -> Near: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Near, ...]: ...
    def __getitem__(self, index: int | slice) -> Near | tuple[Near, ...]:
        places = range(self.begin, self.end)[index]
        return self._near(places) if isinstance(places, int) else tuple(self._near(at) for at in places)

    def _near(self, at: int) -> Near:
        ranking = self.pareto.ranking
        value, line = int(ranking.values[at]), int(ranking.values[self.pareto.k - 1])
        key = bool(self.pareto.key[at])
        return Near(at, str(ranking.customers[at]), str(ranking.names[at]), key, decimal(value), decimal(line - value))


def borderline(pareto: Pareto, within: Fraction = WITHIN) -> Borderline:
    """Customers whose value is within ±`within` of the value at the line.

    Nobody where the line has no positive value: a tenth of nothing is nothing.
    """
    ranking, k = pareto.ranking, pareto.k
    line = int(ranking.values[k - 1]) if k else 0
    if line <= 0:
        return Borderline(pareto, 0, 0)
    room = line * within.numerator // within.denominator
    descending = -ranking.values
    begin = int(np.searchsorted(descending, -(line + room), side="left"))
    end = int(np.searchsorted(descending, -(line - room), side="right"))
    return Borderline(pareto, begin, end)
