"""What a dataset holds beside its sales: each table with its rows, its newest day, its customers and its files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pyarrow.compute as pc
import pyarrow.parquet as pq

from kam_core.side_schema import SIDE_TABLES
from kam_core.store.dataset import Dataset


@dataclass(frozen=True)
class SideTable:
    """One table as it stands now, all its imports together. newest, customers: None where it has no such column."""

    name: str
    rows: int
    newest: date | None
    customers: int | None  # our own stock is nobody's
    imported: str  # the day of the last import, ISO 8601
    files: tuple[str, ...]  # the newest first


def side_tables(dataset: Dataset) -> tuple[SideTable, ...]:
    """The tables of this version, in the order of SIDE_TABLES."""
    return tuple(_held(dataset, name) for name in SIDE_TABLES if dataset.manifest.side.get(name))


def _held(dataset: Dataset, name: str) -> SideTable:
    wanted = [column for column in ("date", "customer") if column in SIDE_TABLES[name]]
    table = pq.read_table(dataset.views[name], columns=[*wanted, "line"])
    imports = dataset.manifest.side[name]
    return SideTable(
        name,
        table.num_rows,
        pc.max(table["date"]).as_py() if "date" in wanted else None,
        len(set(pc.unique(table["customer"]).to_pylist()) - {""}) if "customer" in wanted else None,
        imports[-1].created[:10],
        tuple(dict.fromkeys(original.name for one in reversed(imports) for original in one.originals)),
    )
