"""What a season's outlook assumes. Every setting moves its number; what is left open is taken from the data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kam_core.analysis.supply.peak import THRESHOLD
from kam_core.analysis.supply.status import Limits

PRODUCTION, TRANSPORT = 25, 8  # open days, where neither the settings nor a table says them
HORIZON = 15  # months: a peak up to a year away, to its end


class Source(StrEnum):
    """What demand is made of. A code under `[source]` in the wording."""

    SELL_OUT = "sell_out"  # what dealers say they sold on
    IMPLIED = "implied"  # what two stock reports and the deliveries between them imply
    SELL_IN = "sell_in"  # what was delivered to them


@dataclass(frozen=True)
class SupplySettings:
    """as_of: the day looked from, None = the last day of the data, at the latest the import day.

    production, transport: open days, None = from the supply table (by product, by region), else the usual ones.
    lead_time: both together, None = as reported for the pair, else their sum. source None: the best there is, pair by
    pair. horizon: months from as_of. Raises ValueError for what cannot be.
    """

    as_of: date | None = None
    service_level: float = 0.95
    production: int | None = None
    transport: int | None = None
    lead_time: int | None = None
    lunar: bool = False
    peak: float = THRESHOLD
    closed_days: bool = True
    horizon: int = HORIZON
    source: Source | None = None
    limits: Limits = Limits()  # noqa: RUF009  (frozen)

    def __post_init__(self) -> None:
        if not 0 < self.service_level < 1:
            raise ValueError(f"a service level lies between 0 and 1, not at {self.service_level}")
        if any(days is not None and days < 0 for days in (self.production, self.transport, self.lead_time)):
            raise ValueError("nothing takes less than no days")
        if self.lead_time is not None and self.production is not None and self.transport is not None:
            raise ValueError("the lead time is production and transport: say two of the three")
        if self.horizon < 1 or self.peak <= 0:
            raise ValueError("a horizon of at least a month, and a peak above 0")
