"""Which column is the money: by its header, held against quantity x price; without headers, by arithmetic alone."""

from __future__ import annotations

from collections.abc import Sequence

from kam_core.ingest.understanding import headers
from kam_core.ingest.understanding.casting import ENOUGH, Candidate, Casting
from kam_core.ingest.understanding.evidence import Evidence, Row, product_agrees
from kam_core.ingest.understanding.money import gross_beside
from kam_core.schema import Role


def cast_amount(
    casting: Casting,
    fitting: dict[Role, list[Candidate]],
    names: Sequence[str],
    evidence: Sequence[Evidence],
    rows: Sequence[Row],
) -> None:
    """By the header, held against quantity x price; where no header says money, by quantity x price alone."""
    free = [c for c in fitting.get(Role.AMOUNT, []) if c.position not in casting.taken]
    factors = [casting.roles.get(role, (0,))[0] - 1 for role in (Role.QUANTITY, Role.UNIT_PRICE)]
    agrees = {
        position: product_agrees(rows, factors[0], factors[1], position - 1) if min(factors) >= 0 else 0.0
        for position in range(1, len(names) + 1)
        if evidence[position - 1].numbers > 0.5 and position - 1 not in factors
    }
    if min(factors) >= 0:
        free = [c for c in free if not _document_total(rows, c.position - 1, factors, agrees.get(c.position, 0))]
    if free:
        chosen = free[0]
        discounted = product_agrees(rows, factors[0], factors[1], chosen.position - 1, at_most=True) > 0.8
        if not headers.tax_of(names[chosen.position - 1]) and not discounted:  # a document's total on each of its lines
            chosen = next((c for c in free if agrees.get(c.position, 0) > 0.95), chosen)
        position = chosen.position
        local = any(word in names[position - 1] for word in ("本位币", "本币"))  # worth more than tax in a foreign one
        if headers.tax_of(names[position - 1]) != "incl" and not local:
            gross = gross_beside(names, evidence, rows, position)
            position = gross if gross and gross not in casting.taken else position
        keys = {headers.key(names[c.position - 1]): c.position for c in free}
        mine = headers.key(names[position - 1])
        rivals = [
            keys[other]
            for pair in headers.asks()
            for other in pair
            if mine in pair and other != mine and other in keys and keys[other] != position
        ]
        casting.give(Role.AMOUNT, (position,), round(chosen.match.score, 2), list(dict.fromkeys(rivals)))
        return
    proven = [
        p
        for p, share in agrees.items()
        if share > 0.95 and p not in casting.taken and not headers.is_other(names[p - 1])
    ]
    if proven:
        casting.give(Role.AMOUNT, (proven[0],), 0.8)


def _document_total(rows: Sequence[Row], amount: int, factors: Sequence[int], agrees: float) -> bool:
    """Money that stands only on a document's first line, while every line has its own quantity and price."""
    priced = [row for row in rows if all(row[factor] is not None for factor in factors)]
    empty = sum(row[amount] is None for row in priced)
    return agrees < 0.5 and len(priced) >= ENOUGH and empty > 0.1 * len(priced)


def product_of_two(
    evidence: Sequence[Evidence], rows: Sequence[Row], free: Sequence[int]
) -> tuple[int, int, int] | None:
    """Without a header: positions (quantity, unit price, amount) of three number columns, one the product."""
    numeric = [p for p in free if evidence[p - 1].numbers > 0.9 and evidence[p - 1].distinct > 2][:12]
    for amount in reversed(numeric):
        for a in numeric:
            for b in numeric:
                if a < b and amount not in (a, b) and product_agrees(rows[:200], a - 1, b - 1, amount - 1) > 0.9:
                    price_first = evidence[a - 1].whole < evidence[b - 1].whole
                    return (b, a, amount) if price_first else (a, b, amount)
    return None
