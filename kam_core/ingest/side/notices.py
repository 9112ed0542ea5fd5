"""What the user should know of a side table beyond its counts: unknown names, odd stock, units that change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from kam_core.errors import Notice
from kam_core.ingest.side.known import Known, Party
from kam_core.ingest.side.later import EXAMPLES, example
from kam_core.ingest.side.rows import Rows
from kam_core.ingest.side.sheet import Sheet
from kam_core.ingest.side.tables import SideTable, side_table
from kam_core.ingest.understanding.headers import key

NAMED = 20  # names listed in a sentence; the table's matched_* columns hold all


def notices_of(rows: pa.Table, sheets: Sequence[Sheet], table: SideTable, known: Known) -> list[Notice]:
    """In the order they matter."""
    return [
        *_unknown(rows, known),
        *_below_zero(rows),
        *_in_future(rows, sheets[0].today),
        *_units(rows),
        *_whose(sheets, table),
        *(notice for sheet in sheets for notice in sheet.notices),
    ]


def codes_read(judged: Sequence[Rows], kept: pa.Table, table: SideTable) -> list[Notice]:
    """How many levels another column gave; and which words of the file mean no level and no kind."""
    said = []
    for name, column in table.columns.items():
        if not column.codes or column.type != "text" or name not in ("level", "kind"):
            continue
        if by := sum(int((rows.derived[name] & rows.counts).sum()) for rows in judged if name in rows.derived):
            said.append(Notice(f"{name}_by_{column.derived}", {"rows": by}))
        unread = [row for row in kept.to_pylist() if row[name] not in column.codes.all]
        if column.derived or any(row[name] for row in unread):
            words = [row[name] or row.get(column.derived) or "" for row in unread]
            listed = list(dict.fromkeys(word for word in words if word))
            if unread:
                said.append(Notice(f"{name}_unread", {"rows": len(unread), "listed": _some(listed) or ("–",)}))
    return said


def _unknown(rows: pa.Table, known: Known) -> list[Notice]:
    said = []
    for what in ("customer", "product"):
        if f"matched_{what}" not in rows.column_names:
            continue
        unknown = rows.filter(pc.invert(rows[f"matched_{what}"]))
        names = dict(zip(unknown[what].to_pylist(), unknown[f"{what}_name"].to_pylist()))
        if names:
            listed = [f"{key} {name}" if name and name != key else key for key, name in names.items()]
            facts = {"count": len(listed), "rows": unknown.num_rows, "listed": _some(listed)}
            said.append(Notice(f"unknown_{what}s", facts))
            party: Party = getattr(known, f"{what}s")
            alike = [(name or key, close) for key, name in names.items() if (close := party.like(name or key))]
            if alike:
                pairs = [f"{name} → {party.names[close]}" for name, close in alike]
                said.append(Notice(f"perhaps_{what}s", {"count": len(pairs), "listed": _some(pairs)}))
    return said


def _below_zero(rows: pa.Table) -> list[Notice]:
    if "on_hand" not in rows.column_names:
        return []
    below = rows.filter(pc.less(rows["on_hand"], 0))
    if not below.num_rows:
        return []
    shown = [f"{example(row)}: {row['on_hand'].normalize():f}" for row in below.slice(0, EXAMPLES).to_pylist()]
    return [Notice("stock_below_zero", {"rows": below.num_rows, "examples": tuple(shown)})]


def _in_future(rows: pa.Table, today: date) -> list[Notice]:
    if "on_hand" not in rows.column_names or today == date.max:
        return []
    ahead = rows.filter(pc.and_(rows["on_hand"].is_valid(), pc.greater(rows["date"], pa.scalar(today))))
    if not ahead.num_rows:
        return []
    return [Notice("stock_in_future", {"rows": ahead.num_rows, "last": pc.max(ahead["date"]).as_py()})]


def _units(rows: pa.Table) -> list[Notice]:
    """Products whose stock is counted in different units: they must not be added."""
    if not {"unit", "product"} <= set(rows.column_names):
        return []
    pairs = rows.filter(pc.not_equal(rows["unit"], "")).group_by(["product", "unit"]).aggregate([]).to_pylist()
    units: dict[str, list[str]] = {}
    for pair in pairs:
        units.setdefault(pair["product"], []).append(pair["unit"])
    several = [f"{product} ({'/'.join(sorted(found))})" for product, found in sorted(units.items()) if len(found) > 1]
    return [Notice("stock_in_several_units", {"count": len(several), "listed": _some(several)})] if several else []


def _whose(sheets: Sequence[Sheet], table: SideTable) -> list[Notice]:
    """Whose the sheets are that have no column for it."""
    if "customer" not in table.columns:
        return []
    without = [sheet for sheet in sheets if not {"customer", "customer_name"} & sheet.columns.keys()]
    said = []
    if taken := [f"{sheet.called} → {sheet.dealer.name or sheet.dealer.key}" for sheet in without if sheet.dealer]:
        said.append(Notice("dealers_by_name", {"count": len(taken), "listed": _some(taken)}))
    if own := [sheet.called for sheet in without if not sheet.dealer and "on_hand" in sheet.columns]:
        said.append(Notice("own_stock", {"count": len(own), "listed": _some(own)}))
    return said


def stock_among(names: Sequence[str]) -> list[Notice]:
    """Where a sales file holds a stock column: how to have it read as stock too."""
    on_hand = side_table("inventory").columns["on_hand"]
    found = [name for name in names if key(name) in on_hand.words]
    return [Notice("stock_in_sales", {"column": found[0]})] if found else []


def _some(listed: Sequence[str]) -> tuple[str, ...]:
    return (*listed[:NAMED], "…") if len(listed) > NAMED else tuple(listed)
