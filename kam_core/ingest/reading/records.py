"""Records of text cells on their way into Parquet, whoever read them.

One record is its line, the number of cells it really had, and its cells with outer blanks taken off (ASCII and
full-width spaces, tabs, no-break spaces); an empty cell is NULL. A source of one slice is one Parquet file; a large one
is several, `part-*.parquet`, which DuckDB reads in order as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from kam_core.errors import UnreadableFile
from kam_core.ingest.reading import limits

BLANKS = " \t\u00a0\u3000"
BATCH = 50_000

Record = tuple[int, Sequence[str]]  # the line where it starts, its cells


@dataclass(frozen=True)
class Piece:
    """One Parquet file of consecutive records."""

    path: Path
    width: int
    count: int


def write(records: Iterable[Record], stem: Path, name: str, width: int = 1) -> list[Piece]:
    """Writes records to `<stem>*.parquet`, at least `width` columns wide; a new file begins where one must be wider.

    Raises UnreadableFile: too_many_columns.
    """
    pieces: list[Piece] = []
    writer: pq.ParquetWriter | None = None
    path, count = stem, 0

    def close() -> None:
        nonlocal writer
        if writer:
            writer.close()
            pieces.append(Piece(path, width, count))
            writer = None

    try:
        for batch in _batches(records):
            widest = max(len(cells) for _, cells in batch)
            if widest > limits.COLUMNS:
                line = next(line for line, cells in batch if len(cells) == widest)
                raise UnreadableFile("too_many_columns", file=name, line=line, columns=widest, limit=limits.COLUMNS)
            if writer and widest > width:
                close()
            width = max(width, widest)
            if not writer:
                path, count = stem.with_name(f"{stem.name}-{len(pieces):02d}.parquet"), 0
                writer = pq.ParquetWriter(path, schema(width), compression="snappy")
            writer.write_table(_table(batch, width))
            count += len(batch)
    finally:
        close()
    return pieces


def schema(width: int) -> pa.Schema:
    """The columns of a source: line, cells, c1 … c<width>."""
    texts = [(f"c{i}", pa.string()) for i in range(1, width + 1)]
    return pa.schema([("line", pa.int64()), ("cells", pa.int32()), *texts])


def gather(pieces: list[Piece]) -> tuple[Path, int, int]:
    """What to read the pieces by (one file, or the pattern of their folder), their common width, and their count.

    Pieces narrower than the widest (lines with more cells turned up later) are written again as wide as that.
    """
    width = max(piece.width for piece in pieces)
    for piece in pieces:
        if piece.width < width:
            _widen(piece.path, width)
    path = pieces[0].path if len(pieces) == 1 else pieces[0].path.parent / "*.parquet"
    return path, width, sum(piece.count for piece in pieces)


def files(records: Path) -> list[Path]:
    """The Parquet files behind a Source's `records`, in the order of its records: for readers other than DuckDB."""
    return sorted(records.parent.glob(records.name)) if "*" in records.name else [records]


def _batches(records: Iterable[Record]) -> Iterable[list[Record]]:
    batch: list[Record] = []
    cells = 0
    for record in records:
        batch.append(record)
        cells += len(record[1])
        if len(batch) >= BATCH or cells >= 20 * BATCH:
            yield batch
            batch, cells = [], 0
    if batch:
        yield batch


def _table(batch: list[Record], width: int) -> pa.Table:
    padding = [""] * width
    rows = [cells if len(cells) == width else (*cells, *padding[len(cells) :]) for _, cells in batch]
    columns = [pa.array([cell.strip(BLANKS) or None for cell in column], pa.string()) for column in zip(*rows)]
    lines = pa.array([line for line, _ in batch], pa.int64())
    cells = pa.array([len(cells) for _, cells in batch], pa.int32())
    return pa.Table.from_arrays([lines, cells, *columns], schema=schema(width))


def _widen(path: Path, width: int) -> None:
    wider = path.with_suffix(".wider")
    with pq.ParquetFile(path) as narrow, pq.ParquetWriter(wider, schema(width), compression="snappy") as writer:
        for batch in narrow.iter_batches(BATCH):
            missing = [pa.nulls(batch.num_rows, pa.string())] * (width + 2 - batch.num_columns)
            writer.write_batch(pa.record_batch([*batch.columns, *missing], schema=schema(width)))
    wider.replace(path)
