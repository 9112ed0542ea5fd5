"""One account, one of its products or all: demand past and to come, stock walking down, dates, what is missing.

All products together are added in their unit, where there are several in money at average prices. Their stock is that
of the products that were reported; the others are left out of the sums, and it is said how many.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kam_core.analysis.exact import Flags
from kam_core.analysis.finding import Finding
from kam_core.analysis.supply.account_words import sentence
from kam_core.analysis.supply.demand_path import Days, Floats, Whole
from kam_core.analysis.supply.status import Status


@dataclass(frozen=True, eq=False)
class AccountOutlook:
    """Quantities in `unit`, or money where `money`. NaN, None: unknown."""

    as_of: date
    customer: str
    name: str
    product: str  # '' = all that count
    product_name: str  # '' likewise
    unit: str
    money: bool
    series: Whole  # rows of the outlook that are in it
    left_out: int  # live products without a stock report, where others have one
    months: tuple[str, ...]  # (m,) of the past
    past: Floats  # (m,) demand
    unknown: Flags  # (m,) cut short by an empty shelf
    coming: tuple[str, ...]  # (h,) months to come; the first may have begun
    forecast: Floats  # (h,) or what was agreed; NaN: none
    low: Floats  # (h,) of the band
    high: Floats
    last_year: Floats  # (h,) the same months a year before
    index: Floats  # (12,) January first
    seasonal: bool
    strength: float
    method: str
    error: float  # on held-out months; NaN: not tried
    history_months: int
    source: str  # of its demand
    trend: float  # last 12 months / the 12 before; NaN under two years
    on_hand: float  # on as_of
    reported: date | None
    age: int | None  # days
    in_transit: float
    receipts: tuple[tuple[date, float], ...]
    days: Days  # (d,) every day from as_of on
    stock: Floats  # (d,) projected at its close; below zero: missing so far
    month_ends: Days
    month_end_stock: Floats
    safety: float
    least: float  # reasonable stock: from
    most: float  # to
    cover_days: float  # inf: beyond the horizon
    backward_months: float
    run_out: date | None
    order_by: date | None
    ship_by: date | None
    days_left: int | None
    production: int  # open days
    transport: int
    closed: int | None  # closed days that made the dates earlier
    peak_first: str | None  # "YYYY-MM"
    peak_last: str | None
    peak_need: float  # our figure for the season
    gap: float
    status: Status
    overstock: float
    between: Finding | None  # between the two last reports: delivered, sold on; None: not known
    outruns: bool
    lost: float
    price: float  # money a unit
    demand: Finding  # what the demand to come goes by
    agreed: bool
    lacks: tuple[Finding, ...]  # what data is missing, and what that means

    @cached_property
    def finding(self) -> Finding:
        """The sentence about this account."""
        dates = (self.run_out, self.order_by, self.days_left)
        return sentence(self.name, self.status, self.as_of, self.cover_days, *dates)
