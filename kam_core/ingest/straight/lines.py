"""Slices of a clean text file, each read, judged and written to lines.parquet in one go.

The reader (DuckDB) is believed where the bytes agree with it, as in `reading.slices`; every record of a slice must
come out as a sound line. What the figures add up to is taken from what the judging says, before anything is written.
"""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kam_core.engine import Engine, load_sql
from kam_core.ingest.account import Sound
from kam_core.ingest.accounting import body, notices
from kam_core.ingest.accounting.judging import Judging
from kam_core.ingest.progress import Progress
from kam_core.ingest.reading.slices import SLICE, Slice, show, vouched
from kam_core.ingest.reading.transcribe import Mixed
from kam_core.ingest.straight.evidence import Scouted
from kam_core.ingest.straight.surprise import Surprise
from kam_core.ingest.understand import Understanding

GROUP = 122_880  # rows a row group, as DuckDB writes them
SOUGHT = ["line", "date", "month", "customer", "product"]  # columns whose least and greatest a question may ask for
PLAIN = ("line", "order", "quantity", "amount", "profit")  # columns of which a dictionary would hold almost every row
MAY_LACK = ("quantity", "amount", "profit")  # columns that may be NULL; of the others nobody need be told that they are


@dataclass(frozen=True)
class Straight:
    """What was read and written: records in the file, what the lines say, and how many stand there twice."""

    records: int
    read: Sound
    doubles: int


class StraightReader:
    """Reads one file into lines.parquet of `folder`, as many slices at once as there are cores."""

    def __init__(self, scouted: Scouted, understanding: Understanding, engine: Engine, folder: Path) -> None:
        self.scouted, self.understanding, self.folder = scouted, understanding, folder
        self.engine = engine.single()  # a slice is read in order, by one thread; another would only get in its way
        self.header = understanding.sources[0].layout.header_line or 0
        self.records = self.lines = 0
        self.figures = Decimal(0)
        self.prints: list[np.ndarray] | None = []
        self.writer: pq.ParquetWriter | None = None
        self._taking, self._writing = threading.Lock(), threading.Lock()

    def read(self, progress: Progress) -> Straight:
        """Raises Surprise at the first slice that is not clean, and what the reading of a text file raises."""
        mixed, done = Mixed(), 0
        cores, whole = os.cpu_count() or 1, self.scouted.file.size
        slices = self.scouted.file.slices(mixed, min(max(SLICE, whole // (8 * cores)), 3 * SLICE // 2))
        failed = threading.Event()

        def work() -> None:
            nonlocal done
            with self.engine.cursor() as con:
                figure = self._prepare(con)
                while not failed.is_set():
                    with self._taking:
                        one = next(slices, None)
                    if one is None:
                        return
                    self._take(con, one, figure)
                    done += len(one.data)
                    progress("straight", done / whole)

        def guarded() -> None:
            try:
                work()
            except BaseException:
                failed.set()
                raise

        try:
            with ThreadPoolExecutor(cores) as pool:
                workers = [pool.submit(guarded) for _ in range(cores)]
            for worker in workers:
                worker.result()
        finally:
            if self.writer:
                self.writer.close()
        if mixed.count or not self.lines:
            raise Surprise
        return Straight(self.records, Sound(self.lines, self.lines, self.figures), self._doubles())

    def _prepare(self, con: duckdb.DuckDBPyConnection) -> str:
        """The views up to `judged` over `slice`; the column that is measured."""
        dialect, known = self.scouted.file.dialect, self.understanding
        mapping = known.recipe.mapping
        show(con, self.scouted.file.path, Slice(0, 1, b"", 0), dialect)  # for the views to know its columns
        few = self.scouted.source.count <= 2 * notices.MANY
        con.execute("SET VARIABLE prints = $few", {"few": few})
        con.execute(load_sql("ingest/lookups"))
        body.lay(con, known.sources, mapping, rows="slice")
        Judging(con, known.sources, mapping, known.columns).prepare(set())
        return "quantity" if con.execute("SELECT getvariable('measure')").fetchall()[0][0] == "quantity" else "amount"

    def _take(self, con: duckdb.DuckDBPyConnection, one: Slice, figure: str) -> None:
        dialect = self.scouted.file.dialect
        if not vouched(one, dialect) or not _utf8(one.data):
            raise Surprise
        path = self.folder / f"slice-{one.number:05d}.txt"
        path.write_bytes(one.data)
        try:
            show(con, path, one, dialect)
            con.execute("SET VARIABLE underscores = $any", {"any": b"_" in one.data})
            lines = con.sql(load_sql("ingest/lines_straight")).to_arrow_table()
        except duckdb.InterruptException:
            raise
        except duckdb.Error as error:
            raise Surprise from error
        finally:
            path.unlink(missing_ok=True)
        if lines.num_rows != one.lines - max(0, min(one.lines, self.header - one.line + 1)):
            raise Surprise
        self._write(lines, one.lines, pc.sum(lines[figure]).as_py() or Decimal(0))

    def _write(self, lines: pa.Table, records: int, figures: Decimal) -> None:
        prints = lines["print"].to_numpy()
        lines = lines.drop_columns(["print"])
        told = pa.schema([field.with_nullable(field.name in MAY_LACK) for field in lines.schema])
        lines = lines.cast(told)
        with self._writing:
            if self.writer is None:
                whole = [name for name in lines.column_names if name not in PLAIN]
                self.writer = pq.ParquetWriter(
                    self.folder / "lines.parquet",
                    told,
                    compression="snappy",
                    use_dictionary=whole,
                    column_encoding={"line": "DELTA_BINARY_PACKED"},  # it only rises: next to nothing on the disk
                    write_statistics=SOUGHT,
                    store_decimal_as_integer=True,
                )
            self.writer.write_table(lines, row_group_size=GROUP)
            self.records += records
            self.lines += lines.num_rows
            self.figures += figures
            if self.prints is not None and self.records <= notices.MANY + 1:
                self.prints.append(prints)
            else:
                self.prints = None

    def _doubles(self) -> int:
        if self.prints is None:
            return 0
        every = np.sort(np.concatenate(self.prints))  # ten times as fast as np.unique
        return int(np.count_nonzero(every[1:] == every[:-1]))


def _utf8(data: bytes) -> bool:
    try:
        return data.isascii() or bool(data.decode())
    except UnicodeDecodeError:
        return False
