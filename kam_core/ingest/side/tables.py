"""The definitions of the side tables: their columns, what a row of them can be, and which headers mean what."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kam_core.ingest.side.codes import Codes
from kam_core.ingest.understanding.headers import key
from kam_core.schema import Role
from kam_core.side_schema import MADE, SIDE_TABLES

_TYPES = {"DATE": "date", "VARCHAR": "text"}


@dataclass(frozen=True)
class Kind:
    """What a row can be: it has a figure in one of `has`. See tables.toml for key, adds and dated."""

    has: tuple[str, ...]
    key: tuple[str, ...] = ()
    adds: bool = False
    dated: bool = False


@dataclass(frozen=True)
class SideColumn:
    """A column that is read from the file. type: text | number | date | month | period."""

    name: str
    type: str
    words: Mapping[str, int] = field(default_factory=dict)  # header key -> its place in the list
    weak: Mapping[str, int] = field(default_factory=dict)
    like: Role | None = None
    codes: Codes = Codes()  # noqa: RUF009  (frozen)
    other: str = ""
    derived: str = ""  # the column whose value is read as a code of this one where it is blank
    measure: str = ""  # measures.py
    money: bool = False
    joined: tuple[tuple[str, str, str], ...] = ()  # header keys of two columns that make one, and what stands between


@dataclass(frozen=True)
class SideTable:
    """One table beside the sales."""

    name: str
    columns: Mapping[str, SideColumn]
    needs: tuple[tuple[str, ...], ...]
    kinds: tuple[Kind, ...]
    across: tuple[str, ...] = ()
    value: str = ""
    tiers: frozenset[str] = frozenset()  # header keys of columns that hold steps in words: 满100万返2%

    @property
    def all_needs(self) -> tuple[tuple[str, ...], ...]:
        """The groups of columns of which a file and a row have one each: those that name, and a figure."""
        return (*self.needs, tuple(name for kind in self.kinds for name in kind.has))

    def of_type(self, *types: str) -> list[str]:
        """The columns of these types, in order."""
        return [name for name, column in self.columns.items() if column.type in types]


@functools.cache
def side_table(name: str) -> SideTable:
    """The definition of a table of SIDE_TABLES."""
    said = _all()[name]
    read = {column: kind for column, kind in SIDE_TABLES[name].items() if column not in MADE}
    return SideTable(
        name,
        {column: _column(column, kind, said["columns"].get(column, {})) for column, kind in read.items()},
        tuple(tuple(group) for group in said["needs"]),
        tuple(Kind(tuple(k["has"]), tuple(k.get("key", ())), k.get("adds", False), k.get("dated", False))
              for k in said["kinds"]),
        tuple(said.get("across", ())),
        said.get("value", ""),
        frozenset(map(key, said.get("tiers", ()))),
    )  # fmt: skip


@functools.cache
def words(section: str) -> tuple[str, ...]:
    """A list under [words]."""
    return tuple(_all()["words"][section])


@functools.cache
def _all() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "tables.toml").read_text("utf-8"))


def _column(name: str, sql: str, said: dict[str, Any]) -> SideColumn:
    kind = name if name in ("month", "period") else _TYPES.get(sql, "number")
    ranks = [{key(word): n for n, word in reversed(list(enumerate(said.get(part, ()))))} for part in ("words", "weak")]
    listed = said.get("codes", {})
    return SideColumn(
        name=name,
        type=kind,
        words=ranks[0],
        weak=ranks[1],
        like=Role(said["like"]) if "like" in said else None,
        codes=Codes.of(_all()["codes"][listed] if isinstance(listed, str) else listed),
        other=said.get("other", ""),
        derived=said.get("from", ""),
        measure=said.get("measure", ""),
        money=said.get("money", False),
        joined=tuple((key(first), key(second), between) for first, second, between in said.get("joined", ())),
    )
