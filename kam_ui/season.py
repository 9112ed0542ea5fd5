"""What the supply page adds to a link: what its outlook assumes, and what is opened on it.

The keys of the assumptions stand in the links of every page whose figures they change; where they are as usual only the
supply page spells them out, so that other links stay short.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from kam_core.analysis.supply.allocation import AllocationRule
from kam_core.analysis.supply.settings import SupplySettings

TABS = ("due", "plan", "split")  # who runs dry first; building and shipping; not enough for all
FROM_DATA = "data"  # of a number: as the tables say
MOST_LEAD_TIME = 365  # days
MOST_PEAK = 12  # twelve times an ordinary month: all the year's sales in one
ASSUMED = ("as_of", "service_level", "lead_time", "peak", "lunar", "closed_days")
OPENED = ("tab", "account", "item", "available", "allocation")
_SWITCH = {"on": True, "off": False}
_NUMBER = re.compile(r"\d{1,15}(\.\d{1,4})?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True)
class Season:
    """Settings and what is opened. as_of None: there are no data to look from."""

    as_of: date | None = None
    service_level: Decimal = Decimal(95)  # percent
    lead_time: int | None = None  # days; None: as the tables say
    peak: Decimal = Decimal("1.2")  # seasonal index
    lunar: bool = False
    closed_days: bool = True
    tab: str = TABS[0]
    account: str = ""  # the customer that is opened
    item: str = ""  # one product: of the account that is opened, of the goods that are shared out; '' = all, the first
    available: Decimal | None = None  # units to share out; None: as the tables say
    allocation: AllocationRule = AllocationRule.KEY_FIRST_FLOOR

    @property
    def settings(self) -> SupplySettings:
        """As an outlook takes them."""
        return SupplySettings(
            as_of=self.as_of,
            service_level=float(self.service_level) / 100,
            lead_time=self.lead_time,
            peak=float(self.peak),
            lunar=self.lunar,
            closed_days=self.closed_days,
        )

    def query(self, whole: bool, as_of: date | None) -> dict[str, list[str]]:
        """Every value as a link spells it; not `whole`: the assumptions that are not as usual. as_of: the usual day."""
        said = self._spelled()
        if whole:
            return said
        usual = Season(as_of=as_of)._spelled()
        return {key: said[key] for key in ASSUMED if key in said and said[key] != usual.get(key)}

    def _spelled(self) -> dict[str, list[str]]:
        values = {
            "as_of": self.as_of.isoformat() if self.as_of else "",
            "service_level": plain(self.service_level),
            "lead_time": FROM_DATA if self.lead_time is None else str(self.lead_time),
            "peak": plain(self.peak),
            "lunar": "on" if self.lunar else "off",
            "closed_days": "on" if self.closed_days else "off",
            "tab": self.tab,
            "account": self.account,
            "item": self.item,
            "available": FROM_DATA if self.available is None else plain(self.available),
            "allocation": self.allocation.value,
        }
        return {key: [value] for key, value in values.items() if value}


def plain(number: Decimal) -> str:
    """A number as a link spells it: no exponent, no trailing zeros."""
    return f"{number.normalize():f}"


def read(asked: Mapping[str, tuple[str, ...]], as_of: date | None) -> Season:
    """The season a link means, its values checked before (`fits`). as_of: the usual day."""
    said = {key: asked[key][0] for key in (*ASSUMED, *OPENED) if key in asked}
    numbers = {key: Decimal(said[key]) for key in ("service_level", "peak", "available") if _is_said(said, key)}
    switches = {key: _SWITCH[said[key]] for key in ("lunar", "closed_days") if key in said}
    texts = {key: said[key] for key in ("tab", "account", "item") if key in said}
    found = replace(Season(as_of=as_of), **numbers, **switches, **texts)  # type: ignore[arg-type]
    if "as_of" in said:
        found = replace(found, as_of=date.fromisoformat(said["as_of"]))
    if _is_said(said, "lead_time"):
        found = replace(found, lead_time=int(said["lead_time"]))
    return replace(found, allocation=AllocationRule(said["allocation"])) if "allocation" in said else found


def _is_said(said: Mapping[str, str], key: str) -> bool:
    return key in said and said[key] != FROM_DATA


def fits(key: str, value: str) -> bool:
    """Whether a value of one of these keys can be understood."""
    number = Decimal(value) if _NUMBER.fullmatch(value) else None
    match key:
        case "as_of":
            return bool(_DAY.fullmatch(value)) and _is_day(value)
        case "service_level":
            return number is not None and 0 < number < 100
        case "peak":
            return number is not None and 0 < number <= MOST_PEAK
        case "lead_time":
            return value == FROM_DATA or (value.isascii() and value.isdigit() and int(value[:5]) <= MOST_LEAD_TIME)
        case "available":
            return value == FROM_DATA or number is not None
        case "lunar" | "closed_days":
            return value in _SWITCH
        case "tab":
            return value in TABS
        case "allocation":
            return value in set(AllocationRule)
    return 0 < len(value) <= 400  # account, item: keys as the file has them


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).year >= 1900
    except ValueError:
        return False
