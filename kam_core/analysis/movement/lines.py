"""Two lines laid side by side: the cut drawn on two periods, and every customer of either found in both."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kam_core.analysis.classes import places
from kam_core.analysis.cut import Cut
from kam_core.analysis.exact import Numbers
from kam_core.analysis.movement.matrix import KEY, NONE, OTHER, At, Movement
from kam_core.analysis.movement.periods import Months
from kam_core.analysis.pareto import Pareto, draw
from kam_core.analysis.ranking import rank
from kam_core.analysis.sales import Sales
from kam_core.analysis.scope import Scope


def movement(
    sales: Sales, scope: Scope, cut: Cut, before: Months, after: Months, known: Sales | None = None
) -> Movement:
    """Draw the cut on both periods of a scope, whose own period is not looked at, and lay one beside the other.

    known: the version of the dataset in which `before` is looked up, where that is not `sales`: its list as it was.
    Raises what rank and draw raise: BadScope, Mixed, BadCut, Busy.
    """
    was, now = (replace(scope, first=period.first, last=period.last) for period in (before, after))
    return compare(draw(rank(known or sales, was), cut), draw(rank(sales, now), cut))


def compare(before: Pareto, after: Pareto) -> Movement:
    """One line laid beside another: the same cut, or a cut and the register it is held against."""
    old, new = before.ranking, after.ranking
    found = places(new, old)  # where each customer of `after` stood
    gone = np.ones(old.n, np.bool_)
    gone[found[found >= 0]] = False
    lost = np.flatnonzero(gone)
    nothing = np.full(len(lost), -1)
    rank_before = np.concatenate([found, lost]).astype(np.int64)
    rank_after = np.concatenate([np.arange(new.n), nothing]).astype(np.int64)
    return Movement(
        before=before,
        after=after,
        customers=np.concatenate([new.customers, old.customers[lost]]),
        names=np.concatenate([new.names, old.names[lost]]),
        was=_values(old.values, rank_before),
        now=_values(new.values, rank_after),
        rank_before=rank_before,
        rank_after=rank_after,
        stood=_stand(before, rank_before),
        stands=_stand(after, rank_after),
    )


def _values(values: Numbers, at: At) -> Numbers:
    found: Numbers = np.append(values, values.dtype.type(0) if values.dtype != object else 0)[at]
    return found


def _stand(pareto: Pareto, at: At) -> At:
    stands = np.append(np.where(pareto.key, KEY, OTHER), NONE)[at]  # -1, not there, reads the NONE at the end
    return stands.astype(np.int64)
