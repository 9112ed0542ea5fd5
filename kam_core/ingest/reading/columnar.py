"""Parquet files: typed columns told as text, so that one way of understanding serves every format.

The column names become record 1 (line 1), as if they were a header; data record i has line i + 1. Dates are ISO (the
time only where it is not midnight), numbers plain without exponent, truth values TRUE and FALSE, instants in UTC.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kam_core.errors import UnreadableFile
from kam_core.ingest.progress import Progress
from kam_core.ingest.reading import limits
from kam_core.ingest.reading.records import BLANKS, Piece, gather, schema
from kam_core.ingest.reading.table import Table
from kam_core.ingest.recipe import Layout


def read_parquet(path: Path, name: str, folder: Path, layout: Layout, progress: Progress) -> Table:
    """All rows as text below a header of column names.

    Raises UnreadableFile: broken_parquet, too_many_columns, too_many_rows.
    """
    try:
        with pq.ParquetFile(path) as source:
            names = [field.name for field in source.schema_arrow]
            if len(names) > limits.COLUMNS:
                raise UnreadableFile("too_many_columns", file=name, line=1, columns=len(names), limit=limits.COLUMNS)
            if source.metadata.num_rows > limits.ROWS:
                raise UnreadableFile("too_many_rows", file=name, limit=limits.ROWS)
            piece = _rows(source, names, folder / "part.parquet", progress)
    except (pa.ArrowException, OSError) as error:
        raise UnreadableFile("broken_parquet", file=name) from error
    records, width, count = gather([piece])
    return Table(replace(layout, encoding="", delimiter="", quote="", sheet=""), records, width, count)


def _rows(source: pq.ParquetFile, names: list[str], target: Path, progress: Progress) -> Piece:
    done, total, width = 0, max(source.metadata.num_rows, 1), len(names)
    with pq.ParquetWriter(target, schema(width), compression="snappy") as writer:
        header = [pa.array([1], pa.int64()), pa.array([width], pa.int32()), *(_clean(pa.array([n])) for n in names)]
        writer.write_batch(pa.record_batch(header, schema=schema(width)))
        for batch in source.iter_batches(100_000):
            lines = pa.array(range(done + 2, done + 2 + batch.num_rows), pa.int64())
            cells = pa.array([width] * batch.num_rows, pa.int32())
            columns = [_clean(told(column)) for column in batch.columns]
            writer.write_batch(pa.record_batch([lines, cells, *columns], schema=schema(width)))
            done += batch.num_rows
            progress("read", done / total)
    return Piece(target, width, done + 1)


def told(column: pa.Array) -> pa.Array:
    """A typed column as text."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return told(column.dictionary_decode())
    if pa.types.is_string(kind):
        return column
    if pa.types.is_boolean(kind):
        return pc.if_else(column, "TRUE", "FALSE")
    if pa.types.is_floating(kind):
        return _numbers(column)
    if pa.types.is_timestamp(kind):
        return _instants(column)
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind):
        return pa.array([v if v is None else v.decode("utf-8", "backslashreplace") for v in column.to_pylist()])
    if pa.types.is_nested(kind) or pa.types.is_null(kind):
        return pa.array([v if v is None else str(v) for v in column.to_pylist()], pa.string())
    if pa.types.is_decimal(kind):
        return pa.array([v if v is None else format(v, "f") for v in column.to_pylist()], pa.string())
    return pc.cast(column, pa.string())


def _numbers(column: pa.Array) -> pa.Array:
    """Shortest digits that mean the same number; the few with an exponent are written out. NaN is no value."""
    texts = pc.cast(column, pa.string())
    texts = pc.if_else(pc.is_nan(column), pa.scalar(None, pa.string()), texts)
    texts = pc.if_else(pc.ends_with(texts, ".0"), pc.utf8_slice_codeunits(texts, 0, -2), texts)
    if pc.any(pc.match_substring(texts, "e")).as_py():
        plain = [format(Decimal(t), "f") if t and "e" in t and "inf" not in t else t for t in texts.to_pylist()]
        return pa.array(plain, pa.string())
    return texts


def _instants(column: pa.Array) -> pa.Array:
    moment = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    if moment.type.tz:
        moment = moment.cast(pa.timestamp("us", "UTC")).cast(pa.timestamp("us"))
    texts = pc.cast(moment, pa.string())
    for tail in (".000000", " 00:00:00"):
        texts = pc.if_else(pc.ends_with(texts, tail), pc.utf8_slice_codeunits(texts, 0, -len(tail)), texts)
    return texts


def _clean(texts: pa.Array) -> pa.Array:
    trimmed = pc.utf8_trim(texts.cast(pa.string()), BLANKS)
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)
