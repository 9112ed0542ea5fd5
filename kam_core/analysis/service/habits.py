"""What the sales file alone tells of how an account is served: its lot, its rhythm, and the price it pays.

Lot = what one order holds, on average. Rhythm = the middle one of the days between its days of order, and orders a
month since it began to buy. Price = what it paid for its goods / what they cost all customers on average, less 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from kam_core.analysis import filters
from kam_core.analysis.exact import Numbers, Texts, texts
from kam_core.analysis.ranking import Ranking
from kam_core.analysis.sales import Sales
from kam_core.analysis.scope import Scope
from kam_core.analysis.service.order_lines import window
from kam_core.analysis.supply.demand_path import Floats

MONTH = 365.25 / 12


@dataclass(frozen=True, eq=False)
class Habits:
    """n customers in the order of a ranking. NaN: not known, '' likewise."""

    orders: Numbers  # (n,) in the period
    gap: Floats  # (n,) days between orders
    monthly: Floats  # (n,) orders a month
    lot: Floats  # (n,) quantity of an order, in `units`
    units: Texts
    money: Floats  # (n,) of an order
    price: Floats  # (n,) against the average of all customers: -0.02 is 2 % below
    paid: Floats  # (n,) a unit of all it bought, where all is counted in one unit
    bought: Floats  # (n,) money behind `price`

    def price_of(self, which: np.typing.NDArray[np.bool_]) -> float:
        """The price of several customers together: what they paid / what it costs on average, less 1; NaN: unknown."""
        known = which & ~np.isnan(self.price)
        usual = (self.bought[known] / (1 + self.price[known])).sum()
        return float(self.bought[known].sum() / usual - 1) if usual > 0 else float("nan")


def habits(sales: Sales, ranking: Ranking, as_of: date) -> Habits:
    """Of the customers of a ranking, in its scope. Raises Busy."""
    asked = _asked(sales, ranking.scope)
    n, place = ranking.n, ranking.position
    table = sales.ask("order_habits:lines", **asked)
    at = _places(table, place)
    _, ends = window(sales, ranking.scope, as_of)
    first = np.asarray(table["first_day"].cast(pa.date32()).to_numpy(), "datetime64[D]")
    months = np.maximum((np.datetime64(ends) - first).astype(np.float64) / MONTH, 1.0)
    orders = table["orders"].to_numpy()
    units = np.full(n, "", object)
    units[at] = texts(table["unit"])
    price, paid, bought = _prices(sales, asked, place, n)
    return Habits(
        orders=_spread(orders, at, np.zeros(n, np.int64)),
        gap=_spread(_floats(table["gap"]), at, np.full(n, np.nan)),
        monthly=_spread(orders / months, at, np.full(n, np.nan)),
        lot=_spread(_floats(table["lot"]), at, np.full(n, np.nan)),
        units=units,
        money=_spread(_floats(table["money"]), at, np.full(n, np.nan)),
        price=price,
        paid=paid,
        bought=bought,
    )


def prices_of(sales: Sales, scope: Scope, customer: str) -> pa.Table:
    """One row a product of one customer: price, usual (what it costs all customers), quantity, amount, buyers."""
    return sales.ask("prices_paid:lines", customers=[customer], **_asked(sales, scope))


def _asked(sales: Sales, scope: Scope) -> dict[str, Any]:
    return filters.line_parameters(filters.resolve(sales, scope))


def _prices(sales: Sales, asked: dict[str, Any], place: dict[str, int], n: int) -> tuple[Floats, Floats, Floats]:
    table = sales.ask("prices_against:lines", **asked)
    at = _places(table, place)
    amount, quantity, usual = (_floats(table[name]) for name in ("amount", "quantity", "usual"))
    one_unit = table["one_unit"].to_numpy(zero_copy_only=False).astype(np.bool_)
    with np.errstate(divide="ignore", invalid="ignore"):
        price = np.where(usual > 0, amount / usual - 1, np.nan)
        paid = np.where(one_unit & (quantity > 0), amount / quantity, np.nan)
    unknown = np.full(n, np.nan)
    return _spread(price, at, unknown.copy()), _spread(paid, at, unknown), _spread(amount, at, np.zeros(n))


def _places(table: pa.Table, place: dict[str, int]) -> Numbers:
    return np.fromiter((place[customer] for customer in texts(table["customer"])), np.int64, table.num_rows)


def _spread(values: Any, at: Numbers, into: Any) -> Any:
    into[at] = values
    return into


def _floats(column: pa.ChunkedArray) -> Floats:
    return np.asarray(column.cast(pa.float64()).to_pandas().to_numpy(), np.float64)
