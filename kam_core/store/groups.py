"""Which customers are one group, as people decided it: every decision stays, the later counts, each can be undone.

A decision says of some customers which group they belong to ('' = none), or that a suggestion is wrong. A customer is
in at most one group. A principal meets its own decisions and the house's. Whoever saves says how many decisions he has
seen; when there are more by then, he is told who made them, and nothing is saved.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, select
from sqlalchemy.exc import IntegrityError

from kam_core.errors import BadInput, ChangedMeanwhile
from kam_core.store import group_lists
from kam_core.store.decision_tables import add
from kam_core.store.decision_tables import group_decisions as table
from kam_core.store.grouping import Grouping
from kam_core.store.listing import clean_name
from kam_core.store.principal import may
from kam_core.store.store import Store, moment


class What(StrEnum):
    """What kind of decision it was."""

    CONFIRM = "confirm"  # a suggestion is right
    REJECT = "reject"  # these customers are not one
    EDIT = "edit"  # other members, or another name
    DISSOLVE = "dissolve"  # no group any more
    UPLOAD = "upload"  # a list from a file
    UNDO = "undo"


@dataclass(frozen=True)
class Decision:
    """of: customer -> group, '' = none. apart: customers that are not one, for REJECT. undone: the id taken back."""

    what: What
    of: Mapping[str, str] = field(default_factory=dict)
    apart: tuple[str, ...] = ()
    undone: int = 0
    who: str = ""
    id: int = 0
    owner: str = ""
    moment: str = ""  # ISO 8601, UTC

    @property
    def about(self) -> tuple[str, ...]:
        """The groups it names; of a rejection, or where no group is left, the customers."""
        return tuple(dict.fromkeys(filter(None, self.of.values()))) or self.apart or tuple(self.of)


@dataclass(frozen=True, eq=False)
class Decided:
    """What counts now. revision: how many decisions there are, to be handed back when saving."""

    of: Mapping[str, str]  # customer -> group
    apart: tuple[frozenset[str], ...]  # what was rejected
    revision: int
    history: tuple[Decision, ...]  # all of them, in order
    undoable: Decision | None  # the latest of one's own that still counts

    @property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """Group -> its members, both in order."""
        found: dict[str, list[str]] = {}
        for customer, group in sorted(self.of.items(), key=lambda pair: (pair[1], pair[0])):
            found.setdefault(group, []).append(customer)
        return {group: tuple(members) for group, members in found.items()}

    def rejected(self, members: Collection[str]) -> bool:
        """Whether these customers together were said not to be one."""
        return any(set(members) <= apart for apart in self.apart)


def decided(store: Store, dataset_id: str, *, principal: str) -> Decided:
    """What counts for this principal. Raises UnknownDataset."""
    store.versions(dataset_id, principal=principal)
    with store.catalog.reading() as connection:
        return _fold(_rows(connection, dataset_id, principal), principal)


def decide(store: Store, dataset_id: str, decision: Decision, *, seen: int, principal: str) -> Decided:
    """Add a decision; `seen` is the revision it was taken on. What counts then.

    Raises UnknownDataset, BadInput for a group without a name, and ChangedMeanwhile when others were faster.
    """
    store.versions(dataset_id, principal=principal)
    if any(group and not group.strip() for group in decision.of.values()):
        raise BadInput("groups_no_name")
    of = {customer: clean_name(group) if group else "" for customer, group in decision.of.items() if customer}
    if not (of or decision.apart or decision.undone):
        raise BadInput("groups_empty")
    content = {"of": of, "apart": list(decision.apart), "undone": decision.undone}
    try:
        with store.catalog.writing() as connection:
            _insert(connection, dataset_id, decision, content, seen, principal)
    except IntegrityError as error:  # at the very same moment
        raise _changed(decided(store, dataset_id, principal=principal), seen) from error
    return decided(store, dataset_id, principal=principal)


def undo(store: Store, dataset_id: str, *, seen: int, principal: str, who: str = "") -> Decided:
    """Take back the latest of one's own decisions that counts. Raises as `decide`, BadInput where there is none."""
    last = decided(store, dataset_id, principal=principal).undoable
    if last is None:
        raise BadInput("groups_nothing_to_undo")
    return decide(store, dataset_id, Decision(What.UNDO, undone=last.id, who=who), seen=seen, principal=principal)


def freeze(store: Store, dataset_id: str, *, principal: str) -> Grouping:
    """What counts now as a list with an address that keeps its meaning. Raises UnknownDataset."""
    of = decided(store, dataset_id, principal=principal).of
    return group_lists.keep(store.catalog, dataset_id, principal, of, moment())


def _insert(
    connection: Connection, dataset_id: str, decision: Decision, content: dict[str, Any], seen: int, principal: str
) -> None:
    now = _fold(_rows(connection, dataset_id, principal), principal)
    if now.revision != seen:
        raise _changed(now, seen)
    keys = {"dataset": dataset_id, "owner": principal}
    add(connection, table, keys, content, moment(), what=decision.what.value, who=decision.who)


def _changed(now: Decided, seen: int) -> ChangedMeanwhile:
    last = now.history[-1]
    news = tuple(dict.fromkeys(name for one in now.history[seen:] for name in one.about)) or ("–",)
    return ChangedMeanwhile(
        "groups_changed", who=last.who or last.owner, moment=last.moment[:16].replace("T", " "), names=news
    )


def _rows(connection: Connection, dataset_id: str, principal: str) -> list[Row[Any]]:
    found = connection.execute(select(table).where(table.c.dataset == dataset_id).order_by(table.c.id)).all()
    return [row for row in found if may(principal, row.owner)]


def _fold(rows: list[Row[Any]], principal: str) -> Decided:
    history = tuple(_decision(row) for row in rows)
    undone = {one.undone for one in history if one.what is What.UNDO}
    counting = [one for one in history if one.id not in undone and one.what is not What.UNDO]
    of: dict[str, str] = {}
    apart: list[frozenset[str]] = []
    for one in counting:
        of |= one.of
        joined = {customer for customer, group in one.of.items() if group}
        apart = [those for those in apart if not joined >= those]  # put together after all
        if one.what is What.REJECT:
            apart.append(frozenset(one.apart))
    standing = {customer: group for customer, group in of.items() if group}
    mine = [one for one in counting if one.owner == principal]
    return Decided(standing, tuple(apart), len(history), history, mine[-1] if mine else None)


def _decision(row: Row[Any]) -> Decision:
    said = json.loads(row.content)
    return Decision(
        What(row.what), said["of"], tuple(said["apart"]), said["undone"], row.who, row.id, row.owner, row.moment
    )
