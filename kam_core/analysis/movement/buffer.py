"""The line with hysteresis: in at the line, out only a margin below it, so that nobody is in and out every quarter.

The margin is a share of the value at the line. Who was a key account and now stands between the two lines is held: it
has not dropped out yet. Beside them stand all who are as near to the line, with the money to cross it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from kam_core.analysis.borderline import WITHIN, Borderline, Near, borderline
from kam_core.analysis.finding import Finding
from kam_core.analysis.movement.matrix import Movement


@dataclass(frozen=True, eq=False)
class Buffer:
    """near: the customers within the margin of the line, on both sides, in rank order."""

    movement: Movement
    margin: Fraction
    line: Decimal | None  # value at the line; None where it has none above zero, and then nobody is near it
    out: Decimal | None  # below it a key account drops out
    near: Borderline

    @cached_property
    def held(self) -> tuple[Near, ...]:
        """Key accounts before that stand below the line now, but not below the margin."""
        was_key = set(self.movement.before.key_customers.tolist())
        return tuple(one for one in self.near if not one.key and one.gap >= 0 and one.customer in was_key)

    @cached_property
    def dropped(self) -> int:
        """How many of those who left have fallen through the margin too."""
        held = {one.customer for one in self.held}
        left = self.movement.customers[self.movement.left].tolist()
        return sum(customer not in held for customer in left)

    @property
    def finding(self) -> Finding:
        """How many are near, who lacks least, and how many are held by the margin."""
        below = [one for one in self.near if not one.key and one.gap >= 0]
        if not len(self.near):
            return Finding("borderline_nobody", {"margin": self.margin})
        facts = {"n": len(self.near), "held": len(self.held), "dropped": self.dropped, "margin": self.margin}
        if not below:
            return Finding("borderline_above", facts)
        return Finding("borderline", facts | {"name": below[0].name, "gap": below[0].gap})


def buffer(movement: Movement, margin: Fraction = WITHIN) -> Buffer:
    """The line of the period after, with a margin below it."""
    pareto = movement.after
    line = pareto.line.value
    line = line if line is not None and line > 0 else None
    out = None if line is None else line - line * margin.numerator / margin.denominator
    return Buffer(movement, margin, line, out, borderline(pareto, margin))
