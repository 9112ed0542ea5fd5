"""Stock lists with products (or customers) side by side: one column each. Every figure becomes a record of its own.

The records keep the line they came from, so that each line of the file still ends in one count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kam_core.ingest.accounting.labels import total_kind
from kam_core.ingest.reading.records import files
from kam_core.ingest.side.columns import lacking
from kam_core.ingest.side.known import Known, Party
from kam_core.ingest.side.sheet import Sheet
from kam_core.ingest.side.tables import SideTable
from kam_core.ingest.understanding import decimal_mark
from kam_core.ingest.understanding.evidence import look

SAMPLE = 500  # records by which the decimal mark is decided


def spread(sheet: Sheet, table: SideTable, known: Known) -> Sheet | None:
    """The sheet with one record a figure, where most headers nobody asked for are known products (or customers)."""
    free = [p for p, name in enumerate(sheet.names, 1) if name and p not in sheet.columns.values()]
    free = [p for p in free if not total_kind(sheet.names[p - 1])]
    for across in table.across:
        party: Party = getattr(known, f"{across}s")
        if {across, f"{across}_name"} & sheet.columns.keys() or table.value in sheet.columns:
            continue
        met = [p for p in free if party.resolve("", sheet.names[p - 1])[2]]
        if len(met) < 2 or 2 * len(met) < len(free):
            continue
        width = sheet.source.width
        columns = {**sheet.columns, across: width + 1, table.value: width + 2}
        tall = replace(sheet, columns=columns, wide=tuple(free))
        if not lacking(columns, table):
            return _written(tall, free)
    return None


def _written(sheet: Sheet, across: Sequence[int]) -> Sheet:
    source, last = sheet.source, sheet.source.layout.header_line or 0
    records = pq.read_table(files(source.records)).to_pylist()
    kept = [f"c{p}" for p in range(1, source.width + 1)]
    said = [(f"c{p}", sheet.names[p - 1]) for p in across]
    tall = [record for row in records for record in ([row] if row["line"] <= last else _each(row, said, source.width))]
    types = [("line", pa.int64()), ("cells", pa.int32()), *((c, pa.string()) for c in kept)]
    types += [(f"c{source.width + n}", pa.string()) for n in (1, 2)]
    path = source.records.with_name(f"wide-{source.index}.records")
    pq.write_table(pa.Table.from_pylist(tall, pa.schema(types)), path)
    rows = [tuple(row[c] for c, _ in said) for row in records if row["line"] > last][:SAMPLE]
    decimal = decimal_mark.decide(rows, [look(rows, n) for n in range(len(said))], source.layout.delimiter)
    shown = " – ".join(dict.fromkeys((sheet.names[across[0] - 1], sheet.names[across[-1] - 1])))
    return replace(
        sheet,
        source=replace(source, records=path, width=source.width + 2),
        names=(*sheet.names, *[""] * (source.width - len(sheet.names)), shown, shown),
        decimal=decimal,
    )


def _each(row: dict[str, Any], said: Sequence[tuple[str, str]], width: int) -> list[dict[str, Any]]:
    """A record for each figure of a line; the line itself where it has none."""
    bare = {name: cell for name, cell in row.items() if name not in dict(said)}
    filled = [(header, row[column]) for column, header in said if (row[column] or "").strip()]
    return [bare | {f"c{width + 1}": header, f"c{width + 2}": cell} for header, cell in filled] or [row]


def by_line(lines: Any, reasons: Any) -> list[str]:
    """The reason of each line of a wide sheet: none where any of its figures counts, else its first figure's."""
    found: dict[int, str] = {}
    for line, reason in zip(lines.tolist(), reasons.tolist()):
        if found.setdefault(line, reason) and not reason:
            found[line] = ""
    return list(found.values())
