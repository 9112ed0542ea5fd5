"""The analyses of movement over 50,000 customers with 48 months, each cold.

python -m benchmarks.movement [CUSTOMERS]     writes its rows into docs/benchmarks.md, below the other tables
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from kam_core.analysis.months import shift
from kam_core.ingest.recipe import Upload
from kam_core.store.dataset import Dataset
from kam_core.store.importing import open_file
from kam_core.store.principal import HOUSE
from kam_core.store.store import Store

FIRST, MONTHS = "2022-01", 48


def sales(folder: Path, store: Store, count: int, seed: int = 13) -> Dataset:
    """`count` customers of twelve regions, each buying in a share of the months of its own, on one to three days."""
    rng = np.random.default_rng(seed)
    bought = rng.random((count, MONTHS)) < rng.uniform(0.05, 0.95, (count, 1))
    bought[:, -1] |= ~bought.any(axis=1)
    customer, month = np.nonzero(bought)
    days = rng.integers(1, 4, len(month))
    customer, month = np.repeat(customer, days), np.repeat(month, days)
    day = (np.datetime64(FIRST) + month).astype("datetime64[D]") + rng.integers(0, 28, len(month))
    quantity = rng.poisson(rng.lognormal(3, 1, count)[customer]) + 1
    table = pa.table(
        {
            "date": pa.array(day).cast(pa.string()),
            "customer": pa.array(np.char.add("C", customer.astype(str))),
            "region": pa.array(np.char.add("R", (customer % 12).astype(str))),
            "manager": pa.array(np.char.add("M", (customer % 40).astype(str))),
            "quantity": pa.array(quantity),
            "amount": pa.array(quantity * 3),
        }
    )
    source = folder / f"movement-{count}.csv"
    pacsv.write_csv(table, source)
    today = date.fromisoformat(f"{shift(FIRST, MONTHS)}-15")
    return open_file(store, [Upload(source.name, source)], principal=HOUSE, today=today)
