"""The last day to ship and the last safe day to order, walked back from the first uncovered day over open days only.

The goods have to be there on the first uncovered day. Before it lie the transport days, before those the production
days; a day on which the carrier, or the plant, is closed does not count. (SAP VMI, promotion lead time.)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from kam_core.analysis.supply.demand_path import Days, Floats, Whole


@dataclass(frozen=True)
class ClosedDays:
    """Days on which nothing is made, and days on which nothing is carried."""

    production: frozenset[date] = frozenset()
    transport: frozenset[date] = frozenset()


def days_between(first: date, last: date) -> frozenset[date]:
    """Every day from first to last, both included: a holiday as a set."""
    return frozenset(first + timedelta(step) for step in range((last - first).days + 1))


@dataclass(frozen=True, eq=False)
class OrderDates:
    """For n series; NaT and NaN where there is no uncovered day."""

    ship_by: Days  # (n,) the last day to hand the goods to the carrier
    order_by: Days  # (n,) the last safe order date
    days_left: Floats  # (n,) from as_of to order_by; below zero: that many days late
    closed: Floats  # (n,) closed days between order_by and the uncovered day that made both earlier


def order_dates(
    uncovered: Days,
    as_of: np.datetime64,
    production: Whole | int,
    transport: Whole | int,
    closed: ClosedDays = ClosedDays(),
) -> OrderDates:
    """Both dates. `uncovered`: (n,) the run-out date, or the day safety stock is first drawn upon (run_out with keep).

    production, transport: open days each takes, at least 0, one for all or one a series. The dates themselves are open
    days. Without closed days order_by = uncovered - transport - production.
    """
    uncovered = np.asarray(uncovered, "datetime64[D]")
    ship = _back(uncovered, transport, closed.transport)
    order = _back(ship, production, closed.production)
    known = ~np.isnat(uncovered)
    left = np.where(known, (order - as_of).astype(np.int64), 0).astype(np.float64)
    taken = np.where(known, (uncovered - order).astype(np.int64) - production - transport, 0).astype(np.float64)
    return OrderDates(ship, order, np.where(known, left, np.nan), np.where(known, taken, np.nan))


def _back(days: Days, steps: Whole | int, closed: Iterable[date]) -> Days:
    """(n,) the latest open day with `steps` open days from it (included) to the day (not included)."""
    found = np.full(days.shape, np.datetime64("NaT"), "datetime64[D]")
    known = ~np.isnat(days)
    count = np.broadcast_to(np.asarray(steps, np.int64), days.shape)
    calendar = np.busdaycalendar("1111111", np.array(sorted(closed), "datetime64[D]"))
    some = known & (count > 0)
    none = known & (count <= 0)
    found[some] = np.busday_offset(days[some], -count[some], roll="forward", busdaycal=calendar)
    found[none] = np.busday_offset(days[none], 0, roll="backward", busdaycal=calendar)
    return found
