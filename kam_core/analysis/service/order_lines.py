"""Every order line as it was ordered, due and delivered, and the verdict on it. The cut plays no part here.

On time and in full (OTIF): what came by the due day reaches what was ordered; partial deliveries of a line are added
up. Not delivered and overdue is late; not yet due is open and not counted. A line belongs to the month it is due in.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa

from kam_core.analysis import filters
from kam_core.analysis.exact import Flags, Numbers, Texts, texts
from kam_core.analysis.sales import Sales
from kam_core.analysis.scope import Scope
from kam_core.analysis.service.settings import ServiceSettings
from kam_core.analysis.supply.demand_path import Days, Floats

#: verdict -> on time, in full; None: not known
VERDICTS: dict[str, tuple[bool | None, bool | None]] = {
    "kept": (True, True),
    "late": (False, True),
    "short": (True, False),
    "late_short": (False, False),
    "overdue": (False, False),
    "timely": (True, None),
    "tardy": (False, None),
    "full": (None, True),
    "partial": (None, False),
    "open": (None, None),
    "undated": (None, None),
    "void": (None, None),
}
UNCOUNTED = ("open", "undated", "void")


@dataclass(frozen=True, eq=False)
class OrderLines:
    """n lines, by customer, then due day. NaT, NaN: unknown. Quantities in `units`."""

    orders: Texts
    customers: Texts
    products: Texts
    product_names: Texts
    units: Texts
    ordered_on: Days
    wanted: Days
    promised: Days
    due: Days
    due_limit: Days  # the last day that is still on time
    done: Days  # the day it was in full; of a line closed short the day of its last part; NaT: still waiting
    ordered: Floats
    delivered: Floats  # up to as_of
    by_due: Floats  # of it up to the limit
    parts: Numbers  # rows of the file
    verdict: Texts
    by_shipping: bool  # the file tells when goods left, not when they came

    @property
    def n(self) -> int:
        """Lines."""
        return len(self.orders)

    @cached_property
    def counted(self) -> Flags:
        """(n,) due and judged."""
        return ~self.stands(*UNCOUNTED)

    @cached_property
    def open(self) -> Flags:
        """(n,) not yet due, and not there yet."""
        return self.stands("open")

    @cached_property
    def goods(self) -> Numbers:
        """(n,) a number for each product and unit: equal where both are."""
        codes, _ = pd.factorize(self.products)
        found: Numbers = codes * (int(self.unit_codes.max(initial=0)) + 1) + self.unit_codes
        return found

    @cached_property
    def unit_codes(self) -> Numbers:
        """(n,) a number for each unit."""
        return np.asarray(pd.factorize(self.units)[0], np.int64)

    @cached_property
    def _verdicts(self) -> Numbers:
        """(n,) the place of each verdict in VERDICTS."""
        codes, there = pd.factorize(self.verdict)
        places = np.array([list(VERDICTS).index(verdict) for verdict in there], np.int64)
        return places[codes] if self.n else np.zeros(0, np.int64)

    def stands(self, *verdicts: str) -> Flags:
        """(n,) whether the line has one of these verdicts."""
        return np.array([verdict in verdicts for verdict in VERDICTS], np.bool_)[self._verdicts]

    def known(self, which: int) -> tuple[Flags, Flags]:
        """(n,) whether the verdict tells on time (which 0) or in full (1), and (n,) whether it is."""
        told = [said[which] for said in VERDICTS.values()]
        known, met = ([one is not None for one in told], [one is True for one in told])
        return np.array(known, np.bool_)[self._verdicts], np.array(met, np.bool_)[self._verdicts]

    def take(self, at: Flags) -> OrderLines:
        """Some of the lines."""
        return OrderLines(
            **{each.name: getattr(self, each.name)[at] for each in fields(self) if each.name != "by_shipping"},
            by_shipping=self.by_shipping,
        )


def order_lines(sales: Sales, scope: Scope, as_of: date, settings: ServiceSettings | None = None) -> OrderLines:
    """The lines known on as_of whose product the scope looks at, of every customer, due in the scope's months.

    Where the period reaches the last complete month the lines due since then count too: a day that is over is over.
    Of undated lines the day of order stands for the due day. Raises BadScope as `filters.resolve` does.
    """
    settings = settings or ServiceSettings()
    scope = filters.resolve(sales, scope)
    table = sales.ask(
        "order_lines",
        as_of=as_of,
        against=settings.against.value,
        late_days=settings.late_days,
        short=settings.short,
        products=list(scope.products),
        categories=list(scope.categories),
        **filters.merging(scope),
    )
    lines = _lines(table)
    first, until = window(sales, scope, as_of)
    day = np.where(np.isnat(lines.due), lines.ordered_on, lines.due)
    waiting = ~lines.counted & (day > np.datetime64(until)) & (until == as_of)
    inside = np.isnat(day) | ((day <= np.datetime64(until)) | waiting)
    if first:
        inside &= np.isnat(day) | (day >= np.datetime64(first))
    return lines if inside.all() else lines.take(inside)


def window(sales: Sales, scope: Scope, as_of: date) -> tuple[date | None, date]:
    """The first (None: no limit) and last day on which lines of a scope are due."""
    first, last = filters.first_day(scope.first), filters.first_day(scope.last)
    complete = filters.first_day(sales.manifest.last_complete_month)
    if last is None or (complete is not None and last >= complete):
        return first, as_of
    return first, min(as_of, last.replace(day=calendar.monthrange(last.year, last.month)[1]))


def _lines(table: pa.Table) -> OrderLines:
    def days(name: str) -> Days:
        return np.asarray(table[name].cast(pa.date32()).to_numpy(), "datetime64[D]")

    def numbers(name: str) -> Floats:
        return np.asarray(table[name].cast(pa.float64()).to_pandas().to_numpy(), np.float64)

    shipped = table["by_shipping"]
    return OrderLines(
        orders=texts(table["order"]),
        customers=texts(table["customer"]),
        products=texts(table["product"]),
        product_names=texts(table["product_name"]),
        units=texts(table["unit"]),
        ordered_on=days("ordered_on"),
        wanted=days("wanted"),
        promised=days("promised"),
        due=days("due"),
        due_limit=days("due_limit"),
        done=days("done"),
        ordered=numbers("ordered"),
        delivered=numbers("delivered"),
        by_due=numbers("by_due"),
        parts=table["parts"].to_numpy(),
        verdict=texts(table["verdict"]),
        by_shipping=bool(len(shipped) and shipped[0].as_py()),
    )
