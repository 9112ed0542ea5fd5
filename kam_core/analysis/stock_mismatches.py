"""Customers with stock and no sales, or sales and no stock: named and counted, so that neither is taken for zero."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kam_core.store.dataset import Dataset


@dataclass(frozen=True)
class Unmatched:
    """One customer, and when it was last heard of: its last stock report or its last sale; amount: all its sales."""

    customer: str
    name: str
    last: date | None
    amount: Decimal | None


@dataclass(frozen=True)
class StockMismatches:
    """Who has stock and no sales, by key; who has sales and no stock, the largest first."""

    without_sales: tuple[Unmatched, ...]
    without_stock: tuple[Unmatched, ...]


def stock_mismatches(dataset: Dataset) -> StockMismatches:
    """Over all sales and all reports of a dataset that has an inventory table. Raises Busy."""
    rows = dataset.ask("stock_mismatches", since=None).to_pylist()
    sides: dict[str, list[Unmatched]] = {"sales": [], "stock": []}
    for row in rows:
        last = row["last_report"] or row["last_sale"]
        sides[row["lacks"]].append(Unmatched(row["customer"], row["name"] or row["customer"], last, row["amount"]))
    return StockMismatches(tuple(sides["sales"]), tuple(sides["stock"]))
