"""Statements made twice: of rows that speak of the same thing the later one holds, and it is said which gave way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from kam_core.errors import Notice
from kam_core.ingest.side.body import Flags
from kam_core.ingest.side.tables import SideTable

EXAMPLES = 3


@dataclass(frozen=True)
class Twice:
    """For each row: whether a later row holds instead; and whether a later one says the very same."""

    gives_way: Flags
    same: Flags


def find(rows: pa.Table, kinds: Any, table: SideTable) -> Twice:
    """rows: in the order of the files; kinds: which of the table's kinds each is."""
    gives_way, same = np.zeros(rows.num_rows, bool), np.zeros(rows.num_rows, bool)
    says = table.of_type("number", "date")
    for number, kind in enumerate(table.kinds):
        at = np.flatnonzero(kinds == number)
        if not kind.key or not len(at):
            continue
        part = rows.take(pa.array(at))
        gives_way[at] = _again_below(tuples(part, kind.key))
        same[at] = gives_way[at] & _again_below(tuples(part, dict.fromkeys((*kind.key, *says))))
    return Twice(gives_way, same)


def tuples(rows: pa.Table, columns: Iterable[str]) -> list[tuple[Any, ...]]:
    """The rows of some columns as plain values."""
    return list(zip(*(rows[name].to_pylist() for name in columns)))


def _again_below(values: Sequence[tuple[Any, ...]]) -> Flags:
    """For each value, whether it stands further down once more."""
    seen: set[tuple[Any, ...]] = set()
    found = np.zeros(len(values), bool)
    for n in range(len(values) - 1, -1, -1):
        found[n] = values[n] in seen
        seen.add(values[n])
    return found


def notices(rows: pa.Table, twice: Twice) -> list[Notice]:
    """How many gave way, with examples."""
    said = []
    differing = np.flatnonzero(twice.gives_way & ~twice.same)
    if len(differing):
        shown = rows.take(pa.array(differing[:EXAMPLES])).to_pylist()
        said.append(Notice("stated_twice", {"rows": len(differing), "examples": tuple(example(r) for r in shown)}))
    if count := int(twice.same.sum()):
        said.append(Notice("repeated_rows", {"rows": count}))
    return said


def example(row: dict[str, Any]) -> str:
    """What a row speaks of in a few words: C001 · P101 · 2025-12-20."""
    parts = [row.get(name) for name in ("customer", "product", "region", "date", "closed_from")]
    return " · ".join(str(part) for part in parts if part)
