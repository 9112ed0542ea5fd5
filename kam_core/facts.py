"""Facts of a sentence that say themselves how they are shown, where their type alone does not (figures.show)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

NEAR = 300  # days within which a day needs no year


@dataclass(frozen=True)
class OnDay:
    """A day: without its year where it is near `seen_from`."""

    value: date
    seen_from: date

    @property
    def near(self) -> bool:
        return abs((self.value - self.seen_from).days) <= NEAR


@dataclass(frozen=True)
class Signed:
    """A sum that tells a change: with its sign, also above nothing."""

    value: Decimal


@dataclass(frozen=True)
class InFull:
    """A sum that is written out to the cent, or a share with two decimals."""

    value: Decimal | Fraction


@dataclass(frozen=True)
class Points:
    """The size of a change between two shares: 0.9 percentage points."""

    value: Fraction
