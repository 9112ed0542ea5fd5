"""What is measured, each in a process of its own so that wall time and peak memory are its alone.

python -m benchmarks.children NAME FILE OUT
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path


def duckdb_copy(source: Path, out: Path) -> None:
    """The bare copy: what reading and writing cost without understanding or accounting for anything."""
    import duckdb

    duckdb.connect().execute(
        "COPY (FROM read_csv($source)) TO '" + str(out / "bare.parquet") + "'", {"source": str(source)}
    )


def pandas_pareto(source: Path, _: Path) -> None:
    """What a script would do: read everything, add up, rank."""
    import pandas as pd

    lines = pd.read_csv(source)
    totals = lines.groupby("customer")["amount"].sum().sort_values(ascending=False)
    share = totals.cumsum() / totals.sum()
    print(f"{share.iloc[-(-len(share) // 5) - 1]:.6f}")


def duckdb_pareto(_: Path, out: Path) -> None:
    """The same on the bare copy's Parquet."""
    import duckdb

    question = """
        with totals as (select customer, sum(amount) as value from read_parquet($source) group by customer)
        select sum(value) over (order by value desc, customer) / sum(value) over () as share from totals order by 1
    """
    share = duckdb.connect().execute(question, {"source": str(out / "bare.parquet")}).fetchnumpy()["share"]
    print(f"{share[-(-len(share) // 5) - 1]:.6f}")


def kam_questions(dataset_id: Path, _: Path) -> None:
    """Our own answers over an imported dataset: cold, then after a change of cut or filter. Milliseconds, as JSON."""
    import json
    import statistics
    import time
    from decimal import Decimal

    def clock(work: Callable[[], object]) -> float:
        started = time.perf_counter()
        work()
        return round((time.perf_counter() - started) * 1000, 2)

    from kam_core.analysis.cut import Cut, Rule
    from kam_core.analysis.pareto import draw
    from kam_core.analysis.ranking import rank
    from kam_core.analysis.scope import Scope
    from kam_core.store.principal import HOUSE
    from kam_core.store.store import Store

    dataset = Store().open(dataset_id.name, principal=HOUSE)
    cold = clock(lambda: draw(rank(dataset, Scope()), Cut()))
    ranking = rank(dataset, Scope())
    moved = [clock(lambda p=p: draw(ranking, Cut(Rule.TOP, Decimal(p)))) for p in range(1, 60)]  # type: ignore[misc]
    region = clock(lambda: rank(dataset, Scope(regions=("East",))))
    product = clock(lambda: rank(dataset, Scope(products=("P0042",))))
    period = clock(lambda: rank(dataset, Scope(first="2024-01", last="2024-12")))
    answer = {
        "customers": len(ranking.customers),
        "pareto_cold": cold,
        "cut_change": statistics.median(moved),
        "region_filter": region,
        "product_filter": product,
        "period_filter": period,
    }
    print(json.dumps(answer))


def page(dataset_id: Path, _: Path) -> None:
    """Server time of the home page: first run, then again after a change. Milliseconds, as JSON."""
    import json
    import time

    from streamlit.testing.v1 import AppTest

    app = AppTest.from_file(str(Path(__file__).parent.parent / "kam_ui" / "frame.py"), default_timeout=120)
    app.query_params["data"] = dataset_id.name
    app.query_params["lang"] = "en"
    app.switch_page("../pages/pareto.py")
    took = []
    for _run in range(3):
        started = time.perf_counter()
        app.run()
        took.append(round((time.perf_counter() - started) * 1000, 1))
        if app.exception or app.error:
            raise SystemExit(f"the page failed: {app.exception or app.error}")
    print(json.dumps({"page_first": took[0], "page_again": min(took[1:])}))


if __name__ == "__main__":
    globals()[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
