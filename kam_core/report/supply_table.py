"""The accounts before their season as the one tidy table that screen, cards and exports share.

Quantities are over all an account's live products, in its unit (null where units differ); product, cover, dates and
status are those of its most urgent product. Codes, not words, stand in `status`; null is unknown.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from kam_core.analysis.supply.accounts import Accounts

COLUMNS = {
    "customer": pa.string(),
    "name": pa.string(),
    "unit": pa.string(),
    "on_hand": pa.float64(),
    "in_transit": pa.float64(),
    "peak_need": pa.float64(),
    "gap": pa.float64(),
    "product": pa.string(),
    "product_name": pa.string(),
    "cover": pa.float64(),  # days, forward; null: unknown, or beyond the forecast
    "backward": pa.float64(),  # months, by the last three
    "run_out": pa.date32(),
    "peak": pa.string(),  # "YYYY-MM", or from–to
    "order_by": pa.date32(),
    "days_left": pa.float64(),
    "status": pa.string(),  # Status
}
ON_HOME = ("cover", "run_out", "order_by", "status")


def supply_table(accounts: Accounts) -> pa.Table:
    """One row an account, in their order."""
    peak = [_window(first, last) for first, last in zip(accounts.peak_first, accounts.peak_last)]
    columns: dict[str, Any] = {
        "customer": accounts.customers,
        "name": accounts.names,
        "unit": accounts.unit,
        "on_hand": _known(np.round(accounts.on_hand)),
        "in_transit": _known(np.round(accounts.in_transit)),
        "peak_need": _known(np.round(accounts.peak_need)),
        "gap": _known(np.round(accounts.gap)),
        "product": accounts.products,
        "product_name": accounts.product_names,
        "cover": _known(np.floor(accounts.cover_days)),
        "backward": _known(np.round(accounts.backward_months, 1)),
        "run_out": accounts.run_out,
        "peak": peak,
        "order_by": accounts.order_by,
        "days_left": _known(accounts.days_left),
        "status": accounts.status,
    }
    return pa.table({name: pa.array(columns[name], kind) for name, kind in COLUMNS.items()})


def beside(table: pa.Table, accounts: Accounts) -> pa.Table:
    """The ranked table with what a customer's cover, run-out, order date and status are; null for who has none."""
    supply = supply_table(accounts)
    place = {customer: at for at, customer in enumerate(accounts.customers.tolist())}
    at = pa.array([place.get(customer) for customer in table["customer"].to_pylist()], pa.int64())
    for name in ON_HOME:
        table = table.append_column(name, supply[name].take(at))
    return table


def _known(values: Any) -> pa.Array:
    return pa.array(np.asarray(values, np.float64), mask=~np.isfinite(values))


def _window(first: np.datetime64, last: np.datetime64) -> str | None:
    if np.isnat(first):
        return None
    return f"{first}" if first == last else f"{first}–{str(last)[5:]}"
