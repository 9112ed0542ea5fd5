"""Small sales with deliveries, needs or activities beside them, given as plain rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kam_core.side_schema import SIDE_TABLES
from tests.small_sales import ARROW, Row, SmallSales, small_sales

KINDS = ARROW | {"BOOLEAN": pa.bool_()}


@dataclass(frozen=True)
class SmallBeside(SmallSales):
    """A SmallSales that has tables beside its sales."""

    @property
    def views(self) -> dict[str, Path]:
        names = ("lines", "months", "accounts", "rejects", *SIDE_TABLES)
        return {name: path for name in names if (path := self.folder / f"{name}.parquet").exists()}

    def ask(self, question: str, **parameters: Any) -> pa.Table:
        return self.engine.ask(question, self.views, **parameters)


def beside(
    folder: Path, rows: Iterable[Row], complete: str | None = None, **tables: list[dict[str, Any]]
) -> SmallBeside:
    """tables: deliveries=[…], needs=[…]. Days as text, numbers as numbers, what is not named blank."""
    sales = small_sales(folder, rows, complete=complete)
    for old in SIDE_TABLES:
        (folder / f"{old}.parquet").unlink(missing_ok=True)
    for name, said in tables.items():
        _write(folder / f"{name}.parquet", SIDE_TABLES[name], said)
    return SmallBeside(sales.folder, sales.manifest, sales.engine, sales.rows)


def part(order: str, customer: str, product: str = "P1", **more: Any) -> dict[str, Any]:
    """A row of the deliveries: on= ordered_on, due= promised, came= delivered, of= ordered, got= delivered_quantity."""
    names = {"on": "ordered_on", "due": "promised", "came": "delivered", "of": "ordered", "got": "delivered_quantity"}
    return {"order": order, "customer": customer, "product": product} | {names.get(k, k): v for k, v in more.items()}


def _write(path: Path, columns: dict[str, str], rows: list[dict[str, Any]]) -> None:
    arrays = []
    for name, kind in columns.items():
        blank: Any = {"VARCHAR": "", "SMALLINT": 0, "BOOLEAN": True}.get(kind)
        values = [row.get(name, at if name == "line" else blank) for at, row in enumerate(rows, start=2)]
        arrays.append(pa.array([_cell(value, kind) for value in values], KINDS[kind]))
    pq.write_table(pa.Table.from_arrays(arrays, names=list(columns)), path)


def _cell(value: Any, kind: str) -> Any:
    if value is None:
        return None
    if kind == "DATE" and isinstance(value, str):
        return date.fromisoformat(value)
    return Decimal(str(value)) if kind.startswith("DECIMAL") else value
