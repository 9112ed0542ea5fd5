"""Measures import and answers side by side in one run and writes docs/benchmarks.md.

python -m benchmarks [LINES …]        (default 100000 1000000 10000000)
"""

from __future__ import annotations

import datetime
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks import lines
from benchmarks.page import begin

HOUSE = Path(__file__).parent.parent
WORK = Path(__file__).parent / ".work"


@dataclass(frozen=True)
class Run:
    """One child process: seconds of wall time, peak memory in MB, and what it printed."""

    seconds: float
    peak_mb: float
    said: str


def run(*command: str, **env: str) -> Run:
    """Runs a child to its end; its peak memory is its own (wait4), not this process's."""
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | env, cwd=HOUSE) as child:
        said = child.stdout.read() if child.stdout else ""
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {child.returncode}")
    return Run(time.perf_counter() - started, usage.ru_maxrss / 1024, said)


def measure(count: int) -> dict[str, str]:
    """One row of the table: everything measured for a file of `count` lines."""
    WORK.mkdir(exist_ok=True)
    source = lines.write(WORK / f"lines-{count}.csv", count)
    store = WORK / "store"
    shutil.rmtree(store, ignore_errors=True)
    child = (sys.executable, "-m", "benchmarks.children")
    copies, imports = [], []
    for n in range(3):  # in turn, so that a slow moment of the machine meets both
        copies.append(run(*child, "duckdb_copy", str(source), str(WORK)))
        imports.append(_import(source, store, f"run {n}"))
    copy, imported = (min(runs, key=lambda r: r.seconds) for runs in (copies, imports))
    answer = json.loads(imported.said)
    if answer["rows"]["accepted"] != count:
        raise SystemExit(f"rows went missing: {answer['rows']} of {count}")
    pandas = run(*child, "pandas_pareto", str(source), str(WORK))
    bare = run(*child, "duckdb_pareto", str(source), str(WORK))
    ours = json.loads(run(*child, "kam_questions", answer["dataset"], str(WORK), KAM_DATA_DIR=str(store)).said)
    page = json.loads(run(*child, "page", answer["dataset"], str(WORK), KAM_DATA_DIR=str(store)).said)
    shutil.rmtree(store)
    return {
        "lines": f"{count:,}",
        "file MB": f"{source.stat().st_size / 1e6:.0f}",
        "customers": f"{ours['customers']:,}",
        "bare DuckDB copy s": f"{copy.seconds:.2f}",
        "import s": f"{imported.seconds:.2f}",
        "import / copy": f"{imported.seconds / copy.seconds:.2f}",
        "import peak MB": f"{imported.peak_mb:.0f}",
        "copy peak MB": f"{copy.peak_mb:.0f}",
        "pandas read + Pareto s": f"{pandas.seconds:.2f}",
        "pandas peak MB": f"{pandas.peak_mb:.0f}",
        "DuckDB Pareto on the copy s (process)": f"{bare.seconds:.2f}",
        "Pareto cold ms": f"{ours['pareto_cold']:.0f}",
        "cut change ms": f"{ours['cut_change']:.2f}",
        "period change ms": f"{ours['period_filter']:.0f}",
        "region filter ms": f"{ours['region_filter']:.0f}",
        "product filter ms": f"{ours['product_filter']:.0f}",
        "home page, first run ms": f"{page['page_first']:.0f}",
        "home page, again ms": f"{page['page_again']:.0f}",
    }


def _import(source: Path, store: Path, name: str) -> Run:
    """Our import, as a user starts it."""
    command = (sys.executable, "-m", "kam_core", "import", str(source), "--name", name, "--json")
    return run(*command, KAM_DATA_DIR=str(store))


def report(rows: list[dict[str, str]]) -> str:
    """A Markdown table, one line a measure, one column a file size."""
    head = "| measure | " + " | ".join(r["lines"] + " lines" for r in rows) + " |\n|---"
    table = [head + "|---:" * len(rows) + "|"]
    table += [f"| {key} | " + " | ".join(r[key] for r in rows) + " |" for key in rows[0] if key != "lines"]
    return "\n".join(table)


PREFACE = """# Benchmarks

Written by `make bench`: seeded files, each measure in a process of its own, everything in one run, best of several.
Times depend on the machine; the ratios are what we aim at: import ≤ 2.5 × the bare DuckDB copy, peak ≤ 1 GB at
10,000,000 lines, a cut change ≤ 5 ms at 50,000 customers, a filter change ≤ 500 ms at 10,000,000 lines.

The copy only types the cells. The import also decides how the file is written, judges each row, counts every record
apart from the reader, adds the figures up before and after they are written, builds the months and keeps the original
by its hash; and about 0.6 s of start-up weighs on the small files. The first run of the home page counts the bell too,
which is done when the page is drawn already.

"""


def main() -> None:
    rows = []
    for count in [int(a) for a in sys.argv[1:]] or [100_000, 1_000_000, 10_000_000]:
        rows.append(measure(count))
        print(report(rows[-1:]), flush=True)
    today = datetime.date.today()
    machine = f"{today:%Y-%m-%d}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}."
    begin(f"{PREFACE}{machine}\n\n{report(rows)}\n")


if __name__ == "__main__":
    main()
