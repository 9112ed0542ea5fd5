"""What of the alerts is open, put off and done, and which of those once done have come back, and why.

A done alert stays away however often it is drawn again. It comes back when what it is about has become worse since it
was marked: its money by more than `worse_money` percent, its due day by `worse_due` days or more, or its wait past that
day by `worse_wait` days or more. One put off comes back on its day, or earlier for the same reasons.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kam_core.analysis.alerts.alert import Alert
from kam_core.analysis.alerts.drawn import Alerts
from kam_core.analysis.alerts.settings import AlertSettings
from kam_core.store.alert_marks import Deed, Mark, What


class Back(StrEnum):
    """Why a marked alert is open again."""

    MONEY = "money"
    DUE = "due"
    WAITED = "waited"
    DAY = "day"  # it was put off until a day that has come


@dataclass(frozen=True, eq=False)
class Sorted:
    """Each part in the order of all; back and deeds by the id of the alert."""

    open: Alerts
    snoozed: Alerts
    done: Alerts
    back: Mapping[str, Back]
    deeds: Mapping[str, Deed]


def sort_out(alerts: Alerts, marks: Mapping[str, tuple[Mark, Deed]], today: date) -> Sorted:
    """Which is which on a day of the calendar."""
    parts: dict[What | None, list[Alert]] = {None: [], What.SNOOZE: [], What.DONE: []}
    back: dict[str, Back] = {}
    for one in alerts.listed:
        if one.id not in marks:
            parts[None].append(one)
            continue
        mark, deed = marks[one.id]
        why = worse(one, mark, alerts.settings)
        if why is None and deed.what is What.SNOOZE and deed.until is not None and today >= deed.until:
            why = Back.DAY
        if why is not None:
            back[one.id] = why
        parts[None if why else deed.what].append(one)
    deeds = {alert: deed for alert, (_, deed) in marks.items()}
    found = {what: alerts.of(part) for what, part in parts.items()}
    return Sorted(found[None], found[What.SNOOZE], found[What.DONE], back, deeds)


def worse(one: Alert, mark: Mark, asked: AlertSettings) -> Back | None:
    """How it has become worse since it was marked; None: it has not."""
    if one.money is not None and mark.money is not None and one.money > mark.money * (100 + asked.worse_money) / 100:
        return Back.MONEY
    if one.due and mark.due and (mark.due - one.due).days >= asked.worse_due:
        return Back.DUE
    return Back.WAITED if one.waiting - mark.waiting >= asked.worse_wait else None


def marks_of(alerts: list[Alert]) -> tuple[Mark, ...]:
    """The alerts as they stand, to be kept with what is done about them."""
    return tuple(Mark(one.id, one.kind.value, one.name, one.money, one.due, one.waiting) for one in alerts)
