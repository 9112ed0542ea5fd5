"""A sheet written anew: with further columns behind its own, or with several records where there was one.

Every record keeps the line it came from, so that each line of the file still ends in one count.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kam_core.ingest.reading.records import files
from kam_core.ingest.recipe import Source

Record = dict[str, Any]  # line, cells, c1 … cn


def remade(source: Source, more: Sequence[str], each: Callable[[Record], list[Record]], called: str) -> Source:
    """The source with the columns of `more` (headers, '' = none) behind, and `each` of the records below its header.

    each: a record -> those it becomes, with c<width + 1> and so on filled.
    """
    last, width = source.layout.header_line or 0, source.width
    records = pq.read_table(files(source.records)).to_pylist()
    names = [f"c{p}" for p in range(1, width + len(more) + 1)]
    heads = {f"c{width + n}": header or None for n, header in enumerate(more, 1)}
    tall = [
        record
        for row in records
        for record in ([row | heads if row["line"] == last else row] if row["line"] <= last else each(row))
    ]
    types = [("line", pa.int64()), ("cells", pa.int32()), *((name, pa.string()) for name in names)]
    path = source.records.with_name(f"{called}-{source.index}.records")
    pq.write_table(pa.Table.from_pylist(tall, pa.schema(types)), path)
    return replace(source, records=path, width=width + len(more))
