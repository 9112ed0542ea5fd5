"""The key accounts before their season: who runs dry, who comes first, what nobody knows. A sentence and a table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from kam_core.analysis.exact import Texts
from kam_core.analysis.finding import Finding
from kam_core.analysis.pareto import Pareto
from kam_core.analysis.supply.accounts import Accounts, by_account
from kam_core.analysis.supply.outlook import Outlook
from kam_core.analysis.supply.pre_season import PreSeason, pre_season
from kam_core.analysis.supply.settings import Source
from kam_core.analysis.supply.status import Status
from kam_core.facts import OnDay


@dataclass(frozen=True, eq=False)
class SupplyFinding:
    """The key accounts of a cut, the most urgent first; those without a report, by name, come last of what is open."""

    outlook: Outlook
    accounts: Accounts
    key_accounts: int  # of the cut; more than the accounts where one has no line in the outlook's scope

    @cached_property
    def short(self) -> Accounts:
        """Those that run dry of something before a peak in reach is over, the first to order for first."""
        dry = self.accounts.take(self.accounts.short > 0)
        return dry.take(np.argsort(self.outlook.days_left[dry.dry_series], kind="stable"))

    @cached_property
    def unreported(self) -> Accounts:
        """Those of whose stock nothing is known."""
        return self.accounts.take(self.accounts.reported == 0)

    @property
    def reported(self) -> int:
        """Key accounts whose stock is known, at least of one product."""
        return int((self.accounts.reported > 0).sum())

    @property
    def unit(self) -> str:
        """The unit of all short accounts, '' where they differ."""
        units = set(self.short.unit.tolist())
        return units.pop() if len(units) == 1 else ""

    @property
    def gap(self) -> Decimal | None:
        """What is missing in all, in that unit; None where there is no one unit, or nothing is short."""
        known = self.short.gap[~np.isnan(self.short.gap)]
        return Decimal(round(float(known.sum()))) if self.unit and len(known) else None

    @property
    def gap_money(self) -> Decimal | None:
        """The same in money at average prices; None where nothing is short, or no price is known."""
        known = self.short.gap_money[~np.isnan(self.short.gap_money)]
        return Decimal(round(float(known.sum()))) if len(known) else None

    @cached_property
    def progress(self) -> PreSeason:
        """Pre-season buying of the key accounts: what is said where stock is not reported."""
        return pre_season(self.outlook, self.accounts.customers.tolist())

    @cached_property
    def source(self) -> str:
        """What demand is made of: the Source of most series of these accounts, or 'mixed'."""
        keys = set(self.accounts.customers.tolist())
        mine = np.fromiter((customer in keys for customer in self.outlook.customers), np.bool_, self.outlook.n)
        found = set(self.outlook.sources[mine].tolist())
        return str(found.pop()) if len(found) == 1 else "mixed" if found else Source.SELL_IN.value

    @property
    def made_of(self) -> Finding:
        """What demand is made of, and at how many of these accounts something agreed takes the forecast's place."""
        source = Finding(f"source_{self.source}")
        with_it = set(self.outlook.customers[self.outlook.agreed].tolist()) & set(self.accounts.customers.tolist())
        return Finding("source_agreed", {"source": source, "accounts": len(with_it)}) if with_it else source

    @property
    def first(self) -> int | None:
        """Row in the outlook of the product to order first: of those that run short, the earliest order date."""
        return int(self.short.dry_series[0]) if self.short.n else None

    @cached_property
    def finding(self) -> Finding:
        """The sentence that matters most."""
        facts: dict[str, Any] = {"key_accounts": self.key_accounts, "source": self.made_of}
        if not self.accounts.n:
            return Finding("supply_nobody", facts)
        if self.reported == 0:
            return self._without_stock(facts)
        facts |= {"reported": self.reported, "unreported": self.unreported.n, "open": self._open()}
        at = self.first
        if at is None:
            return self._between_seasons(facts)
        outlook, left = self.outlook, int(self.outlook.days_left[at])
        facts |= {
            "short": self.short.n,
            "name": str(outlook.customer_names[at]),
            "product": str(outlook.product_names[at]),
            "run_out": self._on(outlook.run_out[at]),
            "order_by": self._on(outlook.order_by[at]),
            "gap": self._gap(),
        }
        if left < 0:
            return Finding("supply_late", facts | {"late": -left})
        return Finding("supply_short", facts | {"left": left})

    @property
    def answer(self) -> Finding:
        """The sentence without who has not reported and what demand is made of, which stand in small print."""
        finding = self.finding
        unsaid = {name: Finding("supply_all_reported") for name in ("open", "source") if name in finding.facts}
        return replace(finding, facts=finding.facts | unsaid)

    def _between_seasons(self, facts: dict[str, Any]) -> Finding:
        """Nobody runs dry in a peak that is near; who has to order all the same?"""
        due = self.accounts.take(np.isin(self.accounts.status, (Status.LATE, Status.NOW)))
        if not due.n:
            return Finding("supply_enough", facts)
        left = int(due.days_left[0])
        facts |= {
            "urgent": due.n,
            "name": str(due.names[0]),
            "product": str(due.product_names[0]),
            "run_out": self._on(due.run_out[0]),
            "order_by": self._on(due.order_by[0]),
        }
        if left < 0:
            return Finding("supply_between_late", facts | {"late": -left})
        return Finding("supply_between_due", facts | {"left": left})

    def _open(self) -> Finding:
        missing = self.unreported.n
        return Finding("supply_all_reported") if not missing else Finding("supply_unreported", {"unreported": missing})

    def _gap(self) -> Finding:
        money, units = self.gap_money, self.gap
        if units is not None and money is not None:
            return Finding("supply_gap", {"gap": units, "unit": self.unit, "money": money})
        if units is not None:
            return Finding("supply_gap_units", {"gap": units, "unit": self.unit})
        return Finding("supply_gap_money", {"money": money}) if money is not None else Finding("supply_gap_unknown")

    def _without_stock(self, facts: dict[str, Any]) -> Finding:
        said = self.progress
        facts |= {"begin": Finding("supply_none_reported" if self.outlook.has_stock else "supply_no_stock")}
        known = ~np.isnan(said.share)
        if known.any():
            behind, last = int(said.behind.sum()), int(np.nanargmin(said.share))
            share = Fraction(float(said.share[last])).limit_denominator(10_000)
            facts |= {"told": int(known.sum()), "behind": behind, "name": str(said.names[last]), "share": share}
            return Finding("supply_progress" if behind else "supply_on_time", facts)
        coming = said.begins[said.told & ~np.isnat(said.begins)]
        if len(coming):
            return Finding("supply_before_season", facts | {"begins": self._on(coming.min())})
        return Finding("supply_no_history", facts)

    def _on(self, day: np.datetime64) -> OnDay | None:
        found: date | None = day.astype("datetime64[D]").item()
        return None if found is None else OnDay(found, self.outlook.as_of)


def for_key_accounts(outlook: Outlook, pareto: Pareto) -> SupplyFinding:
    """The outlook of the key accounts of a cut: a selection, nothing is computed anew."""
    keys: Texts = pareto.key_customers
    accounts = by_account(outlook, keys.tolist())
    return SupplyFinding(outlook, accounts.take(accounts.by_urgency), pareto.key_accounts)
