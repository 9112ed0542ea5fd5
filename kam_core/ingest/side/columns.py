"""Which column of a file is which column of a side table: by its own words, by the sales' words, by likeness."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Mapping, Sequence

from kam_core.errors import BadMapping
from kam_core.ingest.hints import near, position_of
from kam_core.ingest.side.across import across
from kam_core.ingest.side.tables import SideColumn, SideTable, words
from kam_core.ingest.understanding import headers
from kam_core.ingest.words import speaks_of_targets

OWN, LIKE, END, WEAK = 0, 1, 2, 3  # how sure a meaning is, the surest first
COVERED = 0.6  # of its headers a table has a column for, where it is known by its headers alone


def cast(names: Sequence[str], table: SideTable, given: Mapping[str, str], file: str) -> dict[str, int]:
    """Column -> its position (from 1). given: column -> header or position as the user wrote it; '' = it has none.

    Raises BadMapping for a column the table does not have, or a header the file does not have.
    """
    found = {column: _given(column, wanted, names, table, file) for column, wanted in given.items() if wanted}
    meanings = sorted(
        (sure, rank, position, column)
        for position, name in enumerate(names, 1)
        if name and position not in found.values()
        for column, sure, rank in meanings_of(name, table)
    )
    for _, _, position, column in meanings:
        if column not in given and column not in found and position not in found.values():
            found[column] = position
    return found


def meanings_of(header: str, table: SideTable) -> list[tuple[str, int, float]]:
    """(column, how sure, rank) for everything a header may mean; the lower the surer."""
    roles = headers.match(header)
    found = []
    for column in table.columns.values():
        ranked = _own(header, column)
        if ranked is None and column.like in roles:
            match = roles[column.like]
            ranked = LIKE, 1 - match.score + match.rank / 1000
        if ranked is None and column.type == "number":
            ranked = _by_end_or_likeness(headers.bare(header), headers.plain(header), column)
        if ranked is None and (whole := headers.bare(header)) in column.weak:
            ranked = WEAK, column.weak[whole]
        if ranked is not None:
            found.append((column.name, *ranked))
    weak = any(sure == WEAK for _, sure, _ in found)  # 数量 is like many a word, and stands for one
    return [meaning for meaning in found if not (weak and meaning[1] == END)]


def lacking(columns: Mapping[str, int], table: SideTable) -> list[tuple[str, ...]]:
    """The groups of needed columns of which there is none."""
    return [group for group in table.all_needs if not any(name in columns for name in group)]


def certainty(names: Sequence[str], table: SideTable, above: Sequence[Sequence[str]] = ()) -> tuple[int, bool]:
    """How many headers are this table's own words (0: it lacks what it needs); whether it has a column for most.

    above: the records over the header. Months side by side are targets where a title calls them so.
    """
    found = cast(names, table, {}, "")
    if "period" in table.across and "customer" in {c.removesuffix("_name") for c in found}:
        titles = [cell for row in above for cell in row if cell]
        months = across(names, titles) if speaks_of_targets(titles) else {}
        if months:
            return len(months), True
    if lacking(found, table):
        return 0, False
    own = sum(_own(names[position - 1], table.columns[column]) is not None for column, position in found.items())
    asked = [
        p for p, name in enumerate(names, 1) if name and (p in found.values() or headers.key(name) not in passing())
    ]
    return own, len(found) >= COVERED * len(asked)


@functools.cache
def passing() -> frozenset[str]:
    """Headers that say nothing for or against a table."""
    return frozenset(map(headers.key, words("passing")))


def _own(header: str, column: SideColumn) -> tuple[int, float] | None:
    for n, form in enumerate((headers.key(header), headers.bare(header))):
        if form in column.words:
            return OWN, column.words[form] + n / 2
    return None


def _by_end_or_likeness(text: str, shown: str, column: SideColumn) -> tuple[int, float] | None:
    """华东仓期末库存 ends in 期末库存; On hnad is a slip of the pen."""
    if any(word in shown for word in words("never_with")):
        return None
    if not text.isascii():
        ends = [word for word in column.words if len(word) > 1 and not word.isascii() and text.endswith(word)]
        return (END, column.words[max(ends, key=len)] - 100 * len(max(ends, key=len))) if ends else None
    close = difflib.get_close_matches(text, column.words, 1, 0.87) if len(text) >= 5 else []
    return (END, column.words[close[0]]) if close else None


def _given(column: str, wanted: str, names: Sequence[str], table: SideTable, file: str) -> int:
    if column not in table.columns:
        close = difflib.get_close_matches(column, table.columns, 3, 0.5) or list(table.columns)
        raise BadMapping("unknown_role", value=column, near=", ".join(close))
    position = position_of(wanted, names)
    if position is None:
        raise BadMapping("no_such_column", role=column, column=wanted, file=file, near=near(wanted, names))
    return position
