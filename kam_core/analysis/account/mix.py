"""What one account buys, product by product, beside the same months a year earlier."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from kam_core.analysis import filters
from kam_core.analysis.account.by_month import Compared
from kam_core.analysis.exact import Numbers, Texts, ten_thousandths, texts
from kam_core.analysis.months import spelled
from kam_core.analysis.sales import Sales
from kam_core.analysis.scope import Scope


@dataclass(frozen=True, eq=False)
class Mix:
    """p products bought in the scope's period or in the months a year earlier, the largest first. Ten-thousandths of
    the measure; `value` sums to the account's value in the ranking."""

    products: Texts  # (p,) keys; '' = lines without a product
    names: Texts
    categories: Texts
    value: Numbers  # in the scope's period
    now: Numbers  # in the months compared; equal to `value` where those are the whole period
    before: Numbers  # in the same months a year earlier
    lines: Numbers  # accepted lines in the scope's period
    bought: dict[str, str | None]  # every product the account ever bought -> the last month with something sold

    @property
    def there(self) -> bool:
        """The file names products."""
        return any(self.products)


def mix(sales: Sales, scope: Scope, customer: str, compared: Compared | None) -> Mix:
    """The products of one customer, from one query over its lines. `scope` is resolved."""
    scope = spelled(sales, scope)
    now, before = compared or (scope, None)
    whole = replace(scope, first=None, last=None)
    table = sales.ask(
        "account_products:lines",
        customer=customer,
        measure=scope.measure.value,
        begins=filters.first_day(scope.first),
        ends=filters.first_day(scope.last),
        now_begins=filters.first_day(now.first),
        now_ends=filters.first_day(now.last),
        was_begins=filters.first_day(before.first) if before else None,
        was_ends=filters.first_day(before.last) if before else None,
        **filters.line_parameters(whole),
    )
    lines = table["lines"].to_numpy()
    value, compared_now, was = (ten_thousandths(table[name]) for name in ("value", "value_now", "value_before"))
    products = texts(table["product"])
    there = np.flatnonzero((lines > 0) | (table["lines_before"].to_numpy() > 0)).tolist()
    order = np.array(sorted(there, key=lambda at: (-int(value[at]), products[at])), np.int64)
    return Mix(
        products=products[order],
        names=texts(table["name"])[order],
        categories=texts(table["category"])[order],
        value=value[order],
        now=compared_now[order],
        before=was[order],
        lines=lines[order],
        bought=dict(zip(products.tolist(), table["bought"].to_pylist())),
    )
