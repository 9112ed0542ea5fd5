"""Series of one account joined into one.

One product is as the outlook has it. All products together are forecast once more as one series for their band, season
and error; their demand stays the sum of what the products' forecasts (or agreed quantities) say.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kam_core.analysis.demand.forecast import Demand, Settings, forecast
from kam_core.analysis.demand.history import made_of
from kam_core.analysis.months import YEAR
from kam_core.analysis.supply.demand_path import Days, DemandPath, Floats, Receipts, Whole
from kam_core.analysis.supply.outlook import Outlook
from kam_core.analysis.supply.peak import PeakWindow, next_peak
from kam_core.analysis.supply.projection import run_out
from kam_core.analysis.supply.safety import MONTH, safety_stock


@dataclass(frozen=True, eq=False)
class Joined:
    """Series of one account as one, in their unit, or in money where they have several."""

    outlook: Outlook
    rows: Whole
    product: str | None
    left_out: int

    @cached_property
    def several_units(self) -> bool:
        return len(set(self.outlook.units[self.rows].tolist())) > 1

    def added(self, values: Floats) -> Floats:
        """The series' values (rows first) as one: added, in money where their units differ."""
        weight = np.nan_to_num(self.outlook.price[self.rows]) if self.several_units else np.ones(len(self.rows))
        found: Floats = np.tensordot(weight, values[self.rows], axes=1)
        return found

    @cached_property
    def past(self) -> Floats:
        return self.added(self.outlook.demand.history.values)

    @cached_property
    def path(self) -> DemandPath:
        return DemandPath(self.outlook.path.first, self.added(self.outlook.path.monthly)[None])

    @cached_property
    def demand(self) -> tuple[Demand, int]:
        """What holds its band, season and error, and the row there."""
        outlook = self.outlook
        if len(self.rows) == 1:
            return outlook.demand, int(self.rows[0])
        was = outlook.demand.history
        one = made_of(self.past[None], was.months, by=was.by, measure=was.measure, as_of=was.as_of)
        if was.unknown is not None:
            one = one.censored(np.atleast_2d(was.unknown[self.rows].all(axis=0)))
        return forecast(one, len(outlook.demand.months), Settings(lunar=outlook.settings.lunar)), 0

    @cached_property
    def on_hand(self) -> Floats:
        return np.atleast_1d(self.added(self.outlook.on_hand))

    @cached_property
    def coming(self) -> Receipts:
        goods = self.outlook.coming
        mine = np.isin(goods.series, self.rows)
        price = np.nan_to_num(self.outlook.price[goods.series[mine]]) if self.several_units else 1.0
        return Receipts(np.zeros(int(mine.sum()), np.int64), goods.day[mine], goods.quantity[mine] * price)

    @cached_property
    def peak(self) -> PeakWindow:
        outlook = self.outlook
        if len(self.rows) == 1:
            return PeakWindow(outlook.peak.first[self.rows], outlook.peak.last[self.rows])
        demand, at = self.demand
        index = demand.index[[at]] if demand.seasonal[at] else np.full((1, YEAR), np.nan)
        return next_peak(index, outlook.day, outlook.settings.peak)

    @cached_property
    def safety(self) -> Floats:
        demand, at = self.demand
        months = sum(self.days_of_lead) / MONTH
        return safety_stock(demand.sigma[[at]], months, self.outlook.settings.service_level)

    @cached_property
    def days_of_lead(self) -> tuple[int, int]:
        lead = self.outlook.lead
        return int(lead.production[self.rows].max()), int(lead.transport[self.rows].max())

    @cached_property
    def dry(self) -> Days:
        return run_out(self.on_hand, self.path, self.outlook.day, self.coming)
