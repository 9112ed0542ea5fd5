"""The season of a series that is too short or too thin for one of its own: borrowed from its product, category, or all.

The index of each series is a mix of its own and of its pool's with the weight w = n / (n + k), n = months with sales:
shrinkage as credibility has it (Bühlmann 1967), each level towards the next: all -> category -> product -> series. The
months with sales of a pool are those of all its series: what hundreds buy has a season of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kam_core.analysis.demand.arrays import Reals
from kam_core.analysis.demand.season import Season, seasonal_index
from kam_core.analysis.exact import Texts

K = 60.0  # months with sales at which a series' own index counts as much as its pool's


@dataclass(frozen=True, eq=False)
class Borrowed:
    """The index each series is forecast with."""

    index: Reals  # (n, 12), January first, sums to 12
    own: Reals  # (n,) the weight of its own index, 0 … 1


def borrow(values: Reals, own: Season, levels: list[Texts], begins: int, k: float = K) -> Borrowed:
    """values (n, m): NaN before a series begins. levels: pool keys (n,) from the widest to the narrowest."""
    index = np.ones_like(own.index)
    sold = np.nan_to_num(values)
    months = (sold != 0).sum(axis=1).astype(np.float64)
    for keys in levels:
        _, pool = np.unique(keys.astype(str), return_inverse=True)
        pools = int(pool.max(initial=-1)) + 1
        totals = np.zeros((pools, values.shape[1]))
        order = np.argsort(pool, kind="stable")
        if len(order):
            starts = np.flatnonzero(np.r_[True, np.diff(pool[order]) > 0])
            totals = np.add.reduceat(sold[order], starts, axis=0)
        season = seasonal_index(totals, begins)
        index = _mix(
            index,
            season.index[pool],
            (_weight(np.bincount(pool, months, pools).astype(np.float64), k) * season.known)[pool],
        )
    weight = _weight(months, k) * own.known
    return Borrowed(_mix(index, own.index, weight), weight)


def _weight(months: Reals, k: float) -> Reals:
    return months / (months + k)


def _mix(wide: Reals, narrow: Reals, weight: Reals) -> Reals:
    return wide + weight[:, None] * (narrow - wide)
