"""What the user (or a remembered recipe) has already said about a file."""

from __future__ import annotations

import difflib
from collections.abc import Mapping as Named
from collections.abc import Sequence
from dataclasses import dataclass, field

from kam_core.errors import BadMapping
from kam_core.ingest.recipe import Mapping
from kam_core.ingest.understanding.headers import key
from kam_core.schema import Role


@dataclass(frozen=True)
class Hints:
    """Whatever is None or empty is left to the evidence."""

    no_header: bool = False
    roles: Named[Role, tuple[str, ...]] = field(default_factory=dict)  # headers, or 1-based positions as text
    dates: str | None = None  # dmy | mdy | ymd
    decimal: str | None = None  # . or ,
    header_line: int | None = None  # 0: there is none
    table: int | None = None  # which of several tables in one source, from 1
    fill_down: bool | None = None
    mapping: Mapping | None = None  # remembered or corrected by the user: wins whole
    nobody: tuple[str, ...] | None = None  # customers the user has called none


def position_of(wanted: str, names: Sequence[str]) -> int | None:
    """The 1-based position of a header as the user wrote it (spelling first, then letters alone), or of a number."""
    exact = wanted.strip()
    for same in (lambda n: n == wanted, lambda n: n.strip() == exact, lambda n: bool(key(n)) and key(n) == key(exact)):
        for position, name in enumerate(names, 1):
            if same(name):
                return position
    return int(exact) if exact.isdigit() and 1 <= int(exact) <= len(names) else None


def given_roles(roles: Named[Role, tuple[str, ...]], names: Sequence[str], file: str) -> dict[Role, tuple[int, ...]]:
    """The positions of the columns the user named.

    Raises BadMapping where a column is not there (with the closest ones in its sentence).
    """
    found: dict[Role, tuple[int, ...]] = {}
    for role, columns in roles.items():
        positions = []
        for wanted in (part for column in columns for part in _joined(column, names)):
            position = position_of(wanted, names)
            if position is None and wanted.strip().isdigit():
                raise BadMapping("no_such_position", role=role.value, column=wanted, file=file, columns=len(names))
            if position is None:
                raise BadMapping("no_such_column", role=role.value, column=wanted, file=file, near=near(wanted, names))
            positions.append(position)
        found[role] = tuple(positions)
    return found


def _joined(column: str, names: Sequence[str]) -> tuple[str, ...]:
    """The columns of `A+B`; a header that holds a plus itself comes first."""
    if "+" not in column or position_of(column, names) is not None:
        return (column,)
    parts = column.split("+")
    for size in range(len(parts) - 1, 0, -1):
        if position_of("+".join(parts[:size]), names) is not None or size == 1:
            return ("+".join(parts[:size]), *_joined("+".join(parts[size:]), names))
    return (column,)


def near(wanted: str, names: Sequence[str]) -> str:
    """The headers closest to what was asked for, for a sentence."""
    by_key = {key(name): name for name in names if name}
    close = difflib.get_close_matches(key(wanted), by_key, n=3, cutoff=0.5)
    shown = [by_key[k] for k in close] or [name for name in names if name][:12]
    return ", ".join(f"'{name}'" for name in shown)
