"""Service as tables that screen and exports share: one of key accounts, one of the orders filled ahead of them.

Codes, not words, stand in the cells; whoever shows them brings the words of its language.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from kam_core.analysis.exact import decimals
from kam_core.analysis.service.service import Service

ACCOUNTS = {
    "rank": pa.int64(),
    "customer": pa.string(),
    "name": pa.string(),
    "value": pa.decimal128(38, 4),
    "lines": pa.int64(),  # judged
    "otif": pa.float64(),
    "missed": pa.int64(),
    "fill_rate": pa.float64(),
    "promised": pa.float64(),  # days
    "taken": pa.float64(),
    "open": pa.int64(),
    "overdue": pa.int64(),
    "lot": pa.float64(),
    "unit": pa.string(),
    "gap": pa.float64(),  # days between orders
    "monthly": pa.float64(),  # orders
    "money": pa.float64(),  # of an order
    "price": pa.float64(),  # against the average, a share of 1
    "needs_met": pa.string(),  # 3/5; '' where nothing is judged
}
AHEAD = ("name", "order", "product_name", "ordered_on", "due", "done", "missing", "unit", "other_name", "other_order",
         "other_ordered_on", "other_done", "quantity", "days", "customer", "product", "other_customer")  # fmt: skip
OF_DELIVERIES = ("lines", "otif", "missed", "fill_rate", "promised", "taken", "open", "overdue")


def accounts_table(found: Service) -> pa.Table:
    """One row a key account, in rank order. Without deliveries their columns are null."""
    ranking, known = found.pareto.ranking, found.served
    at = np.flatnonzero(found.pareto.key)
    own, told = known.habits, known.scores
    columns: dict[str, Any] = {
        "rank": at + 1,
        "customer": ranking.customers[at],
        "name": ranking.names[at],
        "lot": own.lot[at],
        "unit": own.units[at],
        "gap": own.gap[at],
        "monthly": own.monthly[at],
        "money": own.money[at],
        "price": own.price[at],
        "needs_met": [_met(found, str(customer)) for customer in ranking.customers[at]],
    }
    if told is not None:
        columns |= {
            "lines": told.judged[at],
            "otif": told.otifs[at],
            "missed": told.missed[at],
            "fill_rate": told.fill_rate[at],
            "promised": told.promised[at],
            "taken": told.taken[at],
            "open": told.open[at],
            "overdue": told.overdue[at],
        }
    arrays = {
        name: decimals(ranking.values[at])
        if name == "value"
        else pa.nulls(len(at), kind)
        if name not in columns
        else pa.array(columns[name], kind, from_pandas=True)
        for name, kind in ACCOUNTS.items()
    }
    return pa.table(arrays)


def ahead_table(found: Service) -> pa.Table:
    """One row a pair of lines: the key account's that waited, and the other's that was filled meanwhile."""
    ahead = found.ahead
    if ahead is None:
        return pa.table({name: pa.nulls(0, pa.string()) for name in AHEAD})
    lines, mine, other = ahead.lines, ahead.waiting, ahead.filled
    named = found.pareto.ranking
    names = dict(zip(named.customers.tolist(), named.names.tolist()))

    def days(values: Any) -> pa.Array:
        return pa.array(values.astype("datetime64[D]"))

    return pa.table(
        {
            "name": pa.array([names.get(c, c) for c in lines.customers[mine]], pa.string()),
            "order": pa.array(lines.orders[mine], pa.string()),
            "product_name": pa.array(lines.product_names[mine], pa.string()),
            "ordered_on": days(lines.ordered_on[mine]),
            "due": days(lines.due[mine]),
            "done": days(lines.done[mine]),
            "missing": pa.array(ahead.missing),
            "unit": pa.array(lines.units[mine], pa.string()),
            "other_name": pa.array([names.get(c, c) for c in lines.customers[other]], pa.string()),
            "other_order": pa.array(lines.orders[other], pa.string()),
            "other_ordered_on": days(lines.ordered_on[other]),
            "other_done": days(lines.done[other]),
            "quantity": pa.array(lines.delivered[other]),
            "days": pa.array(ahead.days),
            "customer": pa.array(lines.customers[mine], pa.string()),
            "product": pa.array(lines.products[mine], pa.string()),
            "other_customer": pa.array(lines.customers[other], pa.string()),
        }
    )


def _met(found: Service, customer: str) -> str:
    if found.served.needs is None:
        return ""
    met, judged = found.served.needs.met(customer)
    return f"{met}/{judged}" if judged else ""
