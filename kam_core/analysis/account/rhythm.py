"""How often one account orders, and how long ago it did: its own gaps are the measure, not everybody's.

The usual gap is the median of the days between two days on which it was sold something, over its last two years; nine
in ten of its gaps are not longer than the long one. Whoever has been silent for longer is worth a call.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from kam_core.analysis import filters
from kam_core.analysis.sales import Sales
from kam_core.analysis.scope import Scope

LOOKED_BACK = timedelta(days=731)
FEWEST = 6  # gaps; fewer make no habit
LONG = 90  # percent of the gaps


@dataclass(frozen=True)
class Rhythm:
    """Days count up to as_of. usual, long None: too few orders to have a habit."""

    as_of: date
    last: date | None  # order; None: none
    since: int | None  # days
    orders: int  # days with an order in the 365 days up to as_of
    usual: int | None  # days
    long: int | None

    @property
    def silent(self) -> bool:
        """Silent for longer than nine in ten of its gaps."""
        return self.since is not None and self.long is not None and self.since > self.long


def rhythm(sales: Sales, scope: Scope, customer: str, as_of: date) -> Rhythm:
    """The order days of one customer, from one query; the scope's filters count, its period does not."""
    whole = replace(scope, first=None, last=None)
    table = sales.ask("account_days:lines", customer=customer, as_of=as_of, **filters.line_parameters(whole))
    days: list[date] = table["date"].to_pylist()
    if not days:
        return Rhythm(as_of, None, None, 0, None, None)
    recent = np.array([day for day in days if day > as_of - LOOKED_BACK], "datetime64[D]")
    gaps = np.diff(recent).astype(np.int64)
    told = len(gaps) >= FEWEST
    return Rhythm(
        as_of=as_of,
        last=days[-1],
        since=(as_of - days[-1]).days,
        orders=sum(day > as_of - timedelta(days=365) for day in days),
        usual=int(np.median(gaps)) if told else None,
        long=int(np.percentile(gaps, LONG, method="higher")) if told else None,
    )
