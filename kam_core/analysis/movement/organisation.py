"""Who should look after the key accounts: the managing director with a visiting rhythm, or a department and its load.

Up to the threshold of key accounts the managing director looks after them; above it a department does (department.py).
An account weighs as many visits a year as its place among the key accounts asks for: those that bring the first half of
the key accounts' money are seen every month, those up to four fifths every other month, the rest every quarter. A
manager's workload is the visits of the accounts looked after; two a week, less holidays, are the limit. Common
practice, not truths: every figure is a setting.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from kam_core.analysis.department import FROM, Department, department
from kam_core.analysis.exact import Numbers, Texts, running_sum
from kam_core.analysis.finding import Finding
from kam_core.analysis.movement.matrix import money
from kam_core.analysis.pareto import Pareto

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Rhythm:
    """threshold: key accounts from which on a department is due; steps: (up to this share of their money, visits a
    year), the last up to all of it; most: visits a year one manager can make."""

    threshold: int = FROM
    steps: tuple[tuple[Fraction, int], ...] = ((Fraction(1, 2), 12), (Fraction(4, 5), 6), (Fraction(1), 4))
    most: int = 96


@dataclass(frozen=True)
class Load:
    """What one manager looks after; name '' = accounts of nobody known."""

    name: str
    accounts: int
    visits: int  # a year
    money: Decimal
    over: int  # visits a year beyond the limit; 0 within it


@dataclass(frozen=True, eq=False)
class Organisation:
    """The key accounts in rank order with their rhythm, and the loads, the heaviest first, nobody's last."""

    pareto: Pareto
    rhythm: Rhythm
    department: Department
    customers: Texts  # (k,) keys
    names: Texts  # (k,)
    values: Numbers  # (k,) in ten-thousandths
    heads: Texts  # (k,) account manager, else salesperson, else ''
    visits: Counts  # (k,) a year
    loads: tuple[Load, ...]

    @property
    def due(self) -> bool:
        """Whether there are more key accounts than the threshold."""
        return self.department.due

    @property
    def needed(self) -> int:
        """Managers all visits need."""
        return -(-int(self.visits.sum()) // self.rhythm.most)

    @property
    def over(self) -> tuple[Load, ...]:
        """Managers beyond the limit."""
        return tuple(load for load in self.loads if load.over and load.name)

    @property
    def finding(self) -> Finding:
        """The advice: whose task the key accounts are, what it takes, and who has too much."""
        facts = {"key_accounts": len(self.customers), "threshold": self.rhythm.threshold}
        if not len(self.customers):
            return Finding("organisation_nobody", facts)
        visits = {"visits": int(self.visits.sum()), "monthly": int((self.visits >= 12).sum())}
        if not self.due:
            return Finding("organisation_director", facts | visits)
        heads = sum(bool(load.name) for load in self.loads)
        facts |= visits | {"needed": self.needed, "heads": heads}
        if not heads:
            return Finding("organisation_no_names", facts)
        if not self.over:
            return Finding("organisation_department", facts)
        first = self.over[0]
        return Finding("organisation_over", facts | {"over": len(self.over), "name": first.name, "load": first.visits})


def organisation(pareto: Pareto, rhythm: Rhythm | None = None) -> Organisation:
    """The advice for the key accounts of a cut."""
    rhythm, ranking, key = rhythm or Rhythm(), pareto.ranking, pareto.key
    heads = np.where(ranking.managers[key] == "", ranking.salespeople[key], ranking.managers[key])
    values = ranking.values[key]
    visits = _visits(values, rhythm)
    return Organisation(
        pareto=pareto,
        rhythm=rhythm,
        department=department(pareto, rhythm.threshold),
        customers=ranking.customers[key],
        names=ranking.names[key],
        values=values,
        heads=heads,
        visits=visits,
        loads=_loads(heads, visits, values, rhythm.most),
    )


def _visits(values: Numbers, rhythm: Rhythm) -> Counts:
    """An account belongs to the step in which its money begins: the largest one is always in the first."""
    positive = np.maximum(values, 0)
    through = running_sum(positive)
    total = int(through[-1]) if len(values) else 0
    found = np.full(len(values), rhythm.steps[-1][1], np.int64)
    for share, visits in reversed(rhythm.steps[:-1]):
        begins = through - positive
        found[np.array([int(begin) * share.denominator < share.numerator * total for begin in begins], np.bool_)] = (
            visits
        )
    return found


def _loads(heads: Texts, visits: Counts, values: Numbers, most: int) -> tuple[Load, ...]:
    found = []
    for head in sorted(set(heads.tolist())):
        mine = heads == head
        made = int(visits[mine].sum())
        found.append(Load(head, int(mine.sum()), made, money(values[mine]), max(made - most, 0)))
    return tuple(sorted(found, key=lambda load: (not load.name, -load.visits, load.name)))
