"""The shares of the first 1, 5, 10 and 20 customers over time: who is first is decided anew in each window.

A window is the 12 months that end with a month, or a calendar quarter. Only complete months count, and all there are up
to the end of the scope: its beginning is not looked at, its filters are. Shares are of the window's net total.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa

from kam_core.analysis import filters
from kam_core.analysis.concentration.concentration import TOPS
from kam_core.analysis.exact import Numbers, share, ten_thousandths
from kam_core.analysis.finding import Finding
from kam_core.analysis.months import YEAR, between, shift, spelled
from kam_core.analysis.sales import Sales
from kam_core.analysis.scope import Scope
from kam_core.errors import Mixed

QUARTER = 3


@dataclass(frozen=True)
class Window:
    """Months first to last, and the shares of the first 1, 5, 10, 20 customers in them (None: no positive total)."""

    first: str
    last: str
    shares: tuple[Fraction | None, ...]
    total_units: int
    customers: int  # with a line in them


@dataclass(frozen=True, eq=False)
class SharesOverTime:
    """The windows, the earliest first; none where the data is shorter than one."""

    months: int  # in a window
    windows: tuple[Window, ...]
    question: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)

    @property
    def finding(self) -> Finding:
        """How the share of the first five has moved: over the last year, else from the first window to the last."""
        told = [window for window in self.windows if window.shares[1] is not None]
        if len(told) < 2:
            return Finding("shares_too_short")
        now = told[-1]
        year_ago = shift(now.last, -YEAR)
        before = next((window for window in told if window.last == year_ago), told[0])
        was, here = before.shares[1], now.shares[1]
        assert was is not None and here is not None
        facts = {"was": was, "now": here, "then": before.last, "last": now.last}
        rounded = round(here * 1000) - round(was * 1000)
        return Finding("shares_same" if not rounded else "shares_rose" if rounded > 0 else "shares_fell", facts)


def over_time(sales: Sales, scope: Scope, months: int = YEAR) -> SharesOverTime:
    """months: 12 (rolling, month by month) or 3 (calendar quarters). One query; raises what `rank` raises.

    Where the years before held another unit or currency, the windows stay within the scope.
    """
    if months not in (YEAR, QUARTER):
        raise ValueError(f"windows have {YEAR} or {QUARTER} months, not {months}")
    scope, about = filters.resolve(sales, spelled(sales, scope)), sales.manifest
    if not (about.first_month and about.last_complete_month and scope.last):
        return SharesOverTime(months, ())
    longer = replace(scope, first=about.first_month, last=min(scope.last, about.last_complete_month))
    if longer.first is None or longer.last is None or longer.first > longer.last:
        return SharesOverTime(months, ())
    try:
        filters.refuse_mixtures(sales, longer)
    except Mixed:
        filters.refuse_mixtures(sales, scope)
        longer = replace(longer, first=scope.first)
    first, last = str(longer.first), str(longer.last)
    if first > last:
        return SharesOverTime(months, ())
    question = filters.over("monthly_values", longer)
    asked = {
        "measure": longer.measure.value,
        "first_month": filters.first_day(first),
        **filters.parameters(longer),
    }
    sold, bought = _matrix(sales.ask(question, **asked), between(first, last))
    return SharesOverTime(months, _windows(sold, bought, first, months), question, asked)


def _matrix(table: pa.Table, months: int) -> tuple[Numbers, Numbers]:
    """Two (customers, months): net values in ten-thousandths (Python integers where sums might not fit), and whether
    there was a line."""
    customers = table["customer"].combine_chunks().dictionary_encode()
    values = ten_thousandths(table["value"])
    if len(values) and values.dtype != object:
        largest = max(abs(int(values.min())), abs(int(values.max())))
        values = values.astype(object) if largest * len(values) >= 2**63 else values
    at = customers.indices.to_numpy(), table["month"].to_numpy()
    sold: Numbers = np.zeros((len(customers.dictionary), months), values.dtype)
    bought: Numbers = np.zeros((len(customers.dictionary), months), np.int16)
    sold[at], bought[at] = values, 1
    return sold, bought


def _windows(sold: Numbers, bought: Numbers, first: str, months: int) -> tuple[Window, ...]:
    money, lines = _running(sold), _running(bought)
    found = []
    for end in range(months, sold.shape[1] + 1):
        last = shift(first, end - 1)
        if months == QUARTER and int(last[5:]) % QUARTER:
            continue
        there = lines[:, end] > lines[:, end - months]
        values = (money[:, end] - money[:, end - months])[there]
        found.append(_window(values, shift(last, 1 - months), last))
    return tuple(found)


def _running(cells: Numbers) -> Numbers:
    """Sums from the first month on, 0 before it."""
    found: Numbers = np.zeros((cells.shape[0], cells.shape[1] + 1), cells.dtype)
    np.cumsum(cells, axis=1, out=found[:, 1:])
    return found


def _window(values: Numbers, first: str, last: str) -> Window:
    total = int(values.sum()) if len(values) else 0
    leaders = _largest(values, TOPS[-1])
    shares = tuple(share(sum(leaders[:k]), total) for k in TOPS)
    return Window(first, last, shares, total, len(values))


def _largest(values: Numbers, most: int) -> list[int]:
    if values.dtype != object and len(values) > most:
        values = np.partition(values, len(values) - most)[-most:]
    return [int(value) for value in sorted(values.tolist(), reverse=True)[:most]]
