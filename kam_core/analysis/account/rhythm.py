"""How often one account orders, and how long ago it did: its own gaps are the measure, not everybody's.

What is unusual is decided as for everyone (movement.silence): the same habit, the same days, one customer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pyarrow as pa

from kam_core.analysis import filters
from kam_core.analysis.movement.silence import Habit, habits
from kam_core.analysis.sales import Sales
from kam_core.analysis.scope import Scope

A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Rhythm:
    """Days count up to as_of. usual, long None: ordered on too few days to have a habit."""

    as_of: date
    last: date | None  # order; None: none
    since: int | None  # days
    orders: int  # days with an order in the 365 days up to as_of
    usual: int | None  # median of its gaps, in days
    long: int | None  # nine in ten of its gaps are not longer
    silent: bool  # quiet for longer than is usual for it, and not for a year yet


def rhythm(sales: Sales, scope: Scope, customer: str, as_of: date, habit: Habit | None = None) -> Rhythm:
    """The order days of one customer, from one query; the scope's filters count, its period does not."""
    habit, whole = habit or Habit(), replace(scope, first=None, last=None)
    table = sales.ask("account_days:lines", customer=customer, as_of=as_of, **filters.line_parameters(whole))
    days: list[date] = table["date"].to_pylist()
    if not days:
        return Rhythm(as_of, None, None, 0, None, None, False)
    quiet = habits(pa.chunked_array([pa.array([days], pa.list_(pa.date32()))]), as_of, habit)
    told = len(days) >= habit.orders
    return Rhythm(
        as_of=as_of,
        last=days[-1],
        since=(as_of - days[-1]).days,
        orders=sum(day > as_of - A_YEAR for day in days),
        usual=int(quiet.usual[0]) if told else None,
        long=int(quiet.longest[0]) if told else None,
        silent=bool(quiet.silent[0]),
    )
