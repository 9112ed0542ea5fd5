"""Cut: the line between key accounts and the others. The heart of the product.

A rule and its value, plus the names pinned or excluded by hand. Exact: percentages are Decimals or fractions, never
floats, because ceil(p·n) in floats is off for some p and n.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kam_core.hand import HandPick

__all__ = ["Cut", "HandPick", "Rule"]


class Rule(StrEnum):
    """How the line is drawn."""

    TOP = "top"  # the first p % of customers: k = ceil(p·n)
    REACH = "reach"  # the fewest customers whose cumulative share reaches s %
    COUNT = "count"  # the first k customers
    AT_LEAST = "at_least"  # every customer with at least this value


@dataclass(frozen=True)
class Cut:
    """The rule, its value (percent for top and reach: 20 means 20 %), and the hand-picked names."""

    rule: Rule = Rule.TOP
    value: Decimal = Decimal(20)
    hand: tuple[HandPick, ...] = ()
