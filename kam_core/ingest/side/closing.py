"""A dealer's own sheet says how its stock moved: opening + received - sold = closing, worked out or compared."""

from __future__ import annotations

import pyarrow as pa

from kam_core.errors import Notice
from kam_core.ingest.side.later import EXAMPLES, example
from kam_core.ingest.side.values import MOST

MOVED = ("opening", "received", "sold")


def work_out(rows: pa.Table) -> tuple[pa.Table, list[Notice]]:
    """The rows with the closing stock they lack where it follows; and what is to be said. Others stay."""
    if not {*MOVED, "on_hand"} <= set(rows.column_names):
        return rows, []
    closing = rows["on_hand"].to_pylist()
    differing, made = [], 0
    for at, (opening, received, sold) in enumerate(zip(*(rows[name].to_pylist() for name in MOVED))):
        if opening is None or received is None or sold is None:
            continue
        follows = opening + received - sold
        if closing[at] is None and abs(follows) < MOST:
            closing[at], made = follows, made + 1
        elif closing[at] is not None and closing[at] != follows:
            differing.append((at, follows))
    said = [Notice("closing_worked_out", {"rows": made})] if made else []
    if differing:
        shown = [
            f"{example(rows.slice(at, 1).to_pylist()[0])}: {follows.normalize():f} ≠ {closing[at].normalize():f}"
            for at, follows in differing[:EXAMPLES]
        ]
        said.append(Notice("closing_differs", {"rows": len(differing), "examples": tuple(shown)}))
    place = rows.schema.get_field_index("on_hand")
    field = rows.schema.field(place)
    return rows.set_column(place, field, pa.array(closing, field.type)), said
