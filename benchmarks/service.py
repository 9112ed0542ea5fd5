"""The Service page's analysis over 1,000,000 order lines of 5,000 customers, the sales being the same: cold, and again.

python -m benchmarks.service [LINES]     writes its rows into docs/benchmarks.md, below the other tables
"""

from __future__ import annotations

import statistics
import tempfile
import time
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from benchmarks.clock import clock
from benchmarks.page import measured
from kam_core.analysis.cut import Cut, Rule
from kam_core.analysis.months import default_scope
from kam_core.analysis.pareto import draw
from kam_core.analysis.ranking import rank
from kam_core.analysis.service.habits import habits
from kam_core.analysis.service.order_lines import order_lines
from kam_core.analysis.service.service import drawn, served
from kam_core.ingest.recipe import Upload
from kam_core.store.dataset import Dataset
from kam_core.store.importing import open_file
from kam_core.store.principal import HOUSE
from kam_core.store.side import open_with
from kam_core.store.side_reading import SideRequest
from kam_core.store.store import Store

HEAD = "## Service"
CUSTOMERS, PRODUCTS, PER_ORDER = 5_000, 400, 4
TODAY = date(2025, 12, 26)
DAYS = 730  # before TODAY, on which something is ordered


def order_book(lines: int, seed: int = 17) -> dict[str, pa.Array]:
    """Orders of four lines; a few customers order most; one line in five late, one in ten short, some not there yet."""
    rng = np.random.default_rng(seed)
    weight = 1 / np.arange(1, CUSTOMERS + 1) ** 0.6
    orders = lines // PER_ORDER
    customer = np.repeat(rng.choice(CUSTOMERS, orders, p=weight / weight.sum()), PER_ORDER)
    ordered = np.repeat(np.datetime64(TODAY) - rng.integers(0, DAYS, orders), PER_ORDER)
    promised = ordered + rng.integers(5, 20, len(ordered))
    came = promised + np.where(rng.random(len(ordered)) < 0.2, rng.integers(1, 30, len(ordered)), 0)
    asked = rng.integers(1, 60, len(ordered))
    got = np.where(rng.random(len(ordered)) < 0.1, asked - rng.integers(0, asked + 1), asked)
    there = came <= np.datetime64(TODAY)
    # four products of a run of eleven, so that no line of an order repeats another
    product = (
        np.repeat(rng.integers(0, PRODUCTS, orders), PER_ORDER) + np.arange(len(ordered)) % PER_ORDER * 11
    ) % PRODUCTS

    def day(values: np.ndarray, known: np.ndarray | None = None) -> pa.Array:
        return pa.array(values, mask=None if known is None else ~known).cast(pa.string())

    return {
        "order": pa.array(np.char.add("SO", (np.arange(len(ordered)) // PER_ORDER).astype(str))),
        "customer": pa.array(np.char.add("C", customer.astype(str))),
        "product": pa.array(np.char.add("P", product.astype(str))),
        "ordered on": day(ordered),
        "promised": day(promised),
        "delivered": day(came, there),
        "ordered": pa.array(asked),
        "delivered quantity": pa.array(np.where(there, got, 0)),
    }


def firm(folder: Path, store: Store, lines: int) -> Dataset:
    """The order book beside sales that are its own lines."""
    book = order_book(lines)
    sold = {"date": book["ordered on"], "order": book["order"], "customer": book["customer"],
            "product": book["product"], "quantity": book["ordered"]}  # fmt: skip
    sold["amount"] = pa.array(book["ordered"].to_numpy() * 3)
    sales, deliveries = folder / "sales.csv", folder / "deliveries.csv"
    pacsv.write_csv(pa.table(sold), sales)
    pacsv.write_csv(pa.table(book), deliveries)
    base = open_file(store, [Upload(sales.name, sales)], principal=HOUSE, today=TODAY)
    return open_with(store, base, SideRequest((Upload(deliveries.name, deliveries),), HOUSE, TODAY, "deliveries"))


def measure(lines: int) -> dict[str, str]:
    """What is measured, with its value."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        dataset = firm(folder, Store(folder / "store"), lines)
        scope = replace(default_scope(dataset), first=None, last=None)
        ranking = rank(dataset, scope)

        def cut(count: int) -> object:
            return drawn(known, draw(ranking, Cut(Rule.COUNT, Decimal(count)))).finding

        def page() -> object:
            return drawn(served(dataset, ranking, TODAY), draw(ranking, Cut(Rule.COUNT, Decimal(1_000)))).finding

        found = {"order lines": f"{lines:,}", "customers": f"{ranking.n:,}"}
        used = time.process_time()
        times = [clock(page) for _ in range(3)]
        worked = (time.process_time() - used) * 1000 / len(times)
        known = served(dataset, ranking, TODAY)
        parts = {
            "order lines and their verdicts": lambda: order_lines(dataset, scope, TODAY),
            "order size, rhythm and price from the sales": lambda: habits(dataset, ranking, TODAY),
        }
        found["the page's analysis, first ms"] = f"{times[0]:,.0f}"
        found["the page's analysis, again ms"] = f"{min(times[1:]):,.0f}"
        found["processor time of it, all cores, mean ms"] = f"{worked:,.0f}"
        found |= {f"of it: {name} ms": f"{clock(work):,.0f}" for name, work in parts.items()}
        cuts = [clock(lambda n=n: cut(n)) for n in range(50, 1_000, 190)]  # type: ignore[misc]
        found["the cut moved, with its sentence ms"] = f"{statistics.median(cuts):,.0f}"
    return found


def main() -> None:
    aim = "The page's analysis is to take ≤ 2 s cold. By `python -m benchmarks.service`."
    measured(HEAD, aim, measure, 1_000_000)


if __name__ == "__main__":
    main()
