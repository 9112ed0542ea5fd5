"""A seeded sales file of any length: up to 50,000 customers, each buying its own ten to thirty products repeatedly."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

CUSTOMERS, PRODUCTS, DAYS, BATCH = 50_000, 5_000, 4 * 365, 1_000_000
REGIONS = np.array(["East", "North", "South", "West", "Central", "Northeast", "Southwest"])


def write(path: Path, lines: int, seed: int = 7) -> Path:
    """Writes `lines` sales lines as CSV (8 columns, about 55 bytes each) unless the file is already there."""
    if path.exists():
        return path
    rng = np.random.default_rng(seed)
    customers = min(CUSTOMERS, max(100, lines // 20))
    weight = rng.pareto(1.2, customers) + 0.05
    weight /= weight.sum()
    basket = rng.integers(10, 31, customers)
    own = rng.integers(0, PRODUCTS, (customers, 30))
    price = rng.integers(500, 50_000, PRODUCTS)
    unfinished = path.with_suffix(".part")
    with unfinished.open("wb") as out:
        for start in range(0, lines, BATCH):
            n = min(BATCH, lines - start)
            who = rng.choice(customers, n, p=weight)
            what = own[who, rng.integers(0, 1 << 30, n) % basket[who]]
            pieces = rng.integers(1, 60, n)
            day = np.datetime64("2022-01-01") + np.sort(rng.integers(0, DAYS, n))
            cents = pieces * price[what]
            table = pa.table(
                {
                    "date": pa.array(day).cast(pa.string()),
                    "order": pa.array(np.arange(start, start + n) // 4),
                    "customer": pa.array(np.char.add("C", np.char.zfill(who.astype(str), 5))),
                    "region": pa.array(REGIONS[who % len(REGIONS)]),
                    "product": pa.array(np.char.add("P", np.char.zfill(what.astype(str), 4))),
                    "quantity": pa.array(pieces),
                    "price": pa.array(price[what] / 100),
                    "amount": pa.array(cents / 100),
                }
            )
            options = pacsv.WriteOptions(include_header=start == 0, quoting_style="none")
            pacsv.write_csv(table, out, options)
    unfinished.rename(path)
    return path
