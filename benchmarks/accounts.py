"""The page of one account over 50,000 customers with 48 months: its analysis, cold.

python -m benchmarks.accounts [CUSTOMERS]     writes its rows into docs/benchmarks.md, below the other tables
"""

from __future__ import annotations

import statistics
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from benchmarks.page import measured
from benchmarks.series import FIRST
from kam_core.analysis.account.story import account
from kam_core.analysis.cut import Cut
from kam_core.analysis.months import default_scope, shift
from kam_core.analysis.pareto import draw
from kam_core.analysis.ranking import rank
from kam_core.ingest.recipe import Upload
from kam_core.store.dataset import Dataset
from kam_core.store.importing import open_file
from kam_core.store.principal import HOUSE
from kam_core.store.store import Store

HEAD = "## One account"
AT = (0, 50, 500, 2_000, 10_000, 20_000, 40_000)  # ranks from 0 that are opened
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


def measure(customers: int) -> dict[str, str]:
    """What is measured, with its value: each account is opened for the first time, ranking included."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        dataset = firm(folder, Store(folder / "store"), customers)
        scope = default_scope(dataset)
        walls, works, named = [], [], 0
        for at in AT:
            started, used = time.perf_counter(), time.process_time()
            pareto = draw(rank(dataset, scope), Cut())
            story = account(dataset, pareto, str(pareto.ranking.customers[min(at, pareto.n - 1)]))
            said = story.finding.say("en"), story.white_space.finding.say("en")
            walls.append((time.perf_counter() - started) * 1000)
            works.append((time.process_time() - used) * 1000)
            named += bool(story.white_space.gaps) and all(said)
        return {
            "customers": f"{customers:,}",
            "lines": f"{dataset.manifest.account.lines:,}",
            "accounts opened, of them with white space": f"{len(AT)}, {named}",
            "ranking and story, the first of the process ms": f"{walls[0]:,.0f}",
            "ranking and story, median ms": f"{statistics.median(walls):,.0f}",
            "processor time of it, all cores, median ms": f"{statistics.median(works):,.0f}",
        }


def main() -> None:
    aim = "The page's analysis is to take ≤ 1 s cold; its stock is the outlook's. `python -m benchmarks.accounts`."
    measured(HEAD, aim, measure, 50_000)


if __name__ == "__main__":
    main()
