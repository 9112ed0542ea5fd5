"""What values mean beyond themselves: returns, void documents, free goods, and customers that are none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Any

from kam_core.engine import Engine
from kam_core.ingest.recipe import Source
from kam_core.ingest.words import fold, words

Place = tuple[Source, int, int]  # a source, its own column, the first line below its header

_MOST = 500  # different values looked at: a document type has a dozen


def returns(types: Sequence[Place], measure: Sequence[int], engine: Engine) -> tuple[str, ...]:
    """Document types that mean a return although their money or volume stands there without a minus.

    measure: the own column of the amount (or the quantity) in each source.
    """
    rows: Counter[str] = Counter()
    negatives: Counter[str] = Counter()
    for (source, column, start), number in zip(types, measure):
        for value in _values(source, column, number, start, engine):
            if fold(str(value["value"])) in words("returns", "types"):
                rows[value["value"]] += value["rows"]
                negatives[value["value"]] += value["negatives"]
    return tuple(value for value in rows if negatives[value] < 0.5 * rows[value])


def among(places: Sequence[Place], listed: Iterable[str], engine: Engine) -> dict[str, int]:
    """The values of a column that are among the listed words, with their rows."""
    listed = frozenset(listed)
    found: Counter[str] = Counter()
    for source, column, start in places:
        for value in _values(source, column, column, start, engine):
            if fold(str(value["value"])) in listed:
                found[value["value"]] += value["rows"]
    return dict(found)


def share_of(places: Sequence[Place], chosen: Iterable[str], engine: Engine) -> float:
    """The share of filled rows that hold one of the chosen values."""
    chosen = set(chosen)
    rows = [v for s, c, start in places for v in _values(s, c, c, start, engine)]
    total = sum(v["rows"] for v in rows)
    return sum(v["rows"] for v in rows if v["value"] in chosen) / total if total else 0.0


def nobodies(places: Sequence[Place], engine: Engine) -> dict[str, int]:
    """Customers that look like none (散客, walk-in), with their rows. Offered to the user, never applied unasked."""
    part = "|".join(re.escape(word) for word in sorted(words("nobody", "part")))
    found: Counter[str] = Counter()
    for source, column, start in places:
        table = engine.ask(
            "ingest/values_like",
            {"records": source.records},
            column=f"c{column}",
            start=start,
            words=sorted(words("nobody", "exact")),
            part=part,
            limit=50,
        )
        for row in table.to_pylist():
            found[row["value"]] += row["rows"]
    return dict(found)


def codes_of_two_firms(
    source: Source, organisation: int, code: int, name: int, start: int, engine: Engine
) -> tuple[str, ...]:
    """Codes that mean different firms in different organisations: no name of the one is like a name of the other."""
    table = engine.ask(
        "ingest/names_by_organisation",
        {"records": source.records},
        organisation=f"c{organisation}",
        code=f"c{code}",
        name=f"c{name}",
        start=start,
        limit=20_000,
    )
    by_code: dict[str, dict[str, set[str]]] = {}
    for row in table.to_pylist():
        by_code.setdefault(row["code"], {}).setdefault(row["organisation"], set()).add(fold(row["name"]))
    return tuple(code for code, firms in by_code.items() if _strangers(list(firms.values())))


def _strangers(firms: list[set[str]]) -> bool:
    first, *others = firms
    return any(
        not (first & other) and max(SequenceMatcher(None, a, b).ratio() for a in first for b in other) < 0.6
        for other in others
    )


def _values(source: Source, column: int, number: int, start: int, engine: Engine) -> list[dict[str, Any]]:
    table = engine.ask(
        "ingest/values_and_signs",
        {"records": source.records},
        column=f"c{column}",
        measure=f"c{number}",
        start=start,
        limit=_MOST,
    )
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows
