"""Stock lists with products or customers side by side, targets with periods, contacts with titles: one column each.

Every figure becomes a record of its own.

The records keep the line they came from, so that each line of the file still ends in one count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pyarrow.parquet as pq

from kam_core.ingest.accounting.labels import total_kind
from kam_core.ingest.reading.records import files
from kam_core.ingest.side.across import periods_across
from kam_core.ingest.side.columns import lacking
from kam_core.ingest.side.known import Known, Party
from kam_core.ingest.side.remade import Record, remade
from kam_core.ingest.side.sheet import Sheet
from kam_core.ingest.side.tables import SideTable, words
from kam_core.ingest.understanding import decimal_mark
from kam_core.ingest.understanding.evidence import look
from kam_core.ingest.words import plain

SAMPLE = 500  # records by which the decimal mark is decided


def spread(sheet: Sheet, table: SideTable, known: Known) -> Sheet | None:
    """The sheet with one record a figure, where headers nobody asked for name products, customers, periods, titles."""
    free = [p for p, name in enumerate(sheet.names, 1) if name and p not in sheet.columns.values()]
    free = [p for p in free if not total_kind(sheet.names[p - 1])]
    for across in table.across:
        if {across, f"{across}_name"} & sheet.columns.keys() or (
            across != "period" and not lacking(sheet.columns, table)
        ):
            continue
        if across == "period":
            said = _periods(sheet, table)
        elif across == "title":
            said = _titles(sheet, free, table)
        else:
            said = _parties(sheet, free, getattr(known, f"{across}s"))
        if not said or (across != "period" and table.value in sheet.columns):
            continue
        columns = {column: p for column, p in sheet.columns.items() if p not in said}
        columns |= {across: sheet.source.width + 1, table.value: sheet.source.width + 2}
        if not lacking(columns, table):
            return _written(replace(sheet, columns=columns, wide=tuple(said)), said)
    return None


def _parties(sheet: Sheet, free: Sequence[int], party: Party) -> dict[int, str]:
    """The free columns with their headers, where most of these are known."""
    met = [p for p in free if party.resolve("", sheet.names[p - 1])[2]]
    return {p: sheet.names[p - 1] for p in free} if len(met) >= 2 and 2 * len(met) >= len(free) else {}


def _titles(sheet: Sheet, free: Sequence[int], table: SideTable) -> dict[int, str]:
    """The free columns that are headed by a title: 老板, 采购经理, 仓管员, with the person's name below."""
    codes, never = table.columns["level"].codes, words("never_a_person")
    heads = {p: sheet.names[p - 1] for p in free if not any(word in plain(sheet.names[p - 1]) for word in never)}
    found = {p: head for p, head in heads.items() if codes.read(head)}
    return found if len(found) >= 2 else {}


def _periods(sheet: Sheet, table: SideTable) -> dict[int, str]:
    """The columns of periods; also where one of them, the year's, was taken for the target by its header."""
    named = {p: c for c, p in sheet.columns.items()}
    found = periods_across(sheet)
    return {p: period for p, period in found.items() if named.get(p, table.value) == table.value}


def _written(sheet: Sheet, said: Mapping[int, str]) -> Sheet:
    source, last = sheet.source, sheet.source.layout.header_line or 0
    width, across = source.width, list(said)
    shown = " – ".join(dict.fromkeys((sheet.names[across[0] - 1], sheet.names[across[-1] - 1])))
    tall = remade(source, (shown, shown), lambda row: _each(row, said, width), "wide")
    records = pq.read_table(files(source.records), columns=["line", *(f"c{p}" for p in across)]).to_pylist()
    rows = [tuple(row[f"c{p}"] for p in across) for row in records if row["line"] > last][:SAMPLE]
    decimal = decimal_mark.decide(rows, [look(rows, n) for n in range(len(across))], source.layout.delimiter)
    names = (*sheet.names, *[""] * (width - len(sheet.names)), shown, shown)
    return replace(sheet, source=tall, names=names, decimal=decimal, made=(*sheet.made, width + 1, width + 2))


def _each(row: Record, said: Mapping[int, str], width: int) -> list[Record]:
    """A record for each figure of a line; the line itself where it has none."""
    bare = row | {f"c{p}": None for p in said}
    filled = [(header, row[f"c{p}"]) for p, header in said.items() if (row[f"c{p}"] or "").strip()]
    return [bare | {f"c{width + 1}": header, f"c{width + 2}": cell} for header, cell in filled] or [row]


def by_line(lines: Any, reasons: Any) -> list[str]:
    """The reason of each line of a wide sheet: none where any of its figures counts, else its first figure's."""
    found: dict[int, str] = {}
    for line, reason in zip(lines.tolist(), reasons.tolist()):
        if found.setdefault(line, reason) and not reason:
            found[line] = ""
    return list(found.values())
