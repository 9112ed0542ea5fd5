"""How lines hang together: values that stand only on a document's first line, and titles above a group of lines."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from itertools import pairwise

from kam_core.ingest.understanding.evidence import Row, kind
from kam_core.ingest.words import fold, words
from kam_core.schema import Role

#: Roles that a document's first line may say for the lines below it. Money and volume are never filled down.
FILLED = (
    Role.DATE, Role.CUSTOMER, Role.CUSTOMER_NAME, Role.ORDER, Role.ORGANISATION, Role.DEPARTMENT, Role.REGION,
    Role.CHANNEL, Role.CUSTOMER_TYPE, Role.CUSTOMER_GROUP, Role.SALESPERSON, Role.MANAGER, Role.DOCUMENT_TYPE,
    Role.STATUS, Role.CURRENCY,
)  # fmt: skip
_LINE = (Role.PRODUCT, Role.PRODUCT_NAME, Role.QUANTITY, Role.UNIT_PRICE, Role.AMOUNT)
_KEYS = (Role.ORDER, Role.DATE, Role.CUSTOMER, Role.CUSTOMER_NAME)


def is_total(row: Row) -> bool:
    """A row that says 合计, 小计, Grand Total … in its first cells."""
    said = [cell for cell in row if cell is not None][:3]
    return any(_says_total(cell) for cell in said)


@functools.lru_cache(maxsize=50_000)
def _says_total(cell: str) -> bool:
    said = fold(cell)
    bare = said.replace(" ", "").rstrip(":")
    named, ends, begins = _total_words()
    return bare in named or bare.endswith(ends) or said.startswith(begins)


@functools.cache
def _total_words() -> tuple[frozenset[str], tuple[str, ...], tuple[str, ...]]:
    named = frozenset(word.replace(" ", "") for word in words("total", "grand", "part"))
    begins = tuple(f"{word} " for word in words("total", "prefix"))
    return named, tuple(word.replace(" ", "") for word in words("total", "suffix")), begins


def sale_lines(rows: Sequence[Row]) -> list[Row]:
    """The rows that look like lines of a sale: no blank ones, totals, titles or footers."""
    least = 2 if rows and len(rows[0]) > 2 else 1
    return [row for row in rows if sum(cell is not None for cell in row) >= least and not is_total(row)]


def filled_down(rows: Sequence[Row], roles: dict[Role, tuple[int, ...]]) -> tuple[int, ...]:
    """Positions to be filled down, judged by neighbouring rows: () where every line says everything itself.

    A blank must be common, follow a line that says it, and stand beside a product or an amount; and either the blanks
    of two columns coincide, or what is said is said once a group (a merged cell), never again and again.
    """
    lines = [row for row in rows if _any(row, roles, _LINE) and not is_total(row)]
    if len(lines) < 4:
        return ()
    blank: dict[int, list[bool]] = {}
    for role in FILLED:
        for position in roles.get(role, ()):
            blanks = [row[position - 1] is None for row in lines]
            if not blanks[0] and sum(blanks) >= max(2, 0.1 * len(lines)):
                blank[position] = blanks
    keys = [p for role in _KEYS for p in roles.get(role, ()) if p in blank]
    if not keys:
        return ()
    lead = blank[keys[0]]
    partners = [p for p in blank if p != keys[0] and _coincide(lead, blank[p])]
    if not any(p in keys for p in partners) and not _said_once(lines, keys[0] - 1):
        return ()
    if not partners and _order_stands_on_blank_lines(lines, roles, lead, keys[0]):
        return ()
    outer = [p for p in blank if p not in {keys[0], *partners} and _holds(lines, p - 1, blank[p], lead)]
    return tuple(sorted({keys[0], *partners, *outer}))


def _any(row: Row, roles: dict[Role, tuple[int, ...]], wanted: Iterable[Role]) -> bool:
    return any(row[p - 1] is not None for role in wanted for p in roles.get(role, ()))


def _coincide(a: Sequence[bool], b: Sequence[bool]) -> bool:
    both, either = sum(x and y for x, y in zip(a, b)), sum(x or y for x, y in zip(a, b))
    return both >= 0.9 * either


def _holds(lines: Sequence[Row], column: int, blanks: Sequence[bool], lead: Sequence[bool]) -> bool:
    """A group around the documents (a customer over its orders): said once, and only where a document begins."""
    return all(blank or not below for blank, below in zip(blanks, lead)) and _said_once(lines, column)


def _said_once(lines: Sequence[Row], column: int) -> bool:
    said = [row[column] for row in lines if row[column] is not None]
    again = sum(a == b for a, b in pairwise(said))
    return len(said) >= 2 and len(set(said)) >= 0.9 * len(said) and again == 0


def _order_stands_on_blank_lines(
    lines: Sequence[Row], roles: dict[Role, tuple[int, ...]], blanks: Sequence[bool], key: int
) -> bool:
    """Lines without a customer that carry their own new document number are without a customer, not below one."""
    order = next((p for p in roles.get(Role.ORDER, ()) if p != key), 0)
    if not order:
        return False
    new = [a[order - 1] != b[order - 1] for (a, b), empty in zip(pairwise(lines), blanks[1:]) if empty]
    return bool(new) and sum(new) > 0.1 * len(new)


def group_titles(rows: Sequence[Row], roles: dict[Role, tuple[int, ...]]) -> bool:
    """Whether the customer stands on a line of its own above its lines: at least two such lines, with lines between."""
    customer = roles.get(Role.CUSTOMER, ())
    if any(row[p - 1] is not None and _any(row, roles, _LINE) for row in rows for p in customer):
        return False
    titles = [i for i, row in enumerate(rows) if is_group_title(row) and not is_total(row)]
    under = [i for i, row in enumerate(rows) if sum(cell is not None for cell in row) >= 3]
    apart = sum(any(a < i < b for i in under) for a, b in pairwise([*titles, len(rows)]))
    return len(titles) >= 2 and apart >= 2


def is_group_title(row: Row) -> bool:
    """One text cell alone on its line, or a label and a name: `客户：华东经销商`, `Customer: | ACME`."""
    said = [cell for cell in row if cell is not None]
    if not said or len(said) > 3 or len(row) < 3:
        return False
    label = fold(said[0]).partition(":")[0].strip()
    if label in words("title"):
        return ":" in fold(said[0]) or len(said) == 2
    if len(said) > 1 or fold(said[0]).startswith(tuple(words("footer"))):
        return False
    return kind(said[0]) == "text"
