"""What became of every row of an import, in rows and in money.

read = accepted + unassigned + rejected + skipped, in rows: an Account that does not add up is never made. Money is the
amount of each row as far as it can be read, exact decimals in the file's own currency, four decimals.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kam_core.errors import Notice
from kam_core.schema import State


@dataclass(frozen=True)
class Tally:
    """How many rows, and how much money stands in them."""

    rows: int
    money: Decimal


@dataclass(frozen=True)
class ReasonTally:
    """The rows set apart for one reason; `state` is rejected | skipped | unassigned | cell."""

    state: str
    reason: str  # a code under [reason] in the wording
    rows: int
    money: Decimal


@dataclass(frozen=True)
class StatedTotal:
    """A total the file states itself, beside what was read."""

    source: int
    line: int
    label: str  # the words of the total row; '' where it has none and was known by its sum
    column: str  # the header of the column that is added up
    stated: Decimal
    read: Decimal
    agrees: bool


@dataclass(frozen=True)
class Account:
    """The four counts, in rows and in money, what stands behind them, and what the dataset holds."""

    read: int
    tallies: dict[State, Tally]
    reasons: tuple[ReasonTally, ...]
    totals: tuple[StatedTotal, ...]
    cells_rejected: int
    filled_down: int
    lines: int
    customers: int
    first_day: date | None
    last_day: date | None
    measures: tuple[str, ...]
    units: tuple[str, ...]
    currencies: tuple[str, ...]
    dimensions: tuple[str, ...]
    notices: tuple[Notice, ...]
