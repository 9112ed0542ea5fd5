"""A dataset: one immutable version of imported data, ready to be asked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from kam_core.engine import Engine
from kam_core.side_schema import SIDE_TABLES
from kam_core.store.manifest import Manifest

TABLES = ("lines", "months", "accounts", "rejects")
SIDE = (*SIDE_TABLES, "side_rejects")  # what a version may have beside its sales


@dataclass(frozen=True, eq=False)
class Dataset:
    """One version of one dataset. Equal, and of the same hash, when id and version are: they never change content."""

    id: str
    version: int
    name: str
    folder: Path
    manifest: Manifest
    engine: Engine

    @property
    def address(self) -> str:
        """What stands in a link: `<id>@<version>`."""
        return f"{self.id}@{self.version}"

    @property
    def views(self) -> dict[str, Path]:
        """The tables this version has, each with its Parquet file."""
        return {table: path for table in (*TABLES, *SIDE) if (path := self.folder / f"{table}.parquet").exists()}

    def ask(self, question: str, **parameters: Any) -> pa.Table:
        """The answer to `kam_core/sql/<question>.sql` over this version's tables. Raises Busy."""
        return self.engine.ask(question, self.views, **parameters)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Dataset) and (self.folder, self.version) == (other.folder, other.version)

    def __hash__(self) -> int:
        return hash((self.folder, self.version))
