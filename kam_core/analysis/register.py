"""The register of key accounts beside what the cut says today: who is in both, who only in one, and the money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kam_core.analysis.exact import decimal
from kam_core.analysis.filters import DIMENSIONS
from kam_core.analysis.finding import Finding
from kam_core.analysis.pareto import Pareto
from kam_core.store.grouping import Grouping
from kam_core.store.register import Basis, Entry, Register

BOTH, REGISTER, CUT = "both", "register", "cut"


@dataclass(frozen=True)
class Row:
    """A customer of the register or of today's cut. rank and now: today's, 0 where it has no sales in scope."""

    customer: str
    name: str
    place: str  # both | register | cut
    rank: int
    now: Decimal
    then: Decimal | None  # when the register was decided; None where it is not in it
    pinned: bool
    reason: str
    who: str


@dataclass(frozen=True)
class Comparison:
    """rows: those in one of the two alone first, then by today's rank, without sales last. alike: both were drawn on
    the same measure and filters, so that the money of then and now means the same."""

    register: Register
    rows: tuple[Row, ...]
    alike: bool

    def only(self, place: str) -> tuple[Row, ...]:
        """The rows of one place."""
        return tuple(row for row in self.rows if row.place == place)

    def money(self, place: str) -> Decimal:
        """What the customers of a place bring today."""
        return sum((row.now for row in self.only(place)), Decimal(0))

    @property
    def finding(self) -> Finding:
        """The sentence: how the register and the cut differ."""
        joined, dropped = self.only(CUT), self.only(REGISTER)
        facts = {"number": self.register.number, "accounts": len(self.register.entries)}
        more = {"only_cut": len(joined), "cut_money": self.money(CUT)} if joined else {}
        fewer = {"only_register": len(dropped), "register_money": self.money(REGISTER)} if dropped else {}
        code = "differs" if more and fewer else "more" if more else "fewer" if fewer else "same"
        return Finding(f"register_{code}", facts | more | fewer)


def drawn(pareto: Pareto, *, day: date, who: str, note: str, version: int) -> Register:
    """The present cut as a register, with the reasons of the pinned and the excluded."""
    ranking, scope = pareto.ranking, pareto.ranking.scope
    picked = {pick.customer: pick for pick in (*pareto.added, *pareto.removed)}

    def entry(at: int) -> Entry:
        customer = str(ranking.customers[at])
        pick = picked.get(customer)
        value = decimal(int(ranking.values[at]))
        said = (pick.pinned, pick.reason, pick.who) if pick else (False, "", "")
        return Entry(customer, str(ranking.names[at]), at + 1, value, *said)

    filters = tuple((name, tuple(getattr(scope, name))) for name in DIMENSIONS if getattr(scope, name))
    basis = Basis(
        version, pareto.cut.rule.value, pareto.cut.value, scope.measure.value, scope.first, scope.last, filters,
        scope.groups,
    )  # fmt: skip
    return Register(
        day=day,
        who=who,
        note=note,
        basis=basis,
        total=pareto.total,
        entries=tuple(entry(at) for at in range(pareto.n) if pareto.key[at]),
        excluded=tuple(entry(ranking.position[pick.customer]) for pick in pareto.removed),
    )


def compare(register: Register, pareto: Pareto, grouping: Grouping | None = None) -> Comparison:
    """The register beside the present cut. grouping: how customers are merged today; a member the register names stands
    under its group's key."""
    ranking = pareto.ranking
    entries: dict[str, Entry] = {}
    for said in register.entries:
        key = grouping.merged(said.customer) if grouping else said.customer
        before = entries.get(key)
        entries[key] = said if before is None else _added(before, said)
    key_now = set(pareto.key_customers.tolist())
    rows = []
    for customer in entries.keys() | key_now:
        at, entry = ranking.position.get(customer, -1), entries.get(customer)
        place = BOTH if entry and customer in key_now else REGISTER if entry else CUT
        pick = pareto.marks.get(at)
        rows.append(
            Row(
                customer=customer,
                name=str(ranking.names[at]) if at >= 0 else entry.name if entry else customer,
                place=place,
                rank=at + 1,
                now=decimal(int(ranking.values[at])) if at >= 0 else Decimal(0),
                then=entry.value if entry else None,
                pinned=entry.pinned if entry else bool(pick and pick.pinned),
                reason=(entry.reason if entry else "") or (pick.reason if pick else ""),
                who=(entry.who if entry else "") or (pick.who if pick else ""),
            )
        )
    rows.sort(key=lambda row: (row.place == BOTH, row.rank == 0, row.rank, row.customer))
    today = drawn(pareto, day=register.day, who="", note="", version=0).basis
    alike = (today.measure, today.filters) == (register.basis.measure, register.basis.filters)
    return Comparison(register, tuple(rows), alike)


@dataclass(frozen=True)
class Handed:
    """A customer that should change hands. manager: '' where nobody looks after it."""

    customer: str
    name: str
    rank: int
    value: Decimal
    manager: str
    salesperson: str


@dataclass(frozen=True)
class Handover:
    """Key accounts without an account manager, and customers below the line that have one, each the largest first.

    known: whether any account manager is named at all; without one there is nothing to hand over from.
    """

    without: tuple[Handed, ...]
    small: tuple[Handed, ...]
    known: bool

    @property
    def finding(self) -> Finding:
        """The sentence: how many on either side, with the money of the key accounts nobody looks after."""
        if not self.known:
            return Finding("handover_unknown", {})
        if not self.without:
            return Finding("handover_small", {"small": len(self.small)})
        money = sum((one.value for one in self.without), Decimal(0))
        return Finding("handover", {"without": len(self.without), "money": money, "small": len(self.small)})


def handover(pareto: Pareto, managers: Mapping[str, str] | None = None) -> Handover:
    """Who should change hands under the present cut. managers: customer -> account manager by the firm's own list; who
    is not in it has the one of its latest sales line."""
    ranking, own = pareto.ranking, managers or {}
    of = [own.get(str(key)) or str(said) for key, said in zip(ranking.customers, ranking.managers)]

    def handed(at: int) -> Handed:
        return Handed(
            str(ranking.customers[at]), str(ranking.names[at]), at + 1, decimal(int(ranking.values[at])), of[at],
            str(ranking.salespeople[at]),
        )  # fmt: skip

    without = tuple(handed(at) for at in range(pareto.n) if pareto.key[at] and not of[at])
    small = tuple(handed(at) for at in range(pareto.n) if not pareto.key[at] and of[at])
    return Handover(without, small, any(of))


def _added(one: Entry, other: Entry) -> Entry:
    """Two members of one group as the register has them."""
    first = min(one, other, key=lambda entry: (entry.rank == 0, entry.rank))
    pinned = one.pinned and other.pinned
    return Entry(
        first.customer, first.name, first.rank, one.value + other.value, pinned, one.reason or other.reason,
        one.who or other.who,
    )  # fmt: skip
