"""What the season adds to the headline of the key accounts: how many run dry, and who comes first.

The line moves in the browser, so the same is handed on for every place it can have: who runs short, most urgent first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from kam_core.analysis.finding import Finding
from kam_core.analysis.supply.accounts import Accounts
from kam_core.analysis.supply.outlook import Outlook
from kam_core.facts import OnDay


@dataclass(frozen=True)
class Story:
    """Accounts that run dry before a peak in reach is over, the first to order for first, and who has reported."""

    customers: tuple[str, ...]
    first: tuple[Finding, ...]  # what each says when it is the first
    reported: frozenset[str]

    def finding(self, key: frozenset[str]) -> Finding | None:
        """The half sentence about these key accounts; None where nobody's stock is known."""
        short = [at for at, customer in enumerate(self.customers) if customer in key]
        if short:
            return Finding("story_short", {"short": len(short), "first": self.first[short[0]]})
        return Finding("story_enough", {"reported": len(key & self.reported)}) if key & self.reported else None


def story(outlook: Outlook, accounts: Accounts) -> Story:
    """The story of all accounts of an outlook, whatever the cut."""
    accounts = accounts.take(accounts.by_urgency)
    dry = np.flatnonzero(accounts.short > 0)
    dry = dry[np.argsort(outlook.days_left[accounts.dry_series[dry]], kind="stable")]
    return Story(
        tuple(str(accounts.customers[at]) for at in dry),
        tuple(_first(outlook, int(accounts.dry_series[at])) for at in dry),
        frozenset(accounts.customers[accounts.reported > 0].tolist()),
    )


def _first(outlook: Outlook, at: int) -> Finding:
    left = int(outlook.days_left[at])
    facts: Mapping[str, Any] = {
        "name": str(outlook.customer_names[at]),
        "order_by": OnDay(outlook.order_by[at].astype("datetime64[D]").item(), outlook.as_of),
    }
    return (
        Finding("first_late", {**facts, "late": -left}) if left < 0 else Finding("first_due", {**facts, "left": left})
    )
