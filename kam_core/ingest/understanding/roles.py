"""Which column plays which role: by its header's words first, held against what its values can be."""

from __future__ import annotations

from collections.abc import Sequence

from kam_core.ingest.understanding import headers
from kam_core.ingest.understanding.amounts import cast_amount
from kam_core.ingest.understanding.casting import ENOUGH, Candidate, Casting
from kam_core.ingest.understanding.document_types import cast_by_values
from kam_core.ingest.understanding.evidence import Evidence, Row, one_name_each
from kam_core.schema import Role

MEASURES = (Role.QUANTITY, Role.UNIT_PRICE, Role.DISCOUNT, Role.AMOUNT, Role.PROFIT, Role.COST)
_MANY_WORDS = {"customers", "clients", "users", "members", "buyers", "kunden", "clientes", "clienti"}
_SETTLED = {Role.DATE, Role.CUSTOMER, Role.CUSTOMER_NAME, Role.AMOUNT}


def cast(
    names: Sequence[str],
    evidence: Sequence[Evidence],
    rows: Sequence[Row],
    given: dict[Role, tuple[int, ...]] | None = None,
) -> Casting:
    """The roles of all columns. `given` is kept as it is and nothing else is cast on those columns."""
    casting = Casting(dict(given or {}), dict.fromkeys(given or {}, 1.0))
    fitting: dict[Role, list[Candidate]] = {}
    for position, (name, seen) in enumerate(zip(names, evidence), 1):
        for role, match in headers.match(name).items():
            if _fits(role, seen) and position not in casting.taken and not _counts(name, role, seen):
                fitting.setdefault(role, []).append(Candidate(position, match))
    for candidates in fitting.values():
        candidates.sort(key=lambda c: (headers.TIERS.index(c.match.tier), -c.match.strength, c.match.rank, c.position))
    if Role.CUSTOMER not in casting.roles:
        _cast_customer(casting, fitting, names, evidence, rows)
    if Role.DATE not in casting.roles:
        _cast_date(casting, fitting, names, evidence)
    for role in (Role.QUANTITY, Role.UNIT_PRICE, Role.DISCOUNT):
        _cast_simple(casting, role, fitting)
    if Role.AMOUNT not in casting.roles:
        cast_amount(casting, fitting, names, evidence, rows)
    if Role.AMOUNT not in casting.roles and {Role.QUANTITY, Role.UNIT_PRICE} <= casting.roles.keys():
        _cast_any_discount(casting, names, evidence)
    for role in Role:
        if role not in _SETTLED:
            _cast_simple(casting, role, fitting)
    cast_by_values(casting, evidence, rows)
    return casting


def _fits(role: Role, seen: Evidence) -> bool:
    """Whether a column's values can play the role its header names."""
    if seen.empty:
        return False
    if role in MEASURES:
        return seen.numbers >= 0.5 and not (role is Role.DISCOUNT and seen.share < 0.5)
    if role is Role.DATE:
        return seen.dates >= 0.5
    if role is Role.CUSTOMER_NAME:
        return seen.shown_dates < 0.5 and not (seen.numbers > 0.9 and seen.whole < 0.9)
    if role in (Role.UNIT, Role.CURRENCY, Role.CHANNEL):
        return seen.shown_dates < 0.5 and seen.numbers < 0.9
    return seen.shown_dates < 0.5


def _counts(name: str, role: Role, seen: Evidence) -> bool:
    """Customers: 555, 625, 821 … tells how many came that day, not who."""
    return role is Role.CUSTOMER_NAME and headers.key(name) in _MANY_WORDS and seen.numbers > 0.9


def _cast_simple(casting: Casting, role: Role, fitting: dict[Role, list[Candidate]]) -> None:
    """The best free column, unless its header says another role better."""
    if role in casting.roles:
        return
    for candidate in fitting.get(role, ()):
        if candidate.position not in casting.taken and not _better_elsewhere(candidate, role, fitting):
            casting.give(role, (candidate.position,), round(candidate.match.score, 2))
            return


def _cast_any_discount(casting: Casting, names: Sequence[str], evidence: Sequence[Evidence]) -> None:
    """Where money is quantity x price, what is taken off must not be passed by: as 8 for 8 percent, or as money."""
    for position, (name, seen) in enumerate(zip(names, evidence), 1):
        called = Role.DISCOUNT in headers.match(name) or headers.is_money_off(name)
        if Role.DISCOUNT not in casting.roles and called and seen.numbers >= 0.5 and position not in casting.taken:
            casting.give(Role.DISCOUNT, (position,), 0.8)


