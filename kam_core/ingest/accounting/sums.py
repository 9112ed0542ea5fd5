"""The arithmetic of sums: records that may be one, the pieces between them, and columns added up in three ways."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import duckdb

from kam_core.engine import load_sql

COLUMNS = ("amount", "quantity", "profit", "cost")
CENT = Decimal("0.005")
Sums = dict[str, tuple[Decimal, Decimal, Decimal]]  # column -> as written, with void documents, as it counts


@dataclass(frozen=True)
class Candidate:
    """A record that may be a sum."""

    source: int
    line: int
    kind: str  # grand | part | suffix | '' (no label)
    label: str
    dated: bool
    has_product: bool
    stated: dict[str, Decimal]


@dataclass(frozen=True)
class Piece:
    """A run of ordinary records and what it adds up to."""

    source: int
    line: int
    records: int
    sums: Sums


def read_pieces(con: duckdb.DuckDBPyConnection) -> list[Piece]:
    """The ordinary records between the candidates, added up piece by piece."""
    found = []
    for source, line, records, *figures in con.execute(load_sql("ingest/pieces")).fetchall():
        each = {name: figures[3 * k : 3 * k + 3] for k, name in enumerate(COLUMNS)}
        found.append(Piece(source, line, records, {n: (w, w + v, s) for n, (w, v, s) in each.items()}))
    return found


def nothing() -> Sums:
    """Zero in every column, every way."""
    return {name: (Decimal(0), Decimal(0), Decimal(0)) for name in COLUMNS}


def add(sums: Sequence[Sums]) -> Sums:
    """Column by column, way by way."""
    total = nothing()
    for each in sums:
        total = {n: tuple(a + b for a, b in zip(total[n], each[n])) for n in COLUMNS}  # type: ignore[misc]
    return total


def read_candidates(con: duckdb.DuckDBPyConnection) -> list[Candidate]:
    """The candidates of `odd`, in file order."""
    rows = con.execute(load_sql("ingest/candidates")).fetchall()
    return [
        Candidate(source, line, kind, label, dated, sells, {c: v for c, v in zip(COLUMNS, stated) if v is not None})
        for source, line, kind, label, dated, sells, *stated in rows
    ]


def equals(stated: dict[str, Decimal], sums: Sums) -> bool:
    """Whether the first figure that is stated is the sum, one way or another, to the cent."""
    for name in COLUMNS:
        if stated.get(name):
            return any(abs(stated[name] - value) <= CENT for value in sums[name])
    return False


def as_sums(candidate: Candidate) -> Sums:
    """A candidate that is no sum after all, as one more record."""
    return {n: (candidate.stated.get(n, Decimal(0)),) * 3 for n in COLUMNS}


def in_cents(value: Decimal) -> int:
    """A value as a key: whole cents."""
    return round(value * 100)
