"""The season's outlook: what stock, demand and lead times say of every customer x product, computed once for all.

Moving the cut changes nothing here: key accounts are selected from it (accounts.py, season_supply.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from kam_core.analysis.demand.forecast import Demand
from kam_core.analysis.exact import Flags, Texts
from kam_core.analysis.scope import Scope
from kam_core.analysis.supply.agreement import Basis, Said, bases
from kam_core.analysis.supply.demand_path import Days, DemandPath, Floats, Receipts, Whole
from kam_core.analysis.supply.lead_times import LeadTimes, SupplyTimes
from kam_core.analysis.supply.past_stock import PastStock
from kam_core.analysis.supply.peak import PeakWindow
from kam_core.analysis.supply.positions import Positions
from kam_core.analysis.supply.progress import PRE_SEASON
from kam_core.analysis.supply.projection import Standing
from kam_core.analysis.supply.settings import SupplySettings


@dataclass(frozen=True, eq=False)
class Outlook:
    """n series, ordered by customer, then product. Quantities in the unit of the sales (or money, where `demand` is in
    amounts); NaN and NaT where unknown. Days count from the close of as_of."""

    scope: Scope
    settings: SupplySettings  # as asked for
    as_of: date  # as decided
    customers: Texts
    products: Texts
    customer_names: Texts
    product_names: Texts
    categories: Texts
    units: Texts
    regions: Texts
    on_hand: Floats  # rolled forward to as_of; NaN: nobody reported it
    reported: Days  # day of the report; NaT: none
    age: Whole  # days since; -1: none
    in_transit: Floats  # on the way and not there yet
    cover_months: Floats  # forward; inf beyond the horizon
    cover_days: Floats
    backward_months: Floats
    run_out: Days  # NaT: not within the horizon, or unknown
    peak: PeakWindow  # the running or next one; NaT: no season
    peak_need: Floats  # gross
    gap: Floats  # net: until the peak ends
    safety: Floats
    order_by: Days
    ship_by: Days
    days_left: Floats  # to order_by; below 0: late
    closed: Floats  # closed days that made it earlier
    status: npt.NDArray[np.object_]  # Status
    overstock: Floats  # units above what is reasonable
    outruns: Flags  # the stock rises faster than it sells
    lost: Floats  # units not sold in the last 12 months for want of stock
    price: Floats  # money a unit; NaN: unknown
    sources: Texts  # Source of its demand
    history_months: Whole  # of its sales
    lead: LeadTimes
    times: SupplyTimes
    positions: Positions
    past: PastStock | None  # None: fewer than two reports
    standing: Standing
    coming: Receipts  # every one with a day
    path: DemandPath  # past months as they were, coming ones as forecast or agreed
    sell_in: DemandPath  # deliveries by month, the month in progress at its pace
    demand: Demand
    said: Said  # (n, months of path) what was agreed of each month

    @cached_property
    def basis(self) -> Texts:
        """(n,) the words of Basis: what the demand to come goes by."""
        return bases(self.said)

    @property
    def agreed(self) -> Flags:
        """(n,) some of the months to come hold an agreed quantity instead of the forecast."""
        return np.asarray(self.basis != Basis.FORECAST, np.bool_)

    @property
    def n(self) -> int:
        """Series."""
        return len(self.customers)

    @property
    def day(self) -> np.datetime64:
        """as_of as numpy counts days."""
        return np.datetime64(self.as_of, "D")

    @property
    def has_stock(self) -> bool:
        """Some customer has reported its stock."""
        return self.positions.there

    @property
    def methods(self) -> Texts:
        """(n,) the words of Method."""
        return self.demand.methods

    @property
    def error(self) -> Floats:
        """(n,) held-out error, a share of 1; NaN where nothing could be tried."""
        return self.demand.error

    @property
    def seasonal(self) -> Flags:
        """(n,) a season of its own, more than chance."""
        return self.demand.seasonal

    @property
    def strength(self) -> Floats:
        """(n,) of its own season, 0 … 1."""
        return self.demand.strength

    @property
    def in_reach(self) -> Flags:
        """(n,) the peak is so near that one has to prepare for it: the lead time before its pre-season has begun."""
        begins = (self.peak.first - PRE_SEASON).astype("datetime64[D]") - self.lead.days
        return np.asarray(begins <= self.day, np.bool_)

    @property
    def short(self) -> Flags:
        """(n,) runs dry before a peak in reach is over."""
        return np.asarray(self.in_reach & (self.run_out <= self.peak.ends), np.bool_)