def _better_elsewhere(candidate: Candidate, role: Role, fitting: dict[Role, list[Candidate]]) -> bool:
    return any(
        other.position == candidate.position and other.match.score > candidate.match.score
        for also, candidates in fitting.items()
        if also is not role and also not in _SETTLED
        for other in candidates
    )


def _cast_customer(
    casting: Casting,
    fitting: dict[Role, list[Candidate]],
    header: Sequence[str],
    evidence: Sequence[Evidence],
    rows: Sequence[Row],
) -> None:
    """Id before name, customers before dealers before persons, and a store only where there is nobody else."""
    ids, named = fitting.get(Role.CUSTOMER, []), fitting.get(Role.CUSTOMER_NAME, [])
    varied = [c for c in (*ids, *named) if c.match.tier == "sure" or evidence[c.position - 1].distinct > 1]
    if varied and len(rows) >= ENOUGH:  # one value all through is the firm's own account, not who bought
        ids, named = [c for c in ids if c in varied], [c for c in named if c in varied]
    for tier in headers.TIERS:
        codes = [c for c in ids if c.match.tier == tier]
        names = [c for c in named if c.match.tier == tier and c.position not in {d.position for d in codes}]
        if not codes and len(names) > 1 and tier in ("sure", "good"):  # 客户 beside 客户名称: the code is the id
            coded = [c for c in names if evidence[c.position - 1].codes > 0.8 or evidence[c.position - 1].numbers > 0.8]
            codes, names = coded[:1], [c for c in names if c not in coded[:1]]
        if tier == "weak":
            names = _persons(names, header, evidence)
        if not codes and not names:
            continue
        chosen = (codes or names)[0]
        same = [c for c in (codes or names)[1:] if not _one_to_one(rows, chosen.position, c.position)]
        casting.give(Role.CUSTOMER, (chosen.position,), round(chosen.match.score, 2), [c.position for c in same])
        further = [c for c in named if c not in names and c.position != chosen.position and c.match.tier == "good"]
        depends = [c for c in further if one_name_each(rows, chosen.position - 1, c.position - 1) > 0.95]
        for name in (names if codes else []) or (depends if codes else []):
            if Role.CUSTOMER_NAME not in casting.roles and name.position not in casting.taken:
                casting.give(Role.CUSTOMER_NAME, (name.position,), round(name.match.score, 2))
        return


def _persons(names: list[Candidate], header: Sequence[str], evidence: Sequence[Evidence]) -> list[Candidate]:
    """Of the columns that name persons, those that hardly any line leaves empty first; a Name of #1001 is no person."""
    people = [
        c for c in names if evidence[c.position - 1].codes <= 0.8 or headers.key(header[c.position - 1]) != "name"
    ] or names
    most = max((evidence[c.position - 1].filled for c in people), default=0)
    return sorted(people, key=lambda c: evidence[c.position - 1].filled < 0.9 * most)


def _one_to_one(rows: Sequence[Row], a: int, b: int) -> bool:
    return min(one_name_each(rows, a - 1, b - 1), one_name_each(rows, b - 1, a - 1)) > 0.9


def _cast_date(
    casting: Casting, fitting: dict[Role, list[Candidate]], names: Sequence[str], evidence: Sequence[Evidence]
) -> None:
    """By the header; else a year and a month side by side; else a column that holds nothing but dates."""
    free = [c for c in fitting.get(Role.DATE, []) if c.position not in casting.taken]
    if free and free[0].match.tier != "weak":
        casting.give(Role.DATE, (free[0].position,), round(free[0].match.score, 2))
        return
    parts = [_part(names, evidence, part, casting.taken) for part in ("year", "month", "day")]
    if parts[0] and parts[1]:
        casting.give(Role.DATE, tuple(p for p in parts if p), 0.9)
        return
    if free:
        casting.give(Role.DATE, (free[0].position,), round(free[0].match.score, 2))
        return
    dated = [
        position
        for position, (name, seen) in enumerate(zip(names, evidence), 1)
        if seen.shown_dates > 0.9 and not headers.is_other(name) and position not in casting.taken
    ]
    if dated:
        casting.give(Role.DATE, (dated[0],), 0.6, dated[1:])


def _part(names: Sequence[str], evidence: Sequence[Evidence], part: str, taken: set[int]) -> int:
    for position, (name, seen) in enumerate(zip(names, evidence), 1):
        sound = {"year": seen.years, "month": seen.months, "day": seen.whole}[part]
        if headers.is_part_of_date(name, part) and sound > 0.9 and position not in taken:
            return position
    return 0
