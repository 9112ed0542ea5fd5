"""Small sales with contacts, activities, products and customers beside them, given as plain rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kam_core.side_schema import SIDE_TABLES
from tests.small_sales import ARROW, Row, SmallSales, small_sales

GROUPS = {"g": pa.table({"customer": ["B", "C"], "key": ["G", "G"], "name": ["Group", "Group"]})}
KINDS = ARROW | {"BOOLEAN": pa.bool_()}


class PeopleSales(SmallSales):
    """Sales whose `views` names the tables beside them."""

    @property
    def views(self) -> dict[str, Path]:
        return {path.stem: path for path in self.folder.glob("*.parquet")}

    def ask(self, question: str, *, groups: str = "", **parameters: Any) -> pa.Table:
        return self.engine.ask(question, self.views, merging=GROUPS.get(groups), **parameters)

    def merged(self, groups: str) -> PeopleSales:
        return Merged(self.folder, self.manifest, self.engine, self.rows) if groups else self


class Merged(PeopleSales):
    """The same with B and C as one customer, G."""

    def ask(self, question: str, *, groups: str = "g", **parameters: Any) -> pa.Table:
        return super().ask(question, groups=groups, **parameters)


def people_sales(
    folder: Path,
    rows: Iterable[Row],
    *,
    complete: str | None = None,
    **tables: Iterable[dict[str, Any]] | None,
) -> PeopleSales:
    """tables: name -> rows with the columns that matter; days as text. A table of None is not there."""
    for old in folder.glob("*.parquet"):
        old.unlink()
    made = small_sales(folder, rows, complete=complete)
    for name, told in tables.items():
        if told is not None:
            _write(folder / f"{name}.parquet", SIDE_TABLES[name], told)
    return PeopleSales(made.folder, made.manifest, made.engine, made.rows)


def _write(path: Path, columns: dict[str, str], told: Iterable[dict[str, Any]]) -> None:
    rows = [{n: "" if kind == "VARCHAR" else None for n, kind in columns.items()} | one for one in told]
    arrays = [pa.array([_value(row[n], kind) for row in rows], KINDS[kind]) for n, kind in columns.items()]
    pq.write_table(pa.Table.from_arrays(arrays, names=list(columns)), path)


def _value(value: Any, kind: str) -> Any:
    return date.fromisoformat(value) if kind == "DATE" and isinstance(value, str) else value


def contact(customer: str, level: str, name: str = "") -> dict[str, Any]:
    """A person; named after account and level where no name is given."""
    return {"customer": customer, "level": level, "contact": name or f"{customer} {level}"}


def activity(customer: str, day: str, level: str = "", kind: str = "visit", **more: Any) -> dict[str, Any]:
    """Something done at a customer."""
    return {"customer": customer, "date": day, "level": level, "kind": kind, **more}
