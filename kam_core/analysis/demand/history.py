"""What was sold, month by month: the matrix that every forecast is made from.

A row is a series, a column a whole month; nothing sold is a zero. It ends with the last complete month on or before
"as of". What has been sold since is handed on beside it: it is no month yet, but it has been served.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import numpy as np
import pyarrow as pa

from kam_core.analysis import filters
from kam_core.analysis.demand.arrays import Places, Reals
from kam_core.analysis.exact import Flags, Texts, texts
from kam_core.analysis.months import between, shift, span
from kam_core.analysis.sales import Sales
from kam_core.analysis.scope import Scope
from kam_core.errors import BadScope
from kam_core.schema import Measure


class By(StrEnum):
    """What one series is. The value is the word of the command line."""

    CUSTOMER = "customer"
    PRODUCT = "product"
    BOTH = "customer,product"


@dataclass(frozen=True, eq=False)
class History:
    """n series x m months, ordered by customer, then product. Values in the measure's own unit, returns netted."""

    by: By
    measure: Measure
    as_of: date
    customers: Texts  # (n,) keys, '' where a series is a product
    products: Texts  # (n,) keys, '' where a series is a customer
    customer_names: Texts  # (n,)
    product_names: Texts  # (n,)
    categories: Texts  # (n,) '' where unknown
    units: Texts  # (n,) '' where unknown; what the quantity is counted in
    months: tuple[str, ...]  # (m,) "YYYY-MM", the last one complete
    values: Reals  # (n, m)
    since: Places  # (n,) column of the first month of sale; m where there is none
    last: Places  # (n,) column of the last month of sale; -1 where there is none
    so_far: Reals  # (n,) sold after the last complete month, up to and including as_of
    unknown: Flags | None = None  # (n, m) months that say nothing about demand, such as stock-outs

    @property
    def n(self) -> int:
        """Series."""
        return len(self.customers)

    @property
    def next_month(self) -> str:
        """The first month after the history: not complete, or not begun."""
        return shift(self.months[-1], 1) if self.months else f"{self.as_of:%Y-%m}"

    def censored(self, unknown: Flags) -> History:
        """The same history with months marked as unknown, True where demand could not show. Raises ValueError."""
        if unknown.shape != self.values.shape:
            raise ValueError(f"a mask of {unknown.shape} does not fit a history of {self.values.shape}")
        return replace(self, unknown=unknown)


def usual_measure(sales: Sales) -> Measure:
    """Quantity, or amount where the file has none."""
    there = sales.manifest.account.measures
    return Measure.QUANTITY if Measure.QUANTITY.value in there else Measure.AMOUNT


def history(
    sales: Sales, scope: Scope, by: By = By.BOTH, as_of: date | None = None, customers: Collection[str] | None = None
) -> History:
    """The history of every series in scope, from one query over the lines.

    The scope's measure (quantity or amount) and filters count; its period does not, for a season needs all the months
    there are. as_of: the last day whose lines count, the last day of the data where None. customers: keys to look at,
    None for everyone.

    Raises BadScope (no such measure or filter value, or no line up to as_of) and Mixed (units within one series, or
    currencies, that must not be added).
    """
    if scope.measure is Measure.PROFIT:
        raise BadScope("demand_in_profit")
    about = sales.manifest
    scope = filters.resolve(sales, replace(scope, first=None, last=None))
    first_day, last_day = about.account.first_day, about.account.last_day
    as_of = as_of or last_day or date.min
    if first_day is None or as_of < first_day:
        raise BadScope("nothing_before", as_of=as_of.isoformat(), begins=first_day.isoformat() if first_day else "–")
    if by is By.CUSTOMER or scope.measure is Measure.AMOUNT:
        filters.refuse_mixtures(sales, scope)
    table = sales.ask(
        "demand_history:lines",
        measure=scope.measure.value,
        by_customer=by is not By.PRODUCT,
        by_product=by is not By.CUSTOMER,
        first_month=first_day.replace(day=1),
        as_of=as_of,
        customers=None if customers is None else list(customers),
        **_all_lists(scope),
    )
    mixed = table["mixed"].to_numpy()
    if by is not By.CUSTOMER and scope.measure is Measure.QUANTITY and mixed.any():
        names = tuple(dict.fromkeys(texts(table["product"])[mixed].tolist()))
        filters.refuse_mixtures(sales, replace(scope, products=names))
    ends = min(about.last_complete_month or "0000-00", last_whole_month(as_of))
    begins = f"{first_day:%Y-%m}"
    months = span(begins, ends) if between(begins, ends) > 0 else ()
    return _history(table, by, scope.measure, as_of, months)


def last_whole_month(day: date) -> str:
    """The last month that is over on the evening of `day`."""
    tomorrow = day + timedelta(days=1) if day < date.max else day
    return shift(f"{tomorrow:%Y-%m}", -1)


def _all_lists(scope: Scope) -> dict[str, Any]:
    lists = {name: list(getattr(scope, name)) for name in filters.DIMENSIONS}
    return lists | {"first": None, "last": None} | filters.merging(scope)


def _history(table: pa.Table, by: By, measure: Measure, as_of: date, months: tuple[str, ...]) -> History:
    n, m = table.num_rows, len(months)
    values, so_far = np.zeros((n, m)), np.zeros(n)
    begun = 0
    for chunk in table.select(["months", "sold"]).to_batches():
        counts = chunk["months"].value_lengths().to_numpy()
        rows = begun + np.repeat(np.arange(len(counts)), counts)
        begun += len(counts)
        at = chunk["months"].flatten().to_numpy()
        sold = chunk["sold"].flatten().to_numpy()
        whole = at < m
        values[rows[whole], at[whole]] = sold[whole]
        np.add.at(so_far, rows[~whole], sold[~whole])
    by_product = by is By.PRODUCT
    keys = {
        "customers": texts(table["customer"]),
        "products": texts(table["product"]),
        "customer_names": texts(table["customer" if by_product else "customer_name"]),
        "product_names": texts(table["product_name"]),
        "categories": texts(table["category"]),
        "units": texts(table["unit"]),
    }
    return made_of(values, months, by=by, measure=measure, as_of=as_of, so_far=so_far, **keys)


def made_of(
    values: Reals,
    months: tuple[str, ...],
    *,
    by: By,
    measure: Measure,
    as_of: date,
    so_far: Reals | None = None,
    **keys: Texts,
) -> History:
    """A history of given values (n, m), wherever they come from: what dealers sold on, say. keys: the columns of text
    by their names in History, '' where they are not given."""
    n, m = values.shape
    if m != len(months):
        raise ValueError(f"{m} columns for {len(months)} months")
    sold = values != 0
    any_sale = sold.any(axis=1)
    blank = np.full(n, "", object)
    names = ("customers", "products", "customer_names", "product_names", "categories", "units")
    return History(
        by=by,
        measure=measure,
        as_of=as_of,
        months=months,
        values=np.asarray(values, np.float64),
        since=np.where(any_sale, sold.argmax(axis=1), m) if m else np.zeros(n, np.int64),
        last=np.where(any_sale, m - 1 - sold[:, ::-1].argmax(axis=1), -1) if m else np.full(n, -1),
        so_far=np.zeros(n) if so_far is None else so_far,
        **{name: keys.get(name, blank) for name in names},
    )
