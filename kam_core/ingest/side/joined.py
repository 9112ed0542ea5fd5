"""Two columns that make one: First Name and Last Name are the contact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kam_core.ingest.recipe import Source
from kam_core.ingest.side.remade import Record, remade
from kam_core.ingest.side.tables import SideTable
from kam_core.ingest.understanding import headers
from kam_core.ingest.understanding.evidence import Sample
from kam_core.ingest.understanding.header import Header


def join_columns(
    source: Source, header: Header, seen: Sample, table: SideTable
) -> tuple[Source, Header, Sample, tuple[int, ...]]:
    """The same with a column behind for each pair that stands there; its header is `First Name + Last Name`."""
    places = {headers.key(name): p for p, name in enumerate(header.names, 1) if name}
    made: list[int] = []
    for column in table.columns.values():
        if places.keys() & column.words.keys():
            continue
        for first, second, between in column.joined:
            if first not in places or second not in places:
                continue
            pair, width = (places[first], places[second]), source.width
            names = (*header.names, *[""] * (width - len(header.names)))
            head = " + ".join(names[p - 1] for p in pair)
            source = remade(source, (head,), _with(pair, between, width), f"joined-{width}")
            rows = tuple((*row, _join(row[pair[0] - 1], row[pair[1] - 1], between)) for row in seen.rows)
            header, seen, made = replace(header, names=(*names, head)), replace(seen, rows=rows), [*made, width + 1]
            break
    return source, header, seen, tuple(made)


def _with(pair: tuple[int, int], between: str, width: int) -> Callable[[Record], list[Record]]:
    def each(row: Record) -> list[Record]:
        alone = sum(bool(row[f"c{p}"]) for p in range(1, width + 1)) < 2  # a note below the table is nobody's name
        both = None if alone else _join(row[f"c{pair[0]}"], row[f"c{pair[1]}"], between)
        return [row | {f"c{width + 1}": both}]

    return each


def _join(first: str | None, second: str | None, between: str) -> str | None:
    return between.join(part.strip() for part in (first, second) if part and part.strip()) or None
