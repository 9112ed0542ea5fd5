"""Casting: which column plays which role so far, how surely, and who else could."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kam_core.ingest.understanding import headers
from kam_core.schema import Role

ENOUGH = 20  # rows from which a column that never changes says something


@dataclass
class Casting:
    """Roles given so far: positions (1-based) and how surely; rivals: other columns that could play a role as well."""

    roles: dict[Role, tuple[int, ...]] = field(default_factory=dict)
    sure: dict[Role, float] = field(default_factory=dict)
    rivals: dict[Role, tuple[int, ...]] = field(default_factory=dict)

    @property
    def taken(self) -> set[int]:
        return {p for positions in self.roles.values() for p in positions}

    def give(self, role: Role, positions: tuple[int, ...], sure: float, rivals: Sequence[int] = ()) -> None:
        self.roles[role], self.sure[role] = positions, sure
        if rivals:
            self.rivals[role] = tuple(rivals)


@dataclass(frozen=True)
class Candidate:
    """A column whose header names a role, and how well."""

    position: int
    match: headers.Match
