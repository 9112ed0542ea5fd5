"""The one DuckDB of the process: in memory, locked down, behind a gate and a clock.

It reads and writes only below the folders it was opened with. A question is an `.sql` file of `kam_core/sql` with
`$name` parameters; the Parquet files it reads are bound to fixed view names, so no path and no user text ever becomes
SQL. Measured: 25 people on 5 M lines answer in 13 s (p95) without a gate, in 2 s with at most one query a core.
"""

from __future__ import annotations

import functools
import os
import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from kam_core.errors import Busy

SQL = Path(__file__).parent / "sql"


@functools.cache
def load_sql(name: str) -> str:
    """The text of `kam_core/sql/<name>.sql`. `ranking:lines` is ranking.sql over scoped_lines.sql, its `@scoped`."""
    question, _, rows = name.partition(":")
    text = (SQL / f"{question}.sql").read_text("utf-8")
    return text.replace("@scoped AS", f"(\n{load_sql(f'scoped_{rows}')}) AS") if rows else text


@dataclass
class Pressure:
    """How the gate and the clock fared since the process began, for whoever watches the server."""

    passed: int = 0  # questions let through
    waited: float = 0.0  # seconds they stood at the gate, in all
    turned_away: int = 0  # the gate stayed shut
    stopped: int = 0  # took too long


class Engine:
    """One in-memory DuckDB; a cursor a question."""

    def __init__(
        self,
        folders: list[Path],
        *,
        memory: str = "1GB",
        threads: int | None = None,
        at_once: int | None = None,
        patience: float = 30.0,
    ) -> None:
        """folders: what may be read and written (the first also takes spilled data). patience: a query's seconds."""
        threads = threads or os.cpu_count() or 1
        self.folders, self.memory, self.patience = folders, memory, patience
        self.pressure, self._counting = Pressure(), threading.Lock()
        self._gate = threading.BoundedSemaphore(at_once or threads)
        spill = folders[0] / f".spill-{secrets.token_hex(4)}"  # its own: processes would overwrite each other's
        self._db = duckdb.connect(
            ":memory:",
            config={
                "threads": threads,
                "memory_limit": memory,
                "temp_directory": str(spill),
                "max_temp_directory_size": "20GB",
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "allow_community_extensions": False,
                "python_enable_replacements": False,
            },
        )
        self._db.execute("SET allowed_directories = $folders", {"folders": [str(f) for f in folders]})
        self._db.execute("SET enable_external_access = false")
        self._db.execute("SET lock_configuration = true")

    def single(self) -> Engine:
        """Another one over the same folders, with one thread a question: for as many small ones at once as cores."""
        return Engine(self.folders, memory=self.memory, threads=1, at_once=os.cpu_count(), patience=self.patience)

    @contextmanager
    def cursor(
        self, views: Mapping[str, Path] | None = None, merging: pa.Table | None = None
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor behind the gate, with each Parquet file of `views` readable under its name.

        merging: customer, key, name of those who count as one; the views then see them so (`sql/merged`).

        Raises Busy when the gate stays shut or the block takes longer than `patience` (the query is interrupted).
        """
        came = time.monotonic()
        let_in = self._gate.acquire(timeout=self.patience)
        with self._counting:
            self.pressure.passed += let_in
            self.pressure.turned_away += not let_in
            self.pressure.waited += time.monotonic() - came
        if not let_in:
            raise Busy("busy")
        cursor = self._db.cursor()
        clock = threading.Timer(self.patience, cursor.interrupt)
        clock.start()
        try:
            for name, path in (views or {}).items():
                seen = name if merging is None else f"{name}_apart"
                cursor.execute(f"SET VARIABLE {name}_path = $path", {"path": str(path)})
                cursor.execute(f"CREATE TEMP VIEW {seen} AS SELECT * FROM read_parquet(getvariable('{name}_path'))")
            if merging is not None:
                _merge(cursor, list(views or {}), merging)
            yield cursor
        except duckdb.InterruptException as error:
            with self._counting:
                self.pressure.stopped += 1
            raise Busy("too_slow", seconds=self.patience) from error
        finally:
            clock.cancel()
            cursor.close()
            self._gate.release()

    def ask(
        self, question: str, views: Mapping[str, Path], *, merging: pa.Table | None = None, **parameters: Any
    ) -> pa.Table:
        """The answer to `kam_core/sql/<question>.sql` over the given Parquet files."""
        with self.cursor(views, merging) as cursor:
            return cursor.sql(load_sql(question), params=parameters).to_arrow_table()


def _merge(cursor: duckdb.DuckDBPyConnection, names: list[str], merging: pa.Table) -> None:
    """Each view under its own name, with the members of a group as one customer where it knows customers."""
    cursor.register("merging", merging)
    for name in names:
        if (SQL / "merged" / f"{name}.sql").exists():
            seen = load_sql(f"merged/{name}")
        elif "customer" in cursor.sql(f"SELECT * FROM {name}_apart LIMIT 0").columns:
            seen = load_sql("merged/any").replace("@table", name)
        else:
            seen = f"SELECT * FROM {name}_apart"
        cursor.execute(f"CREATE TEMP VIEW {name} AS {seen}")
