"""Alerts that are one piece of work: of one kind, at one account, for one person. The first of them speaks for all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kam_core.analysis.alerts.alert import Alert, Target, named
from kam_core.analysis.alerts.settings import Kind
from kam_core.analysis.finding import Finding

ADDED = (Kind.RUN_OUT, Kind.ORDER_BY)  # their money is of one product each; of all other kinds it is the account's
LAST = date.max


@dataclass(frozen=True)
class Task:
    """alerts: at least one, the earliest due day first, then the largest money."""

    alerts: tuple[Alert, ...]

    @property
    def kind(self) -> Kind:
        return self.alerts[0].kind

    @property
    def customer(self) -> str:
        return self.alerts[0].customer

    @property
    def name(self) -> str:
        return self.alerts[0].name

    @property
    def owner(self) -> str:
        return self.alerts[0].owner

    @property
    def due(self) -> date | None:
        """The earliest."""
        return self.alerts[0].due

    @property
    def waiting(self) -> int:
        """Days past it."""
        return self.alerts[0].waiting

    @property
    def money(self) -> Decimal | None:
        """At stake in all of them; None where no price is known of any."""
        known = [one.money for one in self.alerts if one.money is not None]
        if not known:
            return None
        return sum(known, Decimal(0)) if self.kind in ADDED else max(known)

    @property
    def view(self) -> Target:
        """Where it is seen: of several products the account as a whole."""
        view = self.alerts[0].view
        one = len(self.alerts) == 1
        return view if one else Target(view.page, {key: value for key, value in view.query.items() if key != "item"})

    @property
    def what(self) -> Finding:
        """The sentence, without the account's name."""
        first, n = self.alerts[0].what, len(self.alerts)
        if n == 1:
            return first
        if self.kind is Kind.NOBODY:
            levels = tuple(one.what.facts["level"] for one in self.alerts)
            return Finding(first.code, first.facts | {"level": levels})
        return Finding(f"{first.code}_several", first.facts | {"n": n})

    @property
    def finding(self) -> Finding:
        """The sentence."""
        return named(self.name, self.what)


def tasks(alerts: Iterable[Alert]) -> tuple[Task, ...]:
    """The largest money first, ties by kind, account and owner; what no price is known of comes last."""
    together: dict[tuple[Kind, str, str], list[Alert]] = {}
    for one in alerts:
        together.setdefault((one.kind, one.customer, one.owner), []).append(one)
    found = [Task(tuple(sorted(each, key=_urgency))) for each in together.values()]
    return tuple(sorted(found, key=_place))


def _urgency(one: Alert) -> tuple[date, Decimal]:
    return one.due or LAST, -(one.money or Decimal(0))


def _place(one: Task) -> tuple[bool, Decimal, int, str, str]:
    order = tuple(Kind).index(one.kind)
    return one.money is None, -(one.money or Decimal(0)), order, one.customer, one.owner
