"""The four levels of an account, the state each can be in, and what counts as what. The numbers are rules of thumb.

The levels are those of the strategy: who decides on orders and payment, and who sells our goods and keeps them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """Where somebody stands at an account, from the top."""

    DECISION = "decision"
    MIDDLE = "middle"
    FRONT = "front"  # shop assistants, salespeople
    WAREHOUSE = "warehouse"


class State(StrEnum):
    """What is known of one level of one account."""

    FRESH = "fresh"  # in touch within the limit of days
    STALE = "stale"  # somebody is there; not in touch for longer, or never
    THERE = "there"  # somebody is there; without a list of activities nobody knows how fresh
    NOBODY = "nobody"  # contacts are known, none of this level
    UNKNOWN = "unknown"  # no contact of the account is known, or one whose level cannot be read may be it


LEVELS = tuple(Level)
STATES = tuple(State)  # the grid holds places in it


@dataclass(frozen=True)
class CoverageSettings:
    """What the coverage of a level is judged by."""

    stale: int = 90  # days without a touch after which a level is stale
    window: int = 365  # days back that visits and problems are counted over
    low_score: int = 2  # of 5: at most this is a problem
    quiet: tuple[str, ...] = ("complaint", "report")  # kinds that come from them, no touch of ours; all others are
    visits: tuple[str, ...] = ("visit",)  # kinds that count as a visit: a senior visit is to the bosses by its nature
