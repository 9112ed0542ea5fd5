"""Writing the four tables of a dataset and adding up what stands in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

from kam_core.engine import load_sql
from kam_core.ingest.accounting.lookups import only_row
from kam_core.ingest.accounting.totals import Verdicts
from kam_core.ingest.ledger import Account, ReasonTally, Tally
from kam_core.ingest.recipe import Source
from kam_core.schema import MONTH_DIMENSIONS, Measure, Role, State

_FACES = (Role.CUSTOMER_NAME, Role.SALESPERSON, Role.MANAGER)
_NOTHING = "CAST('' AS ENUM(''))"  # a constant that costs nothing to group by


@dataclass(frozen=True)
class Counted:
    """Records and what the measured figures in them add up to."""

    rows: int
    figures: Decimal


@dataclass(frozen=True)
class Written:
    """What stands in lines.parquet: lines, the figures' sum, and the money of each state."""

    lines: int
    figures: Decimal
    money: dict[str, Decimal]
    by_state: dict[str, int]


def records_below(con: duckdb.DuckDBPyConnection, sources: Sequence[Source]) -> int:
    """Records below the headers, counted from what the reader said it wrote: apart from every view."""
    above = 0
    for n, source in enumerate(sources):
        question = f"SELECT count(*) FROM read_parquet(getvariable('source_{n:d}')) WHERE line <= $line"
        above += only_row(con, question, {"line": source.layout.header_line or 0})[0]
    return sum(source.count for source in sources) - above


def write_lines(con: duckdb.DuckDBPyConnection, folder: Path, question: str) -> Written:
    """Writes lines.parquet by one of the ingest_lines questions and counts it again from the file."""
    _write(con, question, folder / "lines.parquet")
    return count_lines(con, folder)


def count_lines(con: duckdb.DuckDBPyConnection, folder: Path) -> Written:
    """What stands in the lines.parquet of `folder`, read back from it; `lines` is a view of it from here on."""
    _view(con, "lines", folder / "lines.parquet")
    rows = con.execute(load_sql("ingest/lines_written")).fetchall()
    return Written(
        sum(r[1] for r in rows),
        sum((r[3] for r in rows), Decimal(0)),
        {r[0]: r[2] for r in rows},
        {r[0]: r[1] for r in rows},
    )


def settled_counts(con: duckdb.DuckDBPyConnection) -> dict[str, Counted]:
    """State -> how many records a second look put there, and their figures."""
    rows = con.execute(load_sql("ingest/settled_counts")).fetchall()
    return {state: Counted(records, figures) for state, records, figures in rows}


def write_months(con: duckdb.DuckDBPyConnection, folder: Path, roles: frozenset[Role]) -> None:
    """Writes months.parquet from the lines. What the file does not have is grouped by at no cost."""
    absent = [name for name in (*MONTH_DIMENSIONS, *(f.value for f in _FACES)) if Role(name) not in roles]
    blank = f"REPLACE ({', '.join(f'{_NOTHING} AS {name}' for name in absent)})" if absent else ""
    con.execute(f"CREATE OR REPLACE TEMP VIEW lines AS SELECT * {blank} FROM read_parquet(getvariable('lines_path'))")
    _write(con, "ingest/months", folder / "months.parquet")
    _view(con, "months", folder / "months.parquet")


def write_accounts(con: duckdb.DuckDBPyConnection, folder: Path, roles: frozenset[Role]) -> None:
    """Writes accounts.parquet; from the months alone where lines know no more of a customer."""
    con.execute(load_sql("ingest/accounts_of_lines" if roles & set(_FACES) else "ingest/accounts_of_months"))
    _write(con, "ingest/accounts", folder / "accounts.parquet")
    _view(con, "accounts", folder / "accounts.parquet")


def write_rejects(con: duckdb.DuckDBPyConnection, folder: Path, *, empty: bool) -> None:
    """Writes rejects.parquet: what was settled as anything but accepted, and the bad cells."""
    _write(con, "ingest/no_rejects" if empty else "ingest/rejects", folder / "rejects.parquet")
    _view(con, "rejects", folder / "rejects.parquet")


def ledger(
    con: duckdb.DuckDBPyConnection,
    sound: int,
    settled: Mapping[str, Counted],
    written: Written,
    filled_down: int,
    verdicts: Verdicts,
) -> Account:
    """The Account of what was written, without notices."""
    reasons = tuple(ReasonTally(*row) for row in con.execute(load_sql("ingest/reasons")).fetchall())
    tallies = {}
    for state in State:
        rows = (settled[state].rows if state in settled else 0) + (sound if state is State.ACCEPTED else 0)
        apart = sum((r.money for r in reasons if r.state == state), Decimal(0))
        money = written.money.get(state, Decimal(0)) if state in (State.ACCEPTED, State.UNASSIGNED) else apart
        tallies[state] = Tally(rows, money)
    found = only_row(con, load_sql("ingest/extent"))
    dimensions = [name for name, there in zip(MONTH_DIMENSIONS, found[6:]) if there]
    named = ("product", "category", "salesperson", "manager")
    there = only_row(con, load_sql("ingest/named"))
    return Account(
        read=sum(t.rows for t in tallies.values()),
        tallies=tallies,
        reasons=reasons,
        totals=tuple(verdicts.totals),
        cells_rejected=sum(r.rows for r in reasons if r.state == "cell"),
        filled_down=filled_down,
        lines=written.lines,
        customers=found[0],
        first_day=found[1],
        last_day=found[2],
        measures=tuple(
            m.value for m, has in zip((Measure.AMOUNT, Measure.QUANTITY, Measure.PROFIT), found[3:6]) if has
        ),
        units=tuple(u for (u,) in con.execute(load_sql("ingest/units")).fetchall()),
        currencies=tuple(c for (c,) in con.execute(load_sql("ingest/currencies")).fetchall()),
        dimensions=(*dimensions, *(name for name, has in zip(named, there) if has)),
        notices=(),
    )


def _write(con: duckdb.DuckDBPyConnection, question: str, path: Path) -> None:
    con.execute(
        f"COPY (\n{load_sql(question)}\n) TO $path (FORMAT parquet, PARQUET_VERSION v2, PRESERVE_ORDER false, "
        "WRITE_BLOOM_FILTER false, DICTIONARY_SIZE_LIMIT 6000)",
        {"path": str(path)},
    )


def _view(con: duckdb.DuckDBPyConnection, name: str, path: Path) -> None:
    con.execute(f"SET VARIABLE {name}_path = $path", {"path": str(path)})
    con.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT * FROM read_parquet(getvariable('{name}_path'))")
