"""Statements made twice: of rows that speak of the same thing the later one holds, and it is said which gave way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kam_core.errors import Notice
from kam_core.ingest.side.body import Flags
from kam_core.ingest.side.tables import SideTable

EXAMPLES = 3
Numbers = npt.NDArray[np.int64]


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
        gives_way[at] = _again_below(groups(part, kind.key))
        same[at] = gives_way[at] & _again_below(groups(part, dict.fromkeys((*kind.key, *says))))
    return Twice(gives_way, same)


def groups(rows: pa.Table, columns: Iterable[str]) -> Numbers:
    """A number for each row, the same for rows that are equal in these columns (blank equals blank)."""
    found: Numbers = np.zeros(rows.num_rows, np.int64)
    for name in columns:
        coded = pc.dictionary_encode(pa.concat_arrays(rows[name].chunks), null_encoding="encode")
        found = found * len(coded.dictionary) + coded.indices.to_numpy()
        found = np.unique(found, return_inverse=True)[1]
    return found


def _again_below(numbers: Numbers) -> Flags:
    """For each row, whether its number stands further down once more."""
    place = np.arange(len(numbers))
    last = np.zeros(int(numbers.max()) + 1, np.int64)
    last[numbers] = place  # of several the last one stays
    found: Flags = last[numbers] != place
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
