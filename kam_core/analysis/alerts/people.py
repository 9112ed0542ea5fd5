"""Alerts of the relation: who slipped below the cut, who has gone quiet, where nobody is known at a level.

Money: of who slipped, what it brought less than in the period before; of who is silent, its year up to the last order;
of a level, the account's last twelve complete months.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kam_core.analysis.alerts.alert import Alert, Target
from kam_core.analysis.alerts.settings import AlertSettings, Kind
from kam_core.analysis.coverage.grid import Grid
from kam_core.analysis.coverage.settings import LEVELS, State
from kam_core.analysis.exact import decimal
from kam_core.analysis.finding import Finding
from kam_core.analysis.movement.buffer import buffer
from kam_core.analysis.movement.comparisons import Compared
from kam_core.analysis.movement.matrix import Movement
from kam_core.analysis.movement.silence import Silence


def slipped(
    moved: Movement, compared: Compared, owners: dict[str, str], as_of: date, asked: AlertSettings
) -> Iterator[Alert]:
    """One alert a key account of the period before that is below the line now by more than the margin."""
    held = {one.customer for one in buffer(moved, Fraction(asked.margin, 100)).held}
    asks = {"before": str(compared.before), "after": str(compared.after), "margin": str(asked.margin), "list": "left"}
    if compared.known:
        asks["known"] = str(compared.known)
    for at in moved.left.tolist():
        customer, name = str(moved.customers[at]), str(moved.names[at])
        if customer in held:
            continue
        was, now = decimal(int(moved.was[at])), decimal(int(moved.now[at]))
        yield Alert(
            kind=Kind.SLIPPED,
            customer=customer,
            name=name,
            item="",
            item_name="",
            period=str(compared.after),
            money=max(was - now, decimal(0)),
            due=None,
            owner=owners.get(customer, "") or _person(moved, at),
            what=Finding("alert_slipped", {"was": was, "now": now}),
            view=Target("movement", asks),
            as_of=as_of,
        )


def silent(quiet: Silence, keys: Collection[str], owners: dict[str, str]) -> Iterator[Alert]:
    """One alert a customer of these that is silent; due the day on which its silence became unusual."""
    wanted = set(keys)
    for at in range(quiet.n):
        customer, name = str(quiet.customers[at]), str(quiet.names[at])
        if customer not in wanted:
            continue
        usual, longest = int(quiet.usual[at]), int(quiet.longest[at])
        last: date = quiet.last[at].astype("datetime64[D]").item()
        facts: dict[str, Any] = {"days": int(quiet.days[at]), "usual": usual, "last": last}
        yield Alert(
            kind=Kind.SILENT,
            customer=customer,
            name=name,
            item="",
            item_name="",
            period=last.isoformat(),
            money=decimal(int(quiet.value[at])),
            due=last + timedelta(int(max(longest, usual * quiet.habit.times, quiet.habit.least))),
            owner=owners.get(customer, "") or str(quiet.managers[at]),
            what=Finding("alert_silent", facts),
            view=Target("account", {"account": customer}),
            as_of=quiet.as_of,
        )


def nobody(
    found: Grid, names: Mapping[str, str], money: Mapping[str, Decimal], owners: Mapping[str, str], as_of: date
) -> Iterator[Alert]:
    """One alert an account of the grid and level at which nobody is known, though its contacts are."""
    for level in LEVELS:
        for customer in found.customers[found.at(State.NOBODY, level)].tolist():
            name, owner = names[customer], owners.get(customer, "")
            yield Alert(
                kind=Kind.NOBODY,
                customer=customer,
                name=name,
                item=level.value,
                item_name="",
                period="",
                money=money.get(customer, Decimal(0)),
                due=None,
                owner=owner,
                what=Finding("alert_nobody", {"level": Finding(f"level_nobody_{level.value}")}),
                view=Target("coverage", {"owner": owner} if owner else {}),
                as_of=as_of,
            )


def _person(moved: Movement, at: int) -> str:
    """Who looked after a customer that is in the period before alone."""
    place = int(moved.rank_before[at])
    ranking = moved.before.ranking
    return str(ranking.managers[place] or ranking.salespeople[place])
