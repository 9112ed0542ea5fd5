"""The register of key accounts: the list as decided on a day, by whom, with its reasons. Every version is kept.

A principal meets its own registers and the house's; the latest of them counts. Whoever approves one says how many he
has seen; when there are more by then, he is told who was faster, and nothing is saved.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from kam_core.errors import BadInput, ChangedMeanwhile
from kam_core.plain import from_plain, to_plain
from kam_core.store.decision_tables import add
from kam_core.store.decision_tables import registers as table
from kam_core.store.principal import may
from kam_core.store.store import Store, moment


@dataclass(frozen=True)
class Entry:
    """A customer of the list. rank: its place when it was decided, 0 where it had no sales then."""

    customer: str
    name: str
    rank: int
    value: Decimal
    pinned: bool = False  # in by decree, not by the line
    reason: str = ""
    who: str = ""


@dataclass(frozen=True)
class Basis:
    """What the list was drawn on: the cut and the scope, as a link spells them. filters: name and values."""

    version: int  # of the dataset
    rule: str
    cut: Decimal
    measure: str
    first: str | None
    last: str | None
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    groups: str = ""  # the address of merged customers


@dataclass(frozen=True)
class Register:
    """entries: in rank order, the pinned among them. excluded: above the line, and taken out by decree."""

    day: date  # it was decided on
    who: str
    note: str
    basis: Basis
    total: Decimal  # of all customers in scope
    entries: tuple[Entry, ...]
    excluded: tuple[Entry, ...] = ()
    number: int = 0  # 1 for the first of those a principal meets; given when it is read
    owner: str = ""
    moment: str = ""  # ISO 8601, UTC

    @property
    def value(self) -> Decimal:
        """What its customers brought when it was decided."""
        return sum((entry.value for entry in self.entries), Decimal(0))


def registers(store: Store, dataset_id: str, *, principal: str) -> tuple[Register, ...]:
    """Every register there is, the latest last. Raises UnknownDataset."""
    store.versions(dataset_id, principal=principal)
    with store.catalog.reading() as connection:
        return _all(connection, dataset_id, principal)


def approve(store: Store, dataset_id: str, register: Register, *, seen: int, principal: str) -> Register:
    """Make this list the register. seen: how many registers whoever approves it knows of.

    Raises UnknownDataset, BadInput for a list without customers or without a name of who decided, and ChangedMeanwhile.
    """
    store.versions(dataset_id, principal=principal)
    if not register.entries:
        raise BadInput("register_empty")
    if not register.who.strip():
        raise BadInput("register_nobody")
    kept = replace(register, number=0, owner="", moment="", who=register.who.strip(), note=register.note.strip())
    try:
        with store.catalog.writing() as connection:
            there = _all(connection, dataset_id, principal)
            if len(there) != seen:
                raise _changed(there)
            add(connection, table, {"dataset": dataset_id, "owner": principal}, to_plain(kept), moment())
    except IntegrityError as error:  # at the very same moment
        raise _changed(registers(store, dataset_id, principal=principal)) from error
    return registers(store, dataset_id, principal=principal)[-1]


def restore(store: Store, dataset_id: str, number: int, *, day: date, who: str, seen: int, principal: str) -> Register:
    """Approve an earlier register again, as the latest: nothing is lost by it. Raises as `approve`, and BadInput where
    there is no register of that number."""
    there = {one.number: one for one in registers(store, dataset_id, principal=principal)}
    if number not in there:
        raise BadInput("register_empty")
    return approve(store, dataset_id, replace(there[number], day=day, who=who), seen=seen, principal=principal)


def _all(connection: Connection, dataset_id: str, principal: str) -> tuple[Register, ...]:
    rows = connection.execute(select(table).where(table.c.dataset == dataset_id).order_by(table.c.id)).all()
    seen = [row for row in rows if may(principal, row.owner)]
    return tuple(
        replace(from_plain(Register, json.loads(row.content)), number=number, owner=row.owner, moment=row.moment)
        for number, row in enumerate(seen, start=1)
    )


def _changed(there: tuple[Register, ...]) -> ChangedMeanwhile:
    last = there[-1]
    return ChangedMeanwhile(
        "register_changed", who=last.who, moment=last.moment[:16].replace("T", " "), accounts=len(last.entries)
    )
