"""Scope: what is looked at. Frozen and hashable, so that it can key a cache and stand in a link."""

from __future__ import annotations

from dataclasses import dataclass

from kam_core.schema import Measure


@dataclass(frozen=True)
class Scope:
    """Measure, period in whole months, and filters. An empty filter means: everything. '' in a filter means: blank.

    first and last are "YYYY-MM", both inclusive; None means from the beginning / to the end of the data.
    """

    measure: Measure = Measure.AMOUNT
    first: str | None = None
    last: str | None = None
    regions: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    currencies: tuple[str, ...] = ()
    groups: str = ""  # the address of a list of groups, whose members count as one customer; '' = each for itself
