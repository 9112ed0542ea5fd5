"""What kinds of document stand in a file: returns that no minus shows, and money that came in, which is no sale."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from kam_core.engine import Engine
from kam_core.errors import Notice
from kam_core.ingest.understanding import headers, meanings
from kam_core.ingest.understanding.casting import Casting
from kam_core.ingest.understanding.evidence import Evidence, Row, number
from kam_core.ingest.words import fold, words
from kam_core.schema import Role

_KINDS = 12  # different values: a kind of document has a handful
_PREFIX = re.compile(r"[A-Za-z]{0,4}|[一-鿿]{1,4}")
_RETURNED = {"c", "cn", "cm", "cr", "crn", "r", "rt", "rtn", "ret", "rma", "sr", "th", "xt", "xsth", "tk", "退", "红"}


def cast_by_values(casting: Casting, evidence: Sequence[Evidence], rows: Sequence[Row]) -> None:
    """Takes a column for the document type that holds sales beside returns or payments, whatever it is called."""
    if Role.DOCUMENT_TYPE in casting.roles or Role.STATUS in casting.roles:
        return
    taken = casting.taken - set(casting.roles.get(Role.ORDER, ()))
    for position, seen in enumerate(evidence, 1):
        few = 2 <= seen.distinct <= _KINDS and not seen.numbers and not seen.dates
        if not few or position in taken:
            continue
        values = {fold(row[position - 1] or "") for row in rows} - {""}
        if values & (words("returns", "types") | words("payments")) and values & words("returns", "sales"):
            if casting.roles.get(Role.ORDER) == (position,):
                del casting.roles[Role.ORDER]
            casting.give(Role.DOCUMENT_TYPE, (position,), 0.6)
            return


def payments(places: Sequence[meanings.Place], column: str, engine: Engine) -> tuple[tuple[str, ...], list[Notice]]:
    """The types that are money received or balances, and what to say of leaving them out; none where most lines are."""
    found = meanings.among(places, words("payments"), engine)
    if not found or meanings.share_of(places, found, engine) > 0.8:
        return (), []
    listed = ", ".join(f"{value} ({rows:,})" for value, rows in found.items())
    return tuple(found), [Notice("payments_left_out", {"column": column, "listed": listed})]


def unsigned_returns(
    names: Sequence[str], evidence: Sequence[Evidence], rows: Sequence[Row], roles: dict[Role, tuple[int, ...]]
) -> Iterator[Notice]:
    """Lines that are called returns or balances, by a text of theirs, a mark or their document's number, and yet count
    as sales; and columns of returned money that nobody takes off."""
    measure = roles.get(Role.AMOUNT) or roles.get(Role.QUANTITY) or ()
    for position, name in enumerate(names, 1):
        if headers.is_returned_money(name) and any(number(row[position - 1] or "") for row in rows):
            yield Notice("returns_beside", {"column": name})
    if len(measure) != 1:
        return
    positive = [row for row in rows if (number(row[measure[0] - 1] or "") or 0) > 0]
    known = {p for role, places in roles.items() if role is not Role.ORDER for p in places}
    known -= {p for p in known if headers.is_return_mark(names[p - 1])}
    if set(roles.get(Role.DOCUMENT_TYPE, ())) & known:
        return
    orders = {p for p in roles.get(Role.ORDER, ()) if len(roles[Role.ORDER]) == 1}
    for position in range(1, len(names) + 1):
        seen = evidence[position - 1]
        if position in known or seen.empty or (seen.numbers > 0.9 and position not in orders):
            continue
        cells = [row[position - 1] or "" for row in positive]
        if headers.is_return_mark(names[position - 1]):
            found = [cell for cell in cells if fold(cell) in words("gifts", "yes")]
        else:
            found = _of_documents(cells) if position in orders else [cell for cell in cells if _says_return(cell)]
        if found and len(found) <= 0.4 * len(cells):
            facts = {"column": names[position - 1] or str(position), "sample": found[0], "rows": len(found)}
            yield Notice("perhaps_returns", facts)
            return


def _says_return(cell: str) -> bool:
    said = fold(cell)
    return said in words("payments") or (len(said) <= 60 and any(part in said for part in words("returns", "parts")))


def _of_documents(numbers: Sequence[str]) -> list[str]:
    """Of document numbers, those whose letters in front mean a return where the others have none or different ones."""
    prefixes = [(m[0].lower() if (m := _PREFIX.match(n)) else "") for n in numbers]
    usual = Counter(prefixes).most_common(1)[0][0] if prefixes else ""
    return [n for n, p in zip(numbers, prefixes) if p != usual and p in _RETURNED]
