"""The same table over many files or sheets: taken together, each aligned by header to the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kam_core.ingest.recipe import Source
from kam_core.ingest.understanding.evidence import Row
from kam_core.ingest.understanding.tables import Table
from kam_core.schema import Role


def groups(tables: Sequence[Table]) -> list[list[Table]]:
    """Tables with the same columns together, the likeliest sales tables first."""
    found: list[list[Table]] = []
    for table in tables:
        group = next((g for g in found if _alike(g[0], table)), None)
        if group is None:
            found.append([table])
        else:
            group.append(table)
    return sorted(found, key=lambda g: -max(t.score for t in g))


def _alike(a: Table, b: Table) -> bool:
    """The same headers; or all but a few, with who, when and how much under the same ones. Nameless: the same width."""
    ours, theirs = {k for k in a.keys if k}, {k for k in b.keys if k}
    if not ours or not theirs:
        return not ours and not theirs and len(a.names) == len(b.names) and a.casting.roles == b.casting.roles
    if ours == theirs:
        return True
    if len(ours & theirs) < 0.75 * len(ours | theirs):
        return False
    return all(_named(a, role) == _named(b, role) for role in (Role.CUSTOMER, Role.DATE, Role.AMOUNT, Role.QUANTITY))


def _named(table: Table, role: Role) -> tuple[str, ...]:
    return tuple(table.keys[p - 1] for p in table.casting.roles.get(role, ()))


def aligned(group: Sequence[Table]) -> tuple[tuple[str, ...], tuple[Source, ...]]:
    """The canonical headers (the first table's, then what others add) and each source with its order to them."""
    first = group[0]
    names = list(first.names)
    keys = list(_numbered(first.keys))
    for table in group[1:]:
        for name, key in zip(table.names, _numbered(table.keys)):
            if key[0] and key not in keys:
                names.append(name)
                keys.append(key)
    sources = []
    for n, table in enumerate(group):
        own = {key: position for position, key in enumerate(_numbered(table.keys), 1)}
        order = tuple(own.get(key, 0) if key[0] else _same_place(table, p) for p, key in enumerate(keys, 1))
        straight = order == tuple(range(1, table.source.width + 1))
        sources.append(replace(table.source, index=n, order=() if straight else order))
    return tuple(names), tuple(sources)


def _numbered(keys: Sequence[str]) -> list[tuple[str, int]]:
    """Headers that stand twice are told apart by their count."""
    seen: dict[str, int] = {}
    found = []
    for key in keys:
        seen[key] = seen.get(key, 0) + 1
        found.append((key, seen[key]))
    return found


def _same_place(table: Table, position: int) -> int:
    """A column without a header is matched by its place, where that table has none there either."""
    return position if position <= len(table.names) and not table.names[position - 1] else 0


def canonical(table: Table, source: Source, width: int) -> list[Row]:
    """The sampled data rows of one table in the order of the canonical columns, blank ones left out."""
    rows = [row for row in table.data.rows if any(cell is not None for cell in row)]
    if not source.order:
        return [row if len(row) == width else (*row, *(None,) * (width - len(row))) for row in rows]
    return [tuple(row[own - 1] if own else None for own in source.order) for row in rows]
