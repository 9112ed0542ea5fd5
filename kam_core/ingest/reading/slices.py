"""A text file cut into slices that are read side by side, each fast where it is well formed, else carefully.

The fast reader (DuckDB) is believed only when the bytes agree with it: it must find exactly as many records as the
slice has lines, and the slice must have exactly as many delimiters as such records need. Anything else (a ragged or
blank line, a cell that spans lines, an unbalanced quote, a lone CR) makes it stop or miscount, and the careful reader
takes that slice, and only that one.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from kam_core.engine import Engine, load_sql
from kam_core.ingest.reading.careful import Dialect, Stray, records, split_lines
from kam_core.ingest.reading.records import BLANKS, Piece, write
from kam_core.ingest.reading.transcribe import line_count

SLICE = 16 << 20
LOOK = 1 << 20


@dataclass(frozen=True)
class Slice:
    """Whole records of the file: the number of its first line, and UTF-8 bytes with LF line ends."""

    number: int
    line: int
    data: bytes
    lines: int  # physical lines in it, counted from the bytes


def cut(blocks: Iterable[bytes], quote: str, least: int | None = None) -> Iterator[Slice]:
    """Slices of about `least` bytes (usual: SLICE). A line whose quote is still open stays with those that follow."""
    mark = quote.encode()
    held: list[bytes] = []
    size, number, line = 0, 0, 1
    for block in blocks:
        held.append(block)
        size += len(block)
        if size < (least or SLICE):
            continue
        data = b"".join(held)
        end = _before_open_quote(data, mark) if mark and data.count(mark) % 2 else len(data)
        one = _slice(number, line, data[:end])
        yield one
        number, line, held, size = number + 1, line + one.lines, [data[end:]], len(data) - end
    if size or not number:
        yield _slice(number, line, b"".join(held))


def _slice(number: int, line: int, data: bytes) -> Slice:
    unended = bool(data) and not data.endswith((b"\n", b"\r"))
    return Slice(number, line, data, line_count(data) + unended)


def _before_open_quote(data: bytes, mark: bytes) -> int:
    """Where the last line with an odd number of quotes begins; the end where there is none close by."""
    end = len(data)
    while end > len(data) - LOOK and end > 0:
        start = data.rfind(b"\n", 0, end - 1) + 1
        if data.count(mark, start, end) % 2:
            return start or len(data)
        end = start
    return len(data)


class SliceReader:
    """Reads slices into Parquet pieces of one folder, as many at once as the engine has threads."""

    def __init__(self, engine: Engine, folder: Path, name: str, dialect: Dialect, at_once: int) -> None:
        self.engine, self.folder, self.name, self.dialect = engine, folder, name, dialect
        self.at_once = at_once
        self.stray = Stray()
        self.careful = 0  # slices that needed the careful reader
        self._lock = threading.Lock()

    def read(self, slices: Iterable[Slice]) -> list[Piece]:
        """The pieces, in the order of the file. Raises what the careful reader raises."""
        waiting: list[Future[tuple[list[Piece], Stray]]] = []
        room = threading.Semaphore(self.at_once + 1)
        pieces: list[Piece] = []
        with ThreadPoolExecutor(self.at_once) as pool:
            for one in slices:
                room.acquire()
                future = pool.submit(self._read, one)
                future.add_done_callback(lambda _: room.release())
                waiting.append(future)
                if any(f.done() and f.exception() for f in waiting):
                    break
        for future in waiting:
            found, stray = future.result()
            pieces += found
            self.stray.count += stray.count
            self.stray.lines += stray.lines[: 10 - len(self.stray.lines)]
        return pieces

    def _read(self, one: Slice) -> tuple[list[Piece], Stray]:
        if piece := self.read_fast(one):
            return [piece], Stray()
        with self._lock:
            self.careful += 1
        return self.read_carefully(one)

    def read_fast(self, one: Slice) -> Piece | None:
        """The slice read by DuckDB, or None where that reading cannot be vouched for."""
        if not vouched(one, self.dialect):
            return None
        source = self.folder / f"slice-{one.number:05d}.txt"
        target = self.folder / f"part-{one.number:05d}.parquet"
        try:
            source.write_bytes(one.data)
            with self.engine.cursor() as cursor:
                show(cursor, source, one, self.dialect)
                answer = cursor.execute(load_sql("ingest/slice_copied"), {"target": str(target)}).fetchone()
            if answer and answer[0] == one.lines:
                return Piece(target, self.dialect.width, one.lines)
        except duckdb.InterruptException:
            raise
        except duckdb.Error:
            pass
        finally:
            source.unlink(missing_ok=True)
        target.unlink(missing_ok=True)
        return None

    def read_carefully(self, one: Slice) -> tuple[list[Piece], Stray]:
        """The slice read line by line."""
        stray = Stray()
        found = records(split_lines(one.data), one.line, self.dialect, stray)
        return write(found, self.folder / f"part-{one.number:05d}", self.name, self.dialect.width), stray


def show(con: duckdb.DuckDBPyConnection, path: Path, one: Slice, dialect: Dialect) -> None:
    """Creates the view `slice` on a cursor: the records of `one`, whose bytes lie at `path`, as text cells."""
    said: dict[str, object] = {
        "slice": str(path),
        "slice_start": one.line - 1,
        "slice_width": dialect.width,
        "slice_columns": {f"c{i}": "VARCHAR" for i in range(1, dialect.width + 1)},
        "delimiter": dialect.delimiter,
        "quote": dialect.quote or '"',
        "blanks": BLANKS,
    }
    for name, value in said.items():
        con.execute(f"SET VARIABLE {name} = $value", {"value": value})
    con.execute(load_sql("ingest/slice_trimmed" if has_outer_blanks(one.data, dialect) else "ingest/slice"))


def vouched(one: Slice, dialect: Dialect) -> bool:
    """Whether the bytes of a slice say that every line is a record of the dialect's width, whoever reads it."""
    if dialect.width < 2 or dialect.ruler or not dialect.delimiter.isascii():
        return False
    if b"\r" in one.data or b"\x00" in one.data or stray_quotes(one.data, dialect):
        return False
    return delimiters(one.data, dialect) == (dialect.width - 1) * one.lines


