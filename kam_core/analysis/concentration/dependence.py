"""How each region, product or salesperson hangs on its customers, and what it loses when some of them leave.

The salesperson is the one who looks after the customer now (the latest named), where there is none its account manager.
HHI is over the customers above zero there, in floating point: about 15 digits are exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

import pyarrow as pa

from kam_core.analysis import filters
from kam_core.analysis.exact import decimal, share, ten_thousandths, texts
from kam_core.analysis.sales import Sales
from kam_core.analysis.scope import Scope


class Dimension(StrEnum):
    """What sales are cut by."""

    REGION = "region"
    PRODUCT = "product"
    SALESPERSON = "salesperson"


@dataclass(frozen=True)
class Part:
    """One region, product or salesperson. Units are ten-thousandths of the measure."""

    key: str  # '' = blank
    label: str  # how it is shown; '' where blank
    value_units: int  # net
    customers: int  # above zero
    left_out: int  # at or below zero
    hhi: float | None
    largest: str  # the customer's key, '' where nobody is above zero
    largest_name: str
    largest_units: int
    lost_units: int  # what the customers asked for bring here

    @property
    def value(self) -> Decimal:
        """Net measure of all its customers."""
        return decimal(self.value_units)

    @property
    def lost(self) -> Decimal:
        """Net measure of the customers that were asked for."""
        return decimal(self.lost_units)

    @property
    def effective(self) -> float | None:
        """It hangs on the equivalent of so many equal customers."""
        return 1 / self.hhi if self.hhi else None

    @property
    def largest_share(self) -> Fraction | None:
        """Of its net value; None where that is not positive."""
        return share(self.largest_units, self.value_units)

    @property
    def lost_share(self) -> Fraction | None:
        """Of its net value; None where that is not positive."""
        return share(self.lost_units, self.value_units)


@dataclass(frozen=True, eq=False)
class Parts:
    """All of one dimension, the largest value first; what was asked, so that it can be traced."""

    dimension: Dimension
    rows: tuple[Part, ...]
    question: str
    parameters: dict[str, Any] = field(default_factory=dict)

    @property
    def known(self) -> bool:
        """Whether the file names any of them."""
        return any(part.key for part in self.rows)

    @property
    def hollowed(self) -> tuple[Part, ...]:
        """Those that lose something, the largest share first; where there is no share, last."""
        hit = [part for part in self.rows if part.lost_units]
        return tuple(sorted(hit, key=lambda part: (-(part.lost_share or 0), -part.value_units, part.key)))


def dependence(sales: Sales, scope: Scope, dimension: Dimension, lost: Sequence[str] = ()) -> Parts:
    """One query; products are read from the lines. lost: customers whose part of each is wanted.

    Raises what `rank` raises.
    """
    scope = filters.resolve(sales, scope)
    filters.refuse_mixtures(sales, scope)
    from_lines = filters.from_lines(scope) or dimension is Dimension.PRODUCT
    asked = filters.parameters(scope)
    if from_lines:
        asked |= {"products": list(scope.products), "categories": list(scope.categories)}
    asked = {"measure": scope.measure.value, "dimension": dimension.value, "lost": list(lost), **asked}
    question = f"dependence:{'lines' if from_lines else 'months'}"
    return Parts(dimension, tuple(_parts(sales.ask(question, **asked))), question, asked)


def _parts(table: pa.Table) -> list[Part]:
    value, largest, lost = (ten_thousandths(table[name]).tolist() for name in ("value", "largest_value", "lost"))
    words = [texts(table[name]).tolist() for name in ("part", "label", "largest", "largest_name")]
    numbers = [table[name].to_pylist() for name in ("customers", "left_out", "hhi")]
    return [
        Part(key, label, value[at], customers, left_out, hhi, who, name, largest[at], lost[at])
        for at, (key, label, who, name, customers, left_out, hhi) in enumerate(zip(*words, *numbers))
    ]
