"""Flips: who would have changed sides in each of the last four quarters under the same cut.

The cut is drawn on a window that ends where the scope ends, and on the same window three, six, nine and twelve months
earlier. A quarter's flips are the customers that are key accounts at its end but were not at its beginning, and the
other way round. The window is as long as the scope, at most twelve months, so that the season stands in each of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from kam_core.analysis.cut import Cut
from kam_core.analysis.exact import Texts
from kam_core.analysis.months import YEAR, between, shift, spelled
from kam_core.analysis.pareto import Pareto, draw
from kam_core.analysis.ranking import rank
from kam_core.analysis.sales import Sales
from kam_core.analysis.scope import Scope
from kam_core.errors import Mixed

QUARTER = 3


@dataclass(frozen=True)
class Flip:
    """One quarter: its months, and the customers that changed sides in it, by key, in rank order."""

    first: str
    last: str
    key_accounts: int  # at the quarter's end
    entered: tuple[str, ...]
    left: tuple[str, ...]
    names: dict[str, str]  # key -> name of those who changed sides


@dataclass(frozen=True)
class Flips:
    """At most four quarters, the latest first; fewer where the data does not reach back far enough."""

    window: int  # months each line is drawn on
    quarters: tuple[Flip, ...]

    @property
    def count(self) -> int:
        """How often a customer changed sides, in all quarters together."""
        return sum(len(flip.entered) + len(flip.left) for flip in self.quarters)


def flips(sales: Sales, scope: Scope, cut: Cut, quarters: int = 4) -> Flips:
    """Draw the cut at the end of each quarter: quarters + 1 rankings. Raises what rank and draw raise."""
    scope, about = spelled(sales, scope), sales.manifest
    if not (scope.first and scope.last and about.first_month):
        return Flips(0, ())
    last = min(scope.last, about.last_complete_month or scope.last)
    window = max(1, min(YEAR, between(scope.first, last)))
    lines: list[Pareto] = []
    for step in range(quarters + 1):
        end = shift(last, -QUARTER * step)
        first = shift(end, 1 - window)
        if first < about.first_month:
            break
        try:
            lines.append(draw(rank(sales, replace(scope, first=first, last=end)), cut))
        except Mixed:  # further back there was another unit or currency: no line can be drawn there
            break
    return Flips(window, tuple(_flip(now, before) for now, before in pairwise(lines)))


def _flip(now: Pareto, before: Pareto) -> Flip:
    is_key, was_key = set(now.key_customers), set(before.key_customers)
    entered = tuple(key for key in now.key_customers if key not in was_key)
    left = tuple(key for key in before.key_customers if key not in is_key)
    names = {key: _name(now, key) or key for key in entered} | {key: _name(before, key) or key for key in left}
    last = str(now.ranking.scope.last)
    return Flip(shift(last, 1 - QUARTER), last, now.key_accounts, entered, left, names)


def _name(pareto: Pareto, customer: str) -> str:
    names: Texts = pareto.ranking.names
    return str(names[pareto.ranking.position[customer]])