def delimiters(data: bytes, dialect: Dialect) -> int:
    """How many delimiters stand outside quotes, counted from the bytes: DuckDB passes over empty cells beyond the last
    column in silence, and this is what notices them.
    """
    piece = np.frombuffer(data, np.uint8)
    found = piece == ord(dialect.delimiter)
    if dialect.quote and dialect.quote.encode() in data:
        found &= ~np.bitwise_xor.accumulate(piece == ord(dialect.quote))
    return int(np.count_nonzero(found))


def stray_quotes(data: bytes, dialect: Dialect) -> bool:
    """Whether a quote opens inside a cell (`1";`) or closes before its end: then nobody can say what is quoted."""
    if not dialect.quote or dialect.quote.encode() not in data:
        return False
    ends = [ord(dialect.delimiter), 10, ord(dialect.quote)]
    piece = np.frombuffer(b"\n" + data + b"\n", np.uint8)
    quotes = np.flatnonzero(piece == ends[2])
    opens, closes = quotes[::2], quotes[1::2]
    return not (np.isin(piece[opens - 1], ends).all() and np.isin(piece[closes + 1], ends).all())


def has_outer_blanks(data: bytes, dialect: Dialect) -> bool:
    """Whether any cell may begin or end with a blank: taking them off costs as much again as reading."""
    if not data.isascii() and ("\u00a0".encode() in data or "\u3000".encode() in data):
        return True
    tab = dialect.delimiter != "\t" and b"\t" in data
    if b" " not in data and not tab:
        return False
    edges = [ord(dialect.delimiter), 10, *([ord(dialect.quote)] if dialect.quote else [])]
    for at in range(0, len(data), LOOK):
        piece = np.frombuffer(data, np.uint8, min(LOOK + 1, len(data) - at), at)
        blank = piece == 32
        if tab:
            blank |= piece == 9
        edge = piece == edges[0]
        for byte in edges[1:]:
            edge |= piece == byte
        if (blank[1:] & edge[:-1]).any() or (blank[:-1] & edge[1:]).any():
            return True
    return data[:1] in (b" ", b"\t") or data[-1:] in (b" ", b"\t")
