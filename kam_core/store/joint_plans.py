"""The plan made together with an account: the quantities agreed for each product and month. Every version is kept.

A principal meets its own plans and the house's; the latest of them counts. Whoever saves one says how many he has seen;
when there are more by then, he is told who changed what, and nothing is saved. To undo is to save an earlier one again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from kam_core.errors import BadInput, ChangedMeanwhile
from kam_core.plain import from_plain, to_plain
from kam_core.store.decision_tables import add
from kam_core.store.decision_tables import joint_plans as table
from kam_core.store.principal import may
from kam_core.store.store import Store, moment

LARGEST = Decimal(10) ** 14
NAMED = 5  # changes that are named to who comes too late
_ONE = Decimal("0.0001")


@dataclass(frozen=True)
class Agreed:
    """One product and month, in the unit of its sales."""

    product: str
    month: str  # "YYYY-MM"
    quantity: Decimal


@dataclass(frozen=True)
class Plan:
    """What was agreed, by product, then month; what is not in it keeps the forecast."""

    customer: str
    agreed: tuple[Agreed, ...]
    note: str = ""
    who: str = ""
    by_sheet: bool = False  # it came back as a sheet
    id: int = 0  # 0: not kept yet
    number: int = 0  # 1 for the first of those a principal meets; given when it is read
    owner: str = ""
    moment: str = ""  # ISO 8601, UTC


@dataclass(frozen=True)
class Change:
    """One quantity that differs between two plans; None: not agreed."""

    product: str
    month: str
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True)
class _Content:
    agreed: tuple[Agreed, ...]
    note: str
    by_sheet: bool


def plans(store: Store, dataset_id: str, customer: str, *, principal: str) -> tuple[Plan, ...]:
    """Every plan of an account, the latest last. Raises UnknownDataset."""
    store.versions(dataset_id, principal=principal)
    with store.catalog.reading() as connection:
        return _all(connection, dataset_id, customer, principal)


def keep(store: Store, dataset_id: str, plan: Plan, *, seen: int, principal: str) -> Plan:
    """Make this the account's plan. seen: how many plans of the account whoever saves it knows of.

    Raises UnknownDataset, BadInput for a quantity that cannot be or one said twice, and ChangedMeanwhile.
    """
    store.versions(dataset_id, principal=principal)
    content = _Content(_sound(plan.agreed), " ".join(plan.note.split())[:1000], plan.by_sheet)
    try:
        with store.catalog.writing() as connection:
            there = _all(connection, dataset_id, plan.customer, principal)
            if len(there) != seen:
                raise _changed(there, seen)
            keys = {"dataset": dataset_id, "customer": plan.customer, "owner": principal}
            add(connection, table, keys, to_plain(content), moment(), who=" ".join(plan.who.split())[:80])
    except IntegrityError as error:  # at the very same moment
        raise _changed(plans(store, dataset_id, plan.customer, principal=principal), seen) from error
    return plans(store, dataset_id, plan.customer, principal=principal)[-1]


def changes(before: Plan | None, after: Plan) -> tuple[Change, ...]:
    """What `after` says otherwise, by product, then month."""
    was = {(one.product, one.month): one.quantity for one in before.agreed} if before else {}
    now = {(one.product, one.month): one.quantity for one in after.agreed}
    return tuple(
        Change(*key, was.get(key), now.get(key))
        for key in sorted(was.keys() | now.keys())
        if was.get(key) != now.get(key)
    )


def _all(connection: Connection, dataset_id: str, customer: str, principal: str) -> tuple[Plan, ...]:
    asked = select(table).where(table.c.dataset == dataset_id, table.c.customer == customer).order_by(table.c.id)
    seen = [row for row in connection.execute(asked).all() if may(principal, row.owner)]
    found = []
    for number, row in enumerate(seen, start=1):
        content = from_plain(_Content, json.loads(row.content))
        found.append(
            Plan(
                row.customer,
                content.agreed,
                content.note,
                row.who,
                content.by_sheet,
                row.id,
                number,
                row.owner,
                row.moment,
            )
        )
    return tuple(found)


def _sound(agreed: Iterable[Agreed]) -> tuple[Agreed, ...]:
    found: dict[tuple[str, str], Agreed] = {}
    for one in agreed:
        value, key = one.quantity, (one.product, one.month)
        if not value.is_finite() or not 0 <= value < LARGEST or value != value.quantize(_ONE):
            raise BadInput("plan_no_quantity", value=str(value), product=one.product, month=one.month)
        if key in found:
            raise BadInput("plan_said_twice", product=one.product, month=one.month)
        found[key] = one
    return tuple(found[key] for key in sorted(found))


def _changed(there: Sequence[Plan], seen: int) -> ChangedMeanwhile:
    last = there[-1]
    before = there[seen - 1] if 0 < seen <= len(there) else None
    said = [f"{one.product} {one.month}: {_number(one.before)} → {_number(one.after)}" for one in changes(before, last)]
    listed = tuple(said[:NAMED]) + (("…",) if len(said) > NAMED else ())
    return ChangedMeanwhile(
        "plan_changed", who=last.who or "?", moment=last.moment[:16].replace("T", " "), changes=listed or ("–",)
    )


def _number(value: Decimal | None) -> str:
    return "–" if value is None else f"{value.normalize():,f}"
