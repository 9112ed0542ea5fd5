"""What the page of service adds to a link: which day counts as due, and what may be late or missing.

The page spells it out; on the other pages these keys say nothing and stay away.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from kam_core.analysis.service.settings import Against, ServiceSettings
from kam_ui.season import plain

PAGE = "service"
KEYS = ("against", "late_days", "short")
MOST_LATE, MOST_SHORT = 60, 50  # days, percent
_DAYS = re.compile(r"\d{1,2}", re.ASCII)
_PERCENT = re.compile(r"\d{1,2}(\.\d{1,2})?", re.ASCII)


@dataclass(frozen=True)
class Asked:
    """Settings of the page."""

    against: Against = Against.PROMISED
    late_days: int = 0
    short: Decimal = Decimal(0)  # percent of a line's quantity that may be missing

    @property
    def settings(self) -> ServiceSettings:
        """As an analysis takes them."""
        return ServiceSettings(against=self.against, late_days=self.late_days, short=self.short / 100)

    def query(self, page: str) -> dict[str, list[str]]:
        """Every value as a link of this page spells it."""
        if page != PAGE:
            return {}
        said = {"against": self.against.value, "late_days": str(self.late_days), "short": plain(self.short)}
        return {key: [value] for key, value in said.items()}


def read(asked: Mapping[str, tuple[str, ...]]) -> Asked:
    """What a link means, its values checked before (`fits`)."""
    usual = Asked()
    return Asked(
        against=Against(asked["against"][0]) if "against" in asked else usual.against,
        late_days=int(asked["late_days"][0]) if "late_days" in asked else usual.late_days,
        short=Decimal(asked["short"][0]) if "short" in asked else usual.short,
    )


def fits(key: str, value: str) -> bool:
    """Whether a value of one of these keys can be understood."""
    match key:
        case "against":
            return value in set(Against)
        case "late_days":
            return bool(_DAYS.fullmatch(value)) and int(value) <= MOST_LATE
    return bool(_PERCENT.fullmatch(value)) and Decimal(value) <= MOST_SHORT
