"""From which share on one customer, or the first five, are much: rules of thumb, therefore settings.

One customer: below 10 % low, 10 to 20 % moderate, 20 to 35 % elevated, above 35 % high; the first five above 50 %
together deserve attention. They are opinion, not truth (HHI limits of 1,000 and 1,800 are for markets, not used here).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Level(StrEnum):
    """How much hangs on one customer."""

    LOW = "low"
    MODERATE = "moderate"
    ELEVATED = "elevated"
    HIGH = "high"


@dataclass(frozen=True)
class Limits:
    """Shares of 1. A share equal to a limit belongs to the level above it, but for `high`, which has to be passed."""

    moderate: Fraction = Fraction(10, 100)
    elevated: Fraction = Fraction(20, 100)
    high: Fraction = Fraction(35, 100)
    top_five: Fraction = Fraction(50, 100)
    smallest_region: Fraction = Fraction(1, 100)  # of all sales: a smaller region is not named as the hardest hit

    def level(self, share: Fraction | None) -> Level | None:
        """The level of one customer's share; None where there is no share."""
        if share is None:
            return None
        if share > self.high:
            return Level.HIGH
        if share >= self.elevated:
            return Level.ELEVATED
        return Level.MODERATE if share >= self.moderate else Level.LOW
