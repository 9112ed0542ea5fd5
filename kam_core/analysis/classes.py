"""The class of a customer in the scope beside its class in the whole firm: a region's key account may be small there.

The whole firm means the same measure and period with every filter off; a chosen unit or currency stays chosen, since
different ones must not be added. The same cut is drawn on it.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

import numpy as np

from kam_core.analysis.exact import Flags, Numbers
from kam_core.analysis.pareto import Pareto
from kam_core.analysis.ranking import Ranking
from kam_core.analysis.scope import Scope


class Class(StrEnum):
    """大客户 or 其他客户."""

    KEY = "key"
    OTHER = "other"


def firm_wide(scope: Scope) -> Scope:
    """The scope of the whole firm. Equal to `scope` where nothing is filtered."""
    return replace(scope, regions=(), products=(), categories=(), types=(), departments=(), channels=())


def places(ranking: Ranking, other: Ranking) -> Numbers:
    """(n,) the 0-based rank in `other` of each customer of `ranking`; -1 where it is not in it."""
    if ranking is other:
        return np.arange(ranking.n)
    there = other.position
    return np.fromiter((there.get(customer, -1) for customer in ranking.customers), np.int64, ranking.n)


def firm_wide_key(ranking: Ranking, firm: Pareto) -> Flags:
    """(n,) whether each customer of `ranking` is a key account of the whole firm."""
    at = places(ranking, firm.ranking)
    found: Flags = np.append(firm.key, False)[at]  # -1, not there, reads the False at the end
    return found
