"""What was done about alerts: done, put off until a day, taken back; and the limits that make one. All of it stays.

A principal meets its own deeds and the house's; the later one about an alert counts, each can be undone. Whoever saves
says how many deeds he has seen: when somebody else meanwhile did something about the same alerts, or set the limits he
sets, he is told who, and nothing is saved.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from kam_core.errors import BadInput, ChangedMeanwhile
from kam_core.plain import from_plain, to_plain
from kam_core.store.decision_tables import add
from kam_core.store.decision_tables import alert_deeds as table
from kam_core.store.principal import may
from kam_core.store.store import Store, moment

LONGEST_NAME = 80
NAMED = 5  # alerts that are named to who comes too late


class What(StrEnum):
    """What kind of deed it was."""

    DONE = "done"
    SNOOZE = "snooze"
    REOPEN = "reopen"  # neither done nor put off any more
    LIMITS = "limits"
    UNDO = "undo"


@dataclass(frozen=True)
class Mark:
    """An alert as it stood when something was done about it."""

    alert: str  # its id
    kind: str
    name: str  # of the account
    money: Decimal | None = None
    due: date | None = None
    waiting: int = 0  # days past its due day


@dataclass(frozen=True)
class Deed:
    """until: the day a put-off alert comes back, for SNOOZE. limits: JSON, for LIMITS. undone: an id, for UNDO."""

    what: What
    marks: tuple[Mark, ...] = ()
    until: date | None = None
    limits: str = ""
    undone: int = 0
    who: str = ""
    id: int = 0
    owner: str = ""
    moment: str = ""  # ISO 8601, UTC


@dataclass(frozen=True, eq=False)
class Marked:
    """What counts now. revision: how many deeds there are, to be handed back when saving."""

    of: Mapping[str, tuple[Mark, Deed]]  # alert -> how it stood, and what was done: DONE or SNOOZE
    limits: Deed | None  # who set them when; None: as usual
    revision: int
    history: tuple[Deed, ...]  # all of them, in order
    undoable: Deed | None  # the latest of one's own that still counts


def marked(store: Store, dataset_id: str, *, principal: str) -> Marked:
    """What counts for this principal. Raises UnknownDataset."""
    store.versions(dataset_id, principal=principal)
    with store.catalog.reading() as connection:
        return _fold(_all(connection, dataset_id, principal), principal)


def mark(store: Store, dataset_id: str, deed: Deed, *, seen: int, principal: str) -> Marked:
    """Add a deed, done after `seen` others. What counts then.

    Raises UnknownDataset, BadInput for a deed about nothing, and ChangedMeanwhile when others were faster.
    """
    store.versions(dataset_id, principal=principal)
    if not (deed.marks or deed.limits or deed.undone) or (deed.what is What.SNOOZE and deed.until is None):
        raise BadInput("alerts_nothing_marked")
    kept = replace(deed, who=" ".join(deed.who.split())[:LONGEST_NAME], id=0, owner="", moment="")
    try:
        with store.catalog.writing() as connection:
            _insert(connection, dataset_id, kept, seen, principal)
    except IntegrityError as error:  # at the very same moment
        raise _changed(marked(store, dataset_id, principal=principal).history[-1:]) from error
    return marked(store, dataset_id, principal=principal)


def undo(store: Store, dataset_id: str, *, seen: int, principal: str, who: str = "") -> Marked:
    """Take back the latest of one's own deeds that counts. Raises as `mark`, BadInput where there is none."""
    last = marked(store, dataset_id, principal=principal).undoable
    if last is None:
        raise BadInput("alerts_nothing_to_undo")
    deed = Deed(What.UNDO, last.marks, limits=last.limits, undone=last.id, who=who)
    return mark(store, dataset_id, deed, seen=seen, principal=principal)


def _insert(connection: Connection, dataset_id: str, deed: Deed, seen: int, principal: str) -> None:
    there = _all(connection, dataset_id, principal)
    if touched := [one for one in there[seen:] if _same(one, deed)]:
        raise _changed(touched)
    add(connection, table, {"dataset": dataset_id, "owner": principal}, to_plain(deed), moment())


def _same(one: Deed, other: Deed) -> bool:
    """Whether both are about one alert, or about the limits."""
    alerts = {mark.alert for mark in one.marks} & {mark.alert for mark in other.marks}
    return bool(alerts) or bool(one.limits and other.limits)


def _changed(touched: list[Deed] | tuple[Deed, ...]) -> ChangedMeanwhile:
    last = touched[-1]
    names = tuple(dict.fromkeys(mark.name for one in touched for mark in one.marks))
    shown = names[:NAMED] + (("…",) if len(names) > NAMED else ())
    return ChangedMeanwhile(
        "alerts_changed", who=last.who or "?", moment=last.moment[:16].replace("T", " "), names=shown or ("–",)
    )


def _all(connection: Connection, dataset_id: str, principal: str) -> list[Deed]:
    asked = select(table).where(table.c.dataset == dataset_id).order_by(table.c.id)
    rows: list[Any] = [row for row in connection.execute(asked).all() if may(principal, row.owner)]
    return [
        replace(from_plain(Deed, json.loads(row.content)), id=row.id, owner=row.owner, moment=row.moment)
        for row in rows
    ]


def _fold(history: list[Deed], principal: str) -> Marked:
    undone = {one.undone for one in history if one.what is What.UNDO}
    counting = [one for one in history if one.id not in undone and one.what is not What.UNDO]
    of: dict[str, tuple[Mark, Deed]] = {}
    limits: Deed | None = None
    for one in counting:
        for each in one.marks:
            of[each.alert] = (each, one)
        limits = one if one.what is What.LIMITS else limits
    standing = {alert: said for alert, said in of.items() if said[1].what is not What.REOPEN}
    mine = [one for one in counting if one.owner == principal]
    return Marked(standing, limits, len(history), tuple(history), mine[-1] if mine else None)
