"""Borderline customers: those so near the line that a little money would put them on the other side."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

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


def borderline(pareto: Pareto, within: Fraction = WITHIN) -> tuple[Near, ...]:
    """Customers whose value is within ±`within` of the value at the line, in rank order.

    Nobody where the line has no positive value: a tenth of nothing is nothing.
    """
    ranking, k = pareto.ranking, pareto.k
    line = int(ranking.values[k - 1]) if k else 0
    if line <= 0:
        return ()
    room = line * within.numerator // within.denominator
    descending = -ranking.values
    begin = int(np.searchsorted(descending, -(line + room), side="left"))
    end = int(np.searchsorted(descending, -(line - room), side="right"))
    return tuple(
        Near(
            at=at,
            customer=str(ranking.customers[at]),
            name=str(ranking.names[at]),
            key=bool(pareto.key[at]),
            value=decimal(ranking.values[at]),
            gap=decimal(line - int(ranking.values[at])),
        )
        for at in range(begin, end)
    )
