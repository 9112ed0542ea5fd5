"""How long goods take to each series: making them and carrying them, and on which days neither is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from kam_core.analysis.exact import Texts
from kam_core.analysis.supply.demand_path import Floats, Whole
from kam_core.analysis.supply.order_by import ClosedDays, days_between
from kam_core.analysis.supply.safety import MONTH
from kam_core.analysis.supply.settings import PRODUCTION, TRANSPORT, SupplySettings
from kam_core.store.dataset import Dataset


@dataclass(frozen=True)
class SupplyTimes:
    """What the supply table says. All empty where there is none."""

    production: Mapping[str, int] = field(default_factory=dict)  # product -> open days; '' = every product
    transport: Mapping[str, int] = field(default_factory=dict)  # region -> open days; '' = every region
    closed: ClosedDays = ClosedDays()  # noqa: RUF009  (frozen)


@dataclass(frozen=True, eq=False)
class LeadTimes:
    """Of n series, open days."""

    production: Whole  # (n,)
    transport: Whole  # (n,)
    supposed: np.typing.NDArray[np.bool_]  # (n,) a usual value stands in for one that nothing states

    @property
    def days(self) -> Whole:
        """(n,) the lead time."""
        return self.production + self.transport

    @property
    def months(self) -> Floats:
        """(n,) the lead time in months."""
        return self.days / MONTH


def supply_times(dataset: Dataset) -> SupplyTimes:
    """Days by product and by region, and the closed days; where a file says one twice the later row counts."""
    if "supply" not in dataset.views:
        return SupplyTimes()
    production: dict[str, int] = {}
    transport: dict[str, int] = {}
    stops: dict[str, set[object]] = {"production": set(), "transport": set()}
    for row in dataset.ask("supply_rows").to_pylist():
        if row["production_days"] is not None:
            production[row["product"]] = max(round(row["production_days"]), 0)
        if row["transport_days"] is not None:
            transport[row["region"]] = max(round(row["transport_days"]), 0)
        if row["closed_from"] is not None:
            span = days_between(row["closed_from"], row["closed_to"] or row["closed_from"])
            for what, days in stops.items():
                if row["stops"] != ("transport" if what == "production" else "production"):
                    days |= span
    closed = ClosedDays(frozenset(stops["production"]), frozenset(stops["transport"]))  # type: ignore[arg-type]
    return SupplyTimes(production, transport, closed)


def lead_times(
    settings: SupplySettings, times: SupplyTimes, products: Texts, regions: Texts, stated: Floats
) -> LeadTimes:
    """The days of each series (products, regions: (n,)). stated: (n,) lead time a stock report names, NaN: none.

    production: the setting, else by product, else 25. transport: the setting, else by region, else 8. A lead time (the
    setting, else the stated one where no part is set) decides the sum: what transport leaves of it is production.
    """
    production, guessed = _looked_up(settings.production, times.production, products, PRODUCTION)
    transport, also = _looked_up(settings.transport, times.transport, regions, TRANSPORT)
    whole = np.full(len(products), np.nan)
    if settings.lead_time is not None:
        whole[:] = settings.lead_time
    elif settings.production is None and settings.transport is None:
        whole = np.where(stated >= 0, stated, np.nan)
    said = ~np.isnan(whole)
    total = np.where(said, np.round(whole), 0).astype(np.int64)
    if settings.lead_time is not None and settings.production is not None:
        production = np.minimum(production, total)
        return LeadTimes(production, total - production, np.zeros(len(products), np.bool_))
    transport = np.where(said, np.minimum(transport, total), transport)
    production = np.where(said, total - transport, production)
    return LeadTimes(production, transport, (guessed | also) & ~said)


def _looked_up(
    setting: int | None, by_key: Mapping[str, int], keys: Texts, usual: int
) -> tuple[Whole, np.typing.NDArray[np.bool_]]:
    n = len(keys)
    if setting is not None:
        return np.full(n, setting, np.int64), np.zeros(n, np.bool_)
    everybody = by_key.get("", -1)
    found = np.fromiter((by_key.get(key, everybody) for key in keys), np.int64, n)
    return np.where(found < 0, usual, found), found < 0
