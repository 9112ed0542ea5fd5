"""The list of all alerts, the largest money first, and the sentence over it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from kam_core.analysis.alerts.alert import Alert
from kam_core.analysis.alerts.people import nobody, silent, slipped
from kam_core.analysis.alerts.promises import promises, reports_due
from kam_core.analysis.alerts.settings import AlertSettings, Kind
from kam_core.analysis.alerts.shortage import shortages
from kam_core.analysis.alerts.sources import Sources
from kam_core.analysis.alerts.tasks import Task, tasks
from kam_core.analysis.finding import Finding

URGENT = (Kind.RUN_OUT, Kind.ORDER_BY)


@dataclass(frozen=True, eq=False)
class Alerts:
    """The largest money first, ties by kind, account and item; what no price is known of comes last."""

    as_of: date
    settings: AlertSettings
    listed: tuple[Alert, ...]

    def of(self, kept: Iterable[Alert]) -> Alerts:
        """These of them alone, in the same order."""
        wanted = {one.id for one in kept}
        listed = tuple(one for one in self.listed if one.id in wanted)
        return self if len(listed) == len(self.listed) else replace(self, listed=listed)  # what is worked out stands

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """What belongs together in one line each, the largest money first."""
        return tasks(self.listed)

    @property
    def accounts(self) -> int:
        """How many different accounts."""
        return len({one.customer for one in self.listed})

    @property
    def first(self) -> Task | None:
        """The most urgent: the earliest order date, and where nothing has to be ordered the largest money."""
        dated = [one for one in self.tasks if one.kind in URGENT]
        return min(dated, key=lambda one: one.due or date.max) if dated else next(iter(self.tasks), None)

    @property
    def finding(self) -> Finding:
        """How many, at how many accounts, how many of them past their day, and the most urgent."""
        if self.first is None:
            return Finding("alerts_none", {})
        facts: dict[str, Any] = {"n": len(self.tasks), "accounts": self.accounts, "first": self.first.finding}
        late = sum(one.waiting > 0 for one in self.tasks)
        return Finding("alerts_late", facts | {"late": late}) if late else Finding("alerts", facts)


def draw_alerts(found: Sources, asked: AlertSettings) -> Alerts:
    """Every alert of these results, each once."""
    keys = found.pareto.key_customers.tolist()
    owners, money = found.owner, found.money
    listed: list[Alert] = []
    if found.outlook is not None:
        listed += shortages(found.outlook, keys, owners, asked)
    watched = set(keys)
    if found.moved is not None and found.compared is not None:
        listed += slipped(found.moved, found.compared, owners, found.as_of, asked)
        watched |= set(found.moved.before.key_customers.tolist())
    if found.quiet is not None:
        listed += silent(found.quiet, watched, owners)
    if found.levels is not None:
        names = dict(zip(keys, found.pareto.ranking.names[found.pareto.key].tolist()))
        listed += nobody(found.levels, names, money, owners, found.as_of)
    if found.promises is not None:
        listed += promises(found.promises, money, owners, found.as_of, asked)
    if found.reports is not None:
        listed += reports_due(found.reports, money, owners, asked)
    each = {one.id: one for one in listed if one.kind not in asked.off}
    return Alerts(found.as_of, asked, tuple(sorted(each.values(), key=_place)))


def _place(one: Alert) -> tuple[bool, Decimal, int, str, str, str]:
    order = tuple(Kind).index(one.kind)
    return one.money is None, -(one.money or Decimal(0)), order, one.customer, one.item, one.period
