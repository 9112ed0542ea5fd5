"""One alert: which account, how much money, by when, whose work it is, and the view in which it is seen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from kam_core.analysis.alerts.settings import Kind
from kam_core.analysis.finding import Finding


@dataclass(frozen=True)
class Target:
    """A page of the dashboard, and what a link to it says beyond the dataset, the cut and the scope it was seen in."""

    page: str
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Alert:
    """money: what is at stake, None where no price is known. due None: it is not a matter of a day. owner '': nobody
    is named."""

    kind: Kind
    customer: str
    name: str
    item: str  # the key of a product, a level, what was promised; '' where it is the account's as a whole
    item_name: str  # how the item is shown; '' where the sentence says it
    period: str  # the season, the months, the day that tells one such alert from the next
    money: Decimal | None
    due: date | None
    owner: str
    what: Finding  # the sentence, without the account's name
    view: Target
    as_of: date

    @property
    def finding(self) -> Finding:
        """The sentence."""
        return named(self.name, self.what)

    @cached_property
    def id(self) -> str:
        """The same on every run while kind, account, item and period are."""
        said = json.dumps([self.kind.value, self.customer, self.item, self.period], ensure_ascii=False)
        return "a" + hashlib.sha256(said.encode()).hexdigest()[:20]

    @property
    def waiting(self) -> int:
        """Days past its due day, 0 before it."""
        return max((self.as_of - self.due).days, 0) if self.due else 0


def named(name: str, what: Finding) -> Finding:
    """A sentence about an account, with its name before it."""
    return Finding("alert", {"name": name, "what": what})
