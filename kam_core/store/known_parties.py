"""Which customers and products a version has sales of, for its side tables to be joined to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from kam_core.engine import Engine
from kam_core.ingest.side.known import Known, Party
from kam_core.ingest.side.parties import join


def known(engine: Engine, views: Mapping[str, Path]) -> Known:
    """views: the version's lines and accounts, below the engine's folders."""
    found = []
    for question in ("side/customers", "side/products"):
        table = engine.ask(question, views)
        found.append(Party.of(zip(*(column.to_pylist() for column in table.columns))))
    return Known(*found)


def join_again(table: pa.Table, parties: Known) -> pa.Table:
    """A side table joined to other sales than it was read beside."""
    for name, party in (("customer", parties.customers), ("product", parties.products)):
        if f"matched_{name}" not in table.column_names:
            continue
        codes, names = (table[c].to_numpy(zero_copy_only=False) for c in (name, f"{name}_name"))
        for column, values in zip((name, f"{name}_name", f"matched_{name}"), join(codes, names, party)):
            at = table.column_names.index(column)
            table = table.set_column(at, table.schema.field(at), pa.array(values, table.schema.field(at).type))
    return table


def write(table: pa.Table, path: Path) -> None:
    """A side table as Parquet."""
    pq.write_table(table, path)
