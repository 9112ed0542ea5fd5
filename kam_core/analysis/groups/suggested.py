"""Customers that may be one, from their names and from what the files say: each suggestion with its reason in facts.

A suggestion is never applied by itself. Names are compared by their core (names.py): the same core, or one that differs
by a letter, or a branch that begins with another's core. Names are met in blocks, so that the time grows with their
number and not with its square; rapidfuzz says how alike two of a block are.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from rapidfuzz import fuzz

from kam_core.analysis.exact import decimal, ten_thousandths
from kam_core.analysis.filters import first_day
from kam_core.analysis.finding import Finding
from kam_core.analysis.groups.cores import joined
from kam_core.analysis.groups.names import NameParts, is_common, is_short, take_apart
from kam_core.analysis.months import default_scope
from kam_core.analysis.scope import Scope
from kam_core.store.dataset import Dataset

CROWD = 12  # a core that more customers share is nobody's own, unless they are branches
ALIKE = 80.0  # of 100: core and trade say the same
MANY = 3_000  # customers in a list from which two short cores meet by chance
FEW = 5  # customers up to which even a common core is worth a look


class Likelihood(StrEnum):
    """How sure it is; given is certain, for the firm's own files say so."""

    GIVEN = "given"
    STRONG = "strong"
    LIKELY = "likely"
    POSSIBLE = "possible"


@dataclass(frozen=True)
class Member:
    customer: str
    name: str
    region: str
    value: Decimal  # of the period looked at


