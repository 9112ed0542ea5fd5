"""A dataset: one immutable version of imported data, ready to be asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from kam_core.engine import Engine, load_sql
from kam_core.errors import UnknownDataset
from kam_core.side_schema import SIDE_TABLES
from kam_core.store.grouping import Grouping
from kam_core.store.manifest import Manifest

TABLES = ("lines", "months", "accounts", "rejects")
SIDE = (*SIDE_TABLES, "side_rejects")  # what a version may have beside its sales


def _no_grouping(address: str) -> Grouping:
    raise UnknownDataset("unknown_groups", address=address)


@dataclass(frozen=True, eq=False)
class Dataset:
    """One version of one dataset. Equal, and of the same hash, when id, version and groups are: the content never
    changes."""

    id: str
    version: int
    name: str
    folder: Path
    manifest: Manifest
    engine: Engine
    find_grouping: Callable[[str], Grouping] = _no_grouping  # address -> the list of groups; raises UnknownDataset
    grouping: Grouping | None = None  # whose members every answer counts as one

    @property
    def address(self) -> str:
        """What stands in a link: `<id>@<version>`."""
        return f"{self.id}@{self.version}"

    @property
    def groups(self) -> str:
        """The address of the groups its answers see; '' = customers as they are."""
        return self.grouping.address if self.grouping else ""

    def merged(self, groups: str) -> Dataset:
        """The same version whose answers see the members of each group as one customer. '' = as it is.

        Raises UnknownDataset for an address that is not known.
        """
        if groups in ("", self.groups):
            return self
        return replace(self, grouping=self.find_grouping(groups))

    @property
    def apart(self) -> Dataset:
        """The same version with every customer for itself."""
        return replace(self, grouping=None) if self.grouping else self

    @property
    def views(self) -> dict[str, Path]:
        """The tables this version has, each with its Parquet file."""
        return {table: path for table in (*TABLES, *SIDE) if (path := self.folder / f"{table}.parquet").exists()}

    def ask(self, question: str, *, groups: str = "", **parameters: Any) -> pa.Table:
        """The answer to `kam_core/sql/<question>.sql` over this version's tables.

        groups: the address of the groups the question's scope names; '' = those of this dataset. Raises Busy, and
        UnknownDataset for an address that is not known.
        """
        asked = load_sql(
            question
        )  # a view takes a few milliseconds: the tables beside the sales only where they are asked
        views = {name: path for name, path in self.views.items() if name in TABLES or name in asked}
        grouping = self.merged(groups).grouping
        return self.engine.ask(question, views, merging=grouping and grouping.table, **parameters)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Dataset) and self._identity == other._identity

    def __hash__(self) -> int:
        return hash(self._identity)

    @property
    def _identity(self) -> tuple[Path, int, str]:
        return self.folder, self.version, self.groups
