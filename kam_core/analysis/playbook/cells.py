"""A cell of the playbook: how far one strategy is followed at one account. What no file tells is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from kam_core.analysis.finding import Finding
from kam_core.analysis.playbook.strategies import Strategy


class State(StrEnum):
    """How far a strategy is followed, the worst first."""

    MISSED = "missed"
    WATCH = "watch"
    GOOD = "good"
    NOTHING = "nothing"  # nothing to do there: no new product, no promotion
    UNKNOWN = "unknown"


STATES = tuple(State)


@dataclass(frozen=True)
class Cell:
    """said: its few words; figures: what they rest on, under the same codes in every cell of a strategy."""

    state: State
    said: Finding
    figures: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Column:
    """One strategy at n accounts. opens: the tables that would tell more, where they are not there."""

    strategy: Strategy
    cells: tuple[Cell, ...]
    opens: tuple[str, ...]

    def count(self, state: State) -> int:
        """Accounts in that state."""
        return sum(cell.state is state for cell in self.cells)

    @property
    def told(self) -> bool:
        """Whether anything is known of any account."""
        return any(cell.state is not State.UNKNOWN for cell in self.cells)


def unknown(code: str = "unknown", **figures: Any) -> Cell:
    """A cell of which nothing is known; code: under `play_` in the wording."""
    return Cell(State.UNKNOWN, Finding(f"play_{code}"), figures)
