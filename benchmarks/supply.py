"""The Supply page's analysis over 50,000 pairs of customer and product with 48 months: cold, and when the cut moves.

python -m benchmarks.supply [PAIRS]     writes its rows into docs/benchmarks.md, below the other tables
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from benchmarks.page import measured
from benchmarks.series import pairs
from kam_core.analysis.cut import Cut, Rule
from kam_core.analysis.pareto import draw
from kam_core.analysis.ranking import rank
from kam_core.analysis.scope import Scope
from kam_core.analysis.supply.close_up import account_outlook
from kam_core.analysis.supply.foresight import outlook
from kam_core.analysis.supply.season_supply import for_key_accounts
from kam_core.ingest.recipe import Upload
from kam_core.store.dataset import Dataset
from kam_core.store.principal import HOUSE
from kam_core.store.side import open_with
from kam_core.store.side_reading import SideRequest
from kam_core.store.store import Store

HEAD = "## Supply"
MONTHS = 48


def clock(work: Callable[[], object]) -> float:
    """Milliseconds."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def with_stock(store: Store, folder: Path, base: Dataset, count: int, reports: int) -> Dataset:
    """`base` with as many stock reports of every pair, a month apart."""
    rng = np.random.default_rng(5)
    last = base.manifest.account.last_day or base.manifest.today
    days = [str(np.datetime64(last, "D") - 5 - 30 * back) for back in range(reports)]
    pair = np.tile(np.arange(count), reports)
    table = pa.table(
        {
            "date": pa.array(np.repeat(days, count)),
            "customer": pa.array(np.char.add("C", (pair // 25).astype(str))),
            "product": pa.array(np.char.add("P", (pair % 25 + pair // 25 % 16 * 25).astype(str))),
            "on hand": pa.array(rng.integers(0, 200, count * reports)),
        }
    )
    file = folder / f"stock-{reports}.csv"
    pacsv.write_csv(table, file)
    return open_with(store, base, SideRequest((Upload(file.name, file),), HOUSE, base.manifest.today, "inventory"))


def measure(count: int) -> dict[str, str]:
    """What is measured, with its value."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = Store(folder / "store")
        base = pairs(folder, store, count, MONTHS)
        found = {"customer x product pairs": f"{count:,}", "months": str(MONTHS)}
        for reports in (1, 6):
            dataset = with_stock(store, folder, base, count, reports)
            times = [clock(lambda d=dataset: outlook(d, Scope())) for _ in range(4)]  # type: ignore[misc]
            found[f"outlook, {reports} stock report{'s' if reports > 1 else ''} a pair, first ms"] = f"{times[0]:,.0f}"
            found[f"outlook, {reports} stock report{'s' if reports > 1 else ''} a pair, again ms"] = (
                f"{min(times):,.0f}"
            )
        seen, ranking = outlook(dataset, Scope()), rank(dataset, Scope())

        def moved(percent: int) -> object:
            return for_key_accounts(seen, draw(ranking, Cut(Rule.TOP, Decimal(percent)))).finding

        cuts = [clock(lambda p=p: moved(p)) for p in range(1, 60, 6)]  # type: ignore[misc]
        found["the cut moved, with its sentence ms"] = f"{statistics.median(cuts):,.0f}"
        found["one account, all its products ms"] = (
            f"{clock(lambda: account_outlook(seen, str(seen.customers[0]))):,.0f}"
        )
    return found


def main() -> None:
    threads = os.environ.get("OPENBLAS_NUM_THREADS", "all")
    aim = "The page's analysis is to take ≤ 2 s cold and ≤ 0.2 s when the cut moves. By `python -m benchmarks.supply`."
    measured(HEAD, aim, measure, 50_000, f"OPENBLAS_NUM_THREADS={threads}")


if __name__ == "__main__":
    main()