@dataclass(frozen=True)
class Suggestion:
    """Customers that may be one: the largest first. id: of its members, so that it stays the same from day to day."""

    id: str
    name: str  # what the group may be called
    likelihood: Likelihood
    reason: Finding
    members: tuple[Member, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(member.customer for member in self.members)

    @property
    def value(self) -> Decimal:
        """What they bring together."""
        return sum((member.value for member in self.members), Decimal(0))


def suggestions(dataset: Dataset, scope: Scope | None = None) -> tuple[Suggestion, ...]:
    """Every suggestion, the surest first, then the most money. scope: whose measure and period the money is of, the
    usual one where None; its filters are not looked at, for a controller is one in every region. Raises Busy."""
    scope, apart = scope or default_scope(dataset), dataset.apart
    measure, first, last = scope.measure.value, first_day(scope.first), first_day(scope.last)
    table = apart.ask("group_candidates", measure=measure, first=first, last=last)
    columns = (table[name].to_pylist() for name in ("customer", "name", "region"))
    rows = zip(*columns, ten_thousandths(table["value"]).tolist())
    known = {customer: Member(customer, name, region, decimal(value)) for customer, name, region, value in rows}
    given = {customer: group for customer, group in given_groups(apart).items() if customer in known}
    return ranked([*_given(known, given), *by_name(known.values(), given)])


def given_groups(dataset: Dataset) -> dict[str, str]:
    """Customer -> the group its own list names, else the sales lines."""
    asked = ["given_groups"] if "customers" in dataset.views else []
    found: dict[str, str] = {}
    for question in ("given_groups_of_lines", *asked):
        table = dataset.ask(question)
        found |= {c: " ".join(g.split()) for c, g in zip(*(table[name].to_pylist() for name in table.column_names))}
    return found


def ranked(found: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """The surest first, then the most money."""
    order = list(Likelihood)
    return tuple(sorted(found, key=lambda one: (order.index(one.likelihood), -one.value, one.id)))


def by_name(customers: Iterable[Member], given: Mapping[str, str] | None = None) -> list[Suggestion]:
    """What the names alone suggest. given: customer -> a group that is known: not suggested once more."""
    parts = {one: take_apart(one.name) for one in customers}
    blocks: dict[str, list[Member]] = defaultdict(list)
    folded: dict[str, list[Member]] = defaultdict(list)
    for one, name in parts.items():
        if name.core:
            blocks[name.core].append(one)
        elif name.place and name.folded != name.place + name.trade:  # a whole registered name, not 上海批发
            folded[name.folded].append(one)
    found = [_same_name(members) for members in folded.values() if 1 < len(members) <= CROWD]
    of_cores = {core: [parts[one] for one in members] for core, members in blocks.items()}
    for core, (reason, others) in joined(of_cores).items():
        members = [one for other in (core, *others) for one in blocks[other]]
        suggestion = _of_block(core, reason, others, _no_crowd(members, parts), parts, len(parts) > MANY)
        if suggestion:
            found.append(suggestion)
    of = given or {}
    return [one for one in found if not _told(one, of)]


def _told(one: Suggestion, given: Mapping[str, str]) -> bool:
    groups = {given.get(customer, "") for customer in one.keys}
    return len(groups) == 1 and groups != {""}


def _no_crowd(members: list[Member], parts: Mapping[Member, NameParts]) -> list[Member]:
    """All of them, unless many firms share the core: then those of one chain, or nobody."""
    if len(members) <= CROWD:
        return members
    branches = [one for one in members if parts[one].branch]
    if len(branches) * 2 < len(members):
        return []
    trades = {parts[one].trade for one in branches}
    return [one for one in members if parts[one].trade in trades] if len(trades) <= 3 else []


def _of_block(
    core: str,
    reason: str,
    others: tuple[str, ...],
    members: list[Member],
    parts: Mapping[Member, NameParts],
    many: bool,
) -> Suggestion | None:
    if len(members) < 2:
        return None
    members = _largest_first(members)
    first = parts[members[0]]
    alike = min(fuzz.token_set_ratio(first.plain, parts[one].plain) if reason == "branch_of" else
                fuzz.ratio(first.plain, parts[one].plain) for one in members[1:])  # fmt: skip
    names = {parts[one].folded for one in members}
    common = is_common(core)
    if common and len(members) > FEW:
        return None
    parted = any(parts[one].branch or parts[one].sited for one in members)
    short = is_short(core)
    sure = (not short) + (alike >= ALIKE) + parted + 2 * (len(names) == 1)
    sure -= (reason == "like_core") + common + (many and short and alike < ALIKE)
    level = Likelihood.STRONG if sure >= 2 else Likelihood.LIKELY if sure == 1 else Likelihood.POSSIBLE
    return _made(core, "same_name" if len(names) == 1 else reason, others, members, level)


def _made(core: str, reason: str, others: tuple[str, ...], members: list[Member], likelihood: Likelihood) -> Suggestion:
    shown = _as_written(core, members)
    facts = {"core": shown, "n": len(members)}
    if others:
        facts |= {"others": ", ".join(_as_written(other, members) for other in others[:3])}
    finding = Finding(f"group_{reason}", facts)
    return Suggestion(_id(members), shown, likelihood, finding, tuple(members))


def _same_name(members: list[Member]) -> Suggestion:
    members = _largest_first(members)
    finding = Finding("group_same_name", {"core": members[0].name, "n": len(members)})
    return Suggestion(_id(members), members[0].name, Likelihood.LIKELY, finding, tuple(members))


def _given(known: Mapping[str, Member], given: Mapping[str, str]) -> list[Suggestion]:
    groups: dict[str, list[Member]] = defaultdict(list)
    for customer, group in given.items():
        groups[group].append(known[customer])
    return [
        Suggestion(_id(members), group, Likelihood.GIVEN, Finding("group_given", {"core": group, "n": len(members)}),
                   tuple(_largest_first(members)))
        for group, members in groups.items()
        if len(members) > 1
    ]  # fmt: skip


def _as_written(core: str, members: list[Member]) -> str:
    """The core as a name has it: Hongda, not hongda."""
    for one in members:
        at = one.name.casefold().find(core)
        if at >= 0:
            return one.name[at : at + len(core)]
    return core.title()


def _largest_first(members: list[Member]) -> list[Member]:
    return sorted(members, key=lambda one: (-one.value, one.customer))


def _id(members: Iterable[Member]) -> str:
    text = "\n".join(sorted(one.customer for one in members))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
