"""The analyses of movement over 50,000 customers with 48 months, each cold.

python -m benchmarks.movement [CUSTOMERS]     writes its rows into docs/benchmarks.md, below the other tables
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from benchmarks.clock import first_and_again
from benchmarks.page import measured
from kam_core.analysis.cut import Cut
from kam_core.analysis.months import default_scope, shift
from kam_core.analysis.movement.buffer import buffer
from kam_core.analysis.movement.lines import movement
from kam_core.analysis.movement.matrix import Movement
from kam_core.analysis.movement.organisation import organisation
from kam_core.analysis.movement.periods import year_before
from kam_core.analysis.movement.regional import regional
from kam_core.analysis.movement.silence import silence
from kam_core.analysis.movement.upload import since_upload
from kam_core.analysis.pareto import draw
from kam_core.analysis.ranking import rank
from kam_core.analysis.scope import Scope
from kam_core.ingest.recipe import Upload
from kam_core.store.dataset import Dataset
from kam_core.store.importing import open_file
from kam_core.store.principal import HOUSE
from kam_core.store.store import Store

HEAD = "## Movement"
FIRST, MONTHS = "2022-01", 48


def sales(folder: Path, store: Store, count: int, products: int = 0, seed: int = 13) -> Dataset:
    """`count` customers of twelve regions, each buying in a share of the months of its own, on one to three days.

    products: how many there are, each line one of them; 0: the file has no such column.
    """
    rng = np.random.default_rng(seed)
    bought = rng.random((count, MONTHS)) < rng.uniform(0.05, 0.95, (count, 1))
    bought[:, -1] |= ~bought.any(axis=1)
    customer, month = np.nonzero(bought)
    days = rng.integers(1, 4, len(month))
    customer, month = np.repeat(customer, days), np.repeat(month, days)
    day = (np.datetime64(FIRST) + month).astype("datetime64[D]") + rng.integers(0, 28, len(month))
    quantity = rng.poisson(rng.lognormal(3, 1, count)[customer]) + 1
    columns = {
        "date": pa.array(day).cast(pa.string()),
        "customer": pa.array(np.char.add("C", customer.astype(str))),
        "region": pa.array(np.char.add("R", (customer % 12).astype(str))),
        "manager": pa.array(np.char.add("M", (customer % 40).astype(str))),
        "quantity": pa.array(quantity),
        "amount": pa.array(quantity * 3),
    }
    if products:
        columns["product"] = pa.array(np.char.add("P", rng.integers(0, products, len(day)).astype(str)))
    table = pa.table(columns)
    source = folder / f"movement-{count}.csv"
    pacsv.write_csv(table, source)
    today = date.fromisoformat(f"{shift(FIRST, MONTHS)}-15")
    return open_file(store, [Upload(source.name, source)], principal=HOUSE, today=today)


def shown(dataset: Dataset) -> Movement:
    """What the page needs before its folds are opened: both lines, the lists, the sentence, the margin, the silent."""
    pair = year_before(dataset.manifest)
    assert pair is not None
    found = movement(dataset, Scope(), Cut(), pair.before, pair.after)
    assert found.matrix and found.finding and buffer(found).finding
    assert len(found.rises) + len(found.falls) + len(found.new) + len(found.gone)
    return found


def measure(count: int) -> dict[str, str]:
    """What is measured, with its value: the first time, in a process that has answered nothing yet, and again."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        dataset = sales(folder, Store(folder / "store"), count)
        as_of, scope = dataset.manifest.account.last_day, default_scope(dataset)
        assert as_of is not None
        works: dict[str, Callable[[], object]] = {
            "two periods, matrix, lists, margin": lambda: shown(dataset),
            "silent customers": lambda: silence(dataset, Scope(), as_of),
            "regions": lambda: regional(dataset, scope, Cut()),
            "organisation": lambda: organisation(draw(rank(dataset, scope), Cut())),
            "what changed, the same sales again": lambda: since_upload(dataset, dataset, Scope(), shown(dataset)),
        }
        found = {
            "customers": f"{count:,}",
            "months": str(MONTHS),
            "lines": f"{dataset.manifest.account.lines:,}",
        }
        return found | first_and_again(works)


def main() -> None:
    aim = "The page's analysis is to take ≤ 1 s cold. By `python -m benchmarks.movement`."
    measured(HEAD, aim, measure, 50_000)


if __name__ == "__main__":
    main()
