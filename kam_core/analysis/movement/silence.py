"""Silent customers: quiet for longer since their last order than is usual for them.

An order is a day with a line above zero; a gap is the days from one order to the next. A customer is silent when it has
been quiet for longer than the 90 % quantile of its own gaps and for more than twice their median, at least a fortnight;
after a year without an order it is lost and no longer silent. Who has ordered on fewer than three days has no habit
yet. All of these are settings: rules of thumb, not truths.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kam_core.analysis import filters
from kam_core.analysis.exact import Numbers, Texts, decimal, ten_thousandths, texts
from kam_core.analysis.finding import Finding
from kam_core.analysis.sales import Sales
from kam_core.analysis.scope import Scope

Counts = npt.NDArray[np.int64]
BITS = 22  # any day from the year 1 to the year 9999 fits into them
YEAR_ONE = 719_162  # days from 0001-01-01 to 1970-01-01


@dataclass(frozen=True)
class Habit:
    """What counts as unusual."""

    orders: int = 3  # days with an order, at least
    quantile: float = 0.9  # of the own gaps
    times: float = 2.0  # the median of the own gaps
    least: int = 14  # days
    lost: int = 365  # days


@dataclass(frozen=True, eq=False)
class Silence:
    """The silent customers, the largest money behind first; ties by customer key."""

    as_of: date
    habit: Habit
    customers: Texts  # (n,)
    names: Texts
    managers: Texts  # account manager, else salesperson, else ''
    orders: Counts  # (n,) days with an order
    last: npt.NDArray[np.datetime64]  # (n,) the last of them
    days: Counts  # (n,) since then
    usual: Counts  # (n,) the median of the own gaps, in days
    longest: Counts  # (n,) the quantile of the own gaps, in days
    value: Numbers  # (n,) net measure of the year up to the last order, in ten-thousandths
    lost: int  # customers without an order for longer than `habit.lost`
    question: str
    parameters: dict[str, Any]

    @property
    def n(self) -> int:
        return len(self.customers)

    @property
    def money(self) -> Decimal:
        """The money behind all of them."""
        return decimal(sum(self.value.tolist()))

    @property
    def finding(self) -> Finding:
        """How many, and the one with the most money behind it."""
        if not self.n:
            return Finding("silent_nobody", {"as_of": self.as_of})
        facts = {"n": self.n, "money": self.money, "name": str(self.names[0]), "days": int(self.days[0])}
        return Finding("silent", facts | {"usual": int(self.usual[0]), "value": decimal(int(self.value[0]))})


def silence(sales: Sales, scope: Scope, as_of: date, habit: Habit | None = None) -> Silence:
    """Who is silent on a day, in the filters of a scope, whose period is not looked at. Raises BadScope, Mixed."""
    habit, scope = habit or Habit(), filters.resolve(sales, replace(scope, first=None, last=None))
    filters.refuse_mixtures(sales, scope)
    asked = {"products": list(scope.products), "categories": list(scope.categories), **filters.parameters(scope)}
    table = sales.ask("order_days:lines", as_of=as_of, **asked)
    customers, quiet = texts(table["customer"]), habits(table["days"], as_of, habit)
    silent = np.flatnonzero(quiet.silent)
    wanted = {"wanted": customers[silent].tolist(), "until": quiet.last[silent].astype(object).tolist()}
    behind = sales.ask("year_behind:lines", measure=scope.measure.value, **wanted, **asked)
    value = ten_thousandths(behind["value"])
    order = np.lexsort((np.arange(len(value)), -value)) if value.dtype != object else np.argsort(-value, kind="stable")
    at = silent[order]  # both tables are ordered by customer key
    managers = texts(behind["manager"])
    return Silence(
        as_of=as_of,
        habit=habit,
        customers=customers[at],
        names=texts(behind["name"])[order],
        managers=np.where(managers == "", texts(behind["salesperson"]), managers)[order],
        orders=quiet.orders[at],
        last=quiet.last[at],
        days=quiet.days[at],
        usual=quiet.usual[at],
        longest=quiet.longest[at],
        value=value[order],
        lost=int((quiet.days > habit.lost).sum()),
        question="order_days:lines",
        parameters={"as_of": as_of, **asked},
    )


@dataclass(frozen=True, eq=False)
class Quiet:
    """Of every customer; usual and longest are 0 where there is no gap."""

    orders: Counts
    last: npt.NDArray[np.datetime64]
    days: Counts
    usual: Counts
    longest: Counts
    silent: npt.NDArray[np.bool_]


def habits(column: pa.ChunkedArray, as_of: date, habit: Habit) -> Quiet:
    """column: a list of order days (date) a customer, in no order, some twice. Gaps of all customers at once: customer
    and day in one number, sorted, so that neighbours are gaps."""
    lists = column.combine_chunks()
    lists = pa.concat_arrays(lists.chunks) if isinstance(lists, pa.ChunkedArray) and lists.num_chunks else lists
    n = len(lists)
    if n == 0:
        none = np.zeros(0, np.int64)
        return Quiet(none, none.astype("datetime64[D]"), none, none, none, none.astype(bool))
    lengths = np.diff(lists.offsets.to_numpy())
    day = lists.flatten().cast(pa.int32()).to_numpy().astype(np.int64) + YEAR_ONE
    owner = np.repeat(np.arange(n), lengths)
    coded = np.sort(owner << BITS | day, kind="stable")  # mostly in order already
    coded = coded[np.diff(coded, prepend=-1) != 0]  # one a customer and day
    owner, day = coded >> BITS, coded & ((1 << BITS) - 1)
    orders = np.bincount(owner, minlength=n)
    last = (day[np.cumsum(orders) - 1] - YEAR_ONE).astype("datetime64[D]")
    inside = owner[1:] == owner[:-1]
    gaps = np.sort(owner[1:][inside] << BITS | (day[1:] - day[:-1])[inside], kind="stable") & ((1 << BITS) - 1)
    many = orders - 1
    begins = np.cumsum(many) - many

    def quantile(q: float) -> Counts:
        """The least gap that a share q of the own gaps does not exceed; 0 where there is none."""
        rank = np.maximum(np.ceil(many * q).astype(np.int64) - 1, 0)
        found = np.append(gaps, 0)[np.minimum(begins + rank, len(gaps))]
        return np.where(many > 0, found, 0)

    usual, longest = quantile(0.5), quantile(habit.quantile)
    days = (np.datetime64(as_of) - last).astype(np.int64)
    limit = np.maximum(np.maximum(longest, usual * habit.times), habit.least)
    silent = (orders >= habit.orders) & (days > limit) & (days <= habit.lost)
    return Quiet(orders, last, days, usual, longest, silent)
