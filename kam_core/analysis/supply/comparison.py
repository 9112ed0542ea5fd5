"""The four rules of a shortage side by side: what each gives to whom, how long it lasts, what money is at risk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np

from kam_core.analysis.finding import Finding
from kam_core.analysis.supply.allocation import FLOOR, Allocation, AllocationRule, allocate
from kam_core.analysis.supply.demand_path import Days
from kam_core.analysis.supply.projection import run_out
from kam_core.analysis.supply.shortage import Shortage
from kam_core.figures import volume


@dataclass(frozen=True)
class Side:
    """What a rule does to the key accounts, or to the others."""

    customers: int
    need: Decimal
    allocated: Decimal
    short: int  # whose need is met neither from stock nor by what they get, by a case or more
    at_risk: Decimal | None  # money; None where a price is not known
    first_out: date | None  # the first of them to run dry; None: none within the forecast, or unknown

    @property
    def fill_rate(self) -> Fraction | None:
        """allocated / need; None where nothing is needed."""
        return Fraction(self.allocated) / Fraction(self.need) if self.need else None


@dataclass(frozen=True, eq=False)
class Outcome:
    """One rule. run_out: (n,) dates parallel to the claims, NaT: not within the forecast, or stock not reported."""

    allocation: Allocation
    run_out: Days
    key: Side
    others: Side

    @property
    def at_risk(self) -> Decimal | None:
        """Money at risk in all; None where a price is not known."""
        parts = (self.key.at_risk, self.others.at_risk)
        return None if None in parts else sum((part for part in parts if part is not None), Decimal(0))


@dataclass(frozen=True, eq=False)
class Comparison:
    """A shortage under each rule; of every one allocated + left over = available, exactly."""

    shortage: Shortage
    available: Decimal
    outcomes: Mapping[AllocationRule, Outcome]

    @property
    def need(self) -> Decimal:
        """What all claims add up to."""
        return sum((claim.need or Decimal(0) for claim in self.shortage.claims), Decimal(0))

    @property
    def missing(self) -> Decimal:
        """What the needs lack once each customer's own stock is taken off."""
        lacks = (max((c.need or Decimal(0)) - c.on_hand, Decimal(0)) for c in self.shortage.claims)
        return sum(lacks, Decimal(0))

    @property
    def finding(self) -> Finding:
        """What is missing and there, and what the rules mean for key accounts."""
        first = self.outcomes[AllocationRule.KEY_FIRST]
        facts: dict[str, object] = {
            "product": self.shortage.name,
            "until": self.shortage.until,
            "missing": volume("", round(self.missing)),
            "available": volume("", self.available),
            "unit": self.shortage.unit,
            "key_accounts": first.key.customers,
        }
        if not any(outcome.key.short or outcome.others.short for outcome in self.outcomes.values()):
            return Finding("shortage_none", facts)
        facts |= {
            "proportional": self.outcomes[AllocationRule.PROPORTIONAL].key.short,
            "key_first": first.key.short,
            "others": first.others.short,
        }
        return Finding("shortage" if self.available < self.missing else "no_shortage", facts)


def compare(found: Shortage, available: Decimal, case: Decimal | None = None, floor: Fraction = FLOOR) -> Comparison:
    """All four rules. Raises ValueError as `allocate` does."""
    return Comparison(found, available, {rule: outcome(found, available, rule, case, floor) for rule in AllocationRule})


def outcome(
    found: Shortage, available: Decimal, rule: AllocationRule, case: Decimal | None = None, floor: Fraction = FLOOR
) -> Outcome:
    """One rule. Raises ValueError as `allocate` does."""
    allocation = allocate(found.claims, available, rule, case, floor)
    given = np.array([float(portion.allocated) for portion in allocation.portions])
    day = np.datetime64(found.as_of, "D")
    dry = run_out(found.on_hand + given, found.path, day, found.coming)
    return Outcome(allocation, dry, _side(allocation, dry, True), _side(allocation, dry, False))


def _side(allocation: Allocation, dry: Days, key: bool) -> Side:
    at = [i for i, portion in enumerate(allocation.portions) if portion.claim.key == key]
    mine = [allocation.portions[i] for i in at]
    known = [dry[i] for i in at if not np.isnat(dry[i])]
    risks = [portion.at_risk for portion in mine]
    return Side(
        customers=len(mine),
        need=sum((portion.claim.need or Decimal(0) for portion in mine), Decimal(0)),
        allocated=sum((portion.allocated for portion in mine), Decimal(0)),
        short=sum(map(allocation.short, mine)),
        at_risk=None if None in risks else round(sum((risk for risk in risks if risk is not None), Decimal(0)), 2),
        first_out=min(known).astype(date) if known else None,
    )
