"""What the user should know of a side table beyond its counts: unknown names, odd stock, units that change."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from kam_core.errors import Notice
from kam_core.ingest.side.later import EXAMPLES, example
from kam_core.ingest.side.sheet import Sheet
from kam_core.ingest.side.tables import SideTable

NAMED = 20  # names listed in a sentence; the table's matched_* columns hold all


def notices_of(rows: pa.Table, sheets: Sequence[Sheet], table: SideTable) -> list[Notice]:
    """In the order they matter."""
    return [
        *_unknown(rows),
        *_below_zero(rows),
        *_units(rows),
        *_whose(sheets, table),
        *(notice for sheet in sheets for notice in sheet.notices),
    ]


def _unknown(rows: pa.Table) -> list[Notice]:
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
    return said


def _below_zero(rows: pa.Table) -> list[Notice]:
    if "on_hand" not in rows.column_names:
        return []
    below = rows.filter(pc.less(rows["on_hand"], 0))
    if not below.num_rows:
        return []
    shown = [f"{example(row)}: {row['on_hand'].normalize():f}" for row in below.slice(0, EXAMPLES).to_pylist()]
    return [Notice("stock_below_zero", {"rows": below.num_rows, "examples": tuple(shown)})]


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


def _some(listed: Sequence[str]) -> tuple[str, ...]:
    return (*listed[:NAMED], "…") if len(listed) > NAMED else tuple(listed)
