"""The first rows as they would be read: the accounting itself, over the head of the records the reader kept.

There is no second opinion on what a row means: what the preview shows is what an import with the same recipe does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kam_core.engine import Engine
from kam_core.ingest.account import account
from kam_core.ingest.reading.records import files
from kam_core.ingest.recipe import Source
from kam_core.ingest.understand import Understanding
from kam_core.schema import State

HEAD = 200  # records read below the header, so that fill-down and part sums have something to stand on


@dataclass(frozen=True)
class Seen:
    """One row of the file as it would be read, or the reason why it would not."""

    line: int
    state: State
    reason: str  # a code under [reason], '' where the row counts
    date: date | None
    customer: str
    customer_name: str
    product: str
    quantity: Decimal | None
    amount: Decimal | None
    raw: str  # the row as it stands, where it does not count


def preview(
    understanding: Understanding, engine: Engine, folder: Path, today: date, most: int = 20
) -> tuple[Seen, ...]:
    """The first `most` rows below the header of the first table. `folder` is the engine's to write in.

    Raises what the accounting raises (BadMapping, NotThisTable, Busy).
    """
    folder.mkdir(parents=True, exist_ok=True)
    first = understanding.sources[0]
    head = folder / "head.parquet"
    count = _write_head(first, head)
    recipe = replace(understanding.recipe, layouts=understanding.recipe.layouts[:1])
    source = replace(first, records=head, count=count)
    account(replace(understanding, sources=(source,), recipe=recipe), engine, folder, today)
    seen = [*_kept(folder / "lines.parquet"), *_set_apart(folder / "rejects.parquet")]
    return tuple(sorted(seen, key=lambda s: (s.line, s.date or date.min))[:most])


def _write_head(source: Source, path: Path) -> int:
    last = (source.layout.header_line or 0) + HEAD
    taken: list[pa.RecordBatch] = []
    count = 0
    with pq.ParquetFile(files(source.records)[0]) as records:
        for batch in records.iter_batches(batch_size=HEAD):
            taken.append(batch)
            count += batch.num_rows
            if count >= last:
                break
    table = pa.Table.from_batches(taken).slice(0, last)
    pq.write_table(table, path)
    return int(table.num_rows)


def _kept(path: Path) -> Iterator[Seen]:
    for row in pq.read_table(path).to_pylist():
        yield Seen(
            row["line"],
            State(row["state"]),
            "",
            row["date"],
            row["customer"],
            row["customer_name"],
            row["product_name"] or row["product"],
            row["quantity"],
            row["amount"],
            "",
        )


def _set_apart(path: Path) -> Iterator[Seen]:
    told: set[int] = set()
    for row in pq.read_table(path).to_pylist():
        if row["state"] in (State.REJECTED, State.SKIPPED) and row["line"] not in told:
            told.add(row["line"])
            yield _apart(row)


def _apart(row: dict[str, Any]) -> Seen:
    return Seen(row["line"], State(row["state"]), row["reason"], None, "", "", "", None, row["amount"], row["raw"])
