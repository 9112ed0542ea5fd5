"""A later import of a side table meets the rows that are there: which of them stay."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kam_core.ingest.side.body import Flags
from kam_core.ingest.side.later import tuples
from kam_core.ingest.side.tables import SideTable


def merge(there: pa.Table, new: pa.Table, table: SideTable, again: Sequence[int], sources: int) -> tuple[pa.Table, int]:
    """(the rows that stay, then the new ones; how many gave way).

    there: rows of earlier imports, of `sources` sources in all; again: those of them whose very file comes anew.
    """
    ours, theirs = kinds(new, table), kinds(there, table)
    gone = np.isin(there["source"].to_numpy(), np.array(again, np.int16))
    for number, kind in enumerate(table.kinds):
        mine, old = np.flatnonzero(ours == number), np.flatnonzero((theirs == number) & ~gone)
        if not len(mine) or not len(old):
            continue
        if not kind.adds:
            gone[old] = True
            continue
        said = set(tuples(new.take(pa.array(mine)), kind.key))
        gone[old] = [row in said for row in tuples(there.take(pa.array(old)), kind.key)]
    at = new.schema.get_field_index("source")
    moved = pc.add(new["source"], pa.scalar(sources, pa.int16())).cast(pa.int16())
    stay = there.filter(pa.array(~gone))
    return pa.concat_tables([stay, new.set_column(at, new.schema.field(at), moved)]), int(gone.sum())


def kinds(rows: pa.Table, table: SideTable) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Which of the table's kinds each row is: the first it has a figure of."""
    found = np.full(rows.num_rows, -1)
    for number, kind in reversed(list(enumerate(table.kinds))):
        has: Flags = np.zeros(rows.num_rows, bool)
        for name in kind.has:
            text = pa.types.is_string(rows.schema.field(name).type)
            has |= (pc.not_equal(rows[name], "") if text else rows[name].is_valid()).to_numpy()
        found[has] = number
    return found
