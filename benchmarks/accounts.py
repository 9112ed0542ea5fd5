"""One account's page over 50,000 customers with 48 months: its analysis, cold.

python -m benchmarks.accounts [CUSTOMERS]     prints its rows
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from benchmarks.series import FIRST
from kam_core.analysis.months import shift
from kam_core.ingest.recipe import Upload
from kam_core.store.dataset import Dataset
from kam_core.store.importing import open_file
from kam_core.store.principal import HOUSE
from kam_core.store.store import Store

MONTHS, PRODUCTS, BASKET, LINES = 48, 400, 24, 2
REGIONS = np.array(["East", "North", "South", "West", "Central", "Northeast", "Southwest"])
TYPES = np.array(["General agent", "Dealer", "Supermarket", "Restaurant", "Industrial"])


def firm(folder: Path, store: Store, customers: int, seed: int = 3) -> Dataset:
    """A dataset in which each customer buys two of its own 24 products in nine months of ten."""
    rng = np.random.default_rng(seed)
    size = rng.lognormal(6, 1.4, customers)
    kind, region = rng.integers(0, len(TYPES), customers), rng.integers(0, len(REGIONS), customers)
    near = (kind * 60)[:, None] + rng.integers(0, 40, (customers, BASKET))  # accounts of a type buy alike
    own = np.where(rng.random((customers, BASKET)) < 0.85, near, rng.integers(0, PRODUCTS, (customers, BASKET)))
    who, month = (part.ravel() for part in np.meshgrid(np.arange(customers), np.arange(MONTHS), indexing="ij"))
    bought = rng.random(len(who)) < 0.9
    who, month = np.repeat(who[bought], LINES), np.repeat(month[bought], LINES)
    what = own[who, rng.integers(0, BASKET, len(who))]
    amount = (size[who] * rng.gamma(2, 0.5, len(who))).round(2)
    amount[rng.random(len(who)) < 0.01] *= -0.2
    table = pa.table(
        {
            "date": pa.array((np.datetime64(FIRST) + month).astype("datetime64[D]") + rng.integers(0, 28, len(who))),
            "customer": pa.array(np.char.add("C", np.char.zfill(np.arange(customers).astype(str), 5))).take(
                pa.array(who)
            ),
            "customer type": pa.array(TYPES).take(pa.array(kind[who])),
            "region": pa.array(REGIONS).take(pa.array(region[who])),
            "product": pa.array(np.char.add("P", np.arange(PRODUCTS).astype(str))).take(pa.array(what)),
            "amount": pa.array(amount.round(2)),
            "profit": pa.array((amount * rng.normal(0.15, 0.1, customers)[who]).round(2)),
        }
    )
    source = folder / f"firm-{customers}.csv"
    pacsv.write_csv(table, source)
    today = date.fromisoformat(f"{shift(FIRST, MONTHS)}-15")
    return open_file(store, [Upload(source.name, source)], principal=HOUSE, today=today)
