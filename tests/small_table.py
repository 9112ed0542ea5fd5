"""A small table, written as the reader writes it, and what the accounting makes of it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping as Roles
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from kam_core.engine import Engine
from kam_core.ingest.account import account
from kam_core.ingest.ledger import Account
from kam_core.ingest.recipe import Column, Layout, Mapping, Recipe, Source
from kam_core.ingest.understand import Understanding
from kam_core.schema import Role, State

TODAY = date(2026, 1, 1)


@dataclass(frozen=True)
class Told:
    """The account and its four tables."""

    account: Account
    lines: pd.DataFrame
    months: pd.DataFrame
    accounts: pd.DataFrame
    rejects: pd.DataFrame

    def rows(self) -> dict[str, int]:
        return {state.value: tally.rows for state, tally in self.account.tallies.items()}

    def money(self) -> dict[str, float]:
        return {state.value: float(tally.money) for state, tally in self.account.tallies.items()}

    def reasons(self) -> dict[str, int]:
        return {r.reason: r.rows for r in self.account.reasons}

    def codes(self) -> set[str]:
        return {n.code for n in self.account.notices}


def write(path: Path, rows: Sequence[Sequence[str | None]]) -> int:
    """Writes rows as records, as the reader does; returns the width."""
    width = max(len(r) for r in rows)
    cells = {
        f"c{k + 1}": pa.array([r[k] or None if k < len(r) else None for r in rows], pa.string()) for k in range(width)
    }
    line = pa.array(range(1, len(rows) + 1), pa.int64())
    count = pa.array([len(r) for r in rows], pa.int32())
    pq.write_table(pa.table({"line": line, "cells": count, **cells}), path)
    return width


def tell(
    *sheets: Sequence[Sequence[str | None]],
    roles: Roles[str, int | tuple[int, ...]],
    header_line: int = 1,
    delimiter: str = ",",
    keep: Path | None = None,
    **mapping: Any,
) -> Told:
    """Accounts for tables whose header stands in `header_line`. roles: role -> position(s) from 1. keep: a copy."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        engine = Engine([home], memory="300MB", threads=1, patience=120)
        positions = {Role(r): p if isinstance(p, tuple) else (p,) for r, p in roles.items()}
        sources = []
        for n, sheet in enumerate(sheets):
            layout = Layout("utf-8", delimiter, '"', "", header_line)
            width = write(home / f"{n}.parquet", sheet)
            sources.append(Source(n, f"{n}.csv", "", layout, home / f"{n}.parquet", width, len(sheet)))
        titles = sheets[0][header_line - 1] if header_line else [""] * sources[0].width
        columns = tuple(Column(k + 1, h or "", None, 1.0, ()) for k, h in enumerate(titles))
        recipe = Recipe(tuple(s.layout for s in sources), Mapping(positions, **mapping))
        understanding = Understanding(tuple(sources), recipe, columns, (), (), "")
        made = account(understanding, engine, home / "out", TODAY)
        if keep:
            shutil.copytree(home / "out", keep)
        tables = (pq.read_table(home / "out" / f"{t}.parquet").to_pandas() for t in TABLES)
        told = Told(made, *tables)
    assert made.read == sum(t.rows for t in made.tallies.values()) == sum(len(s) - header_line for s in sheets)
    assert set(made.tallies) == set(State)
    return told


TABLES = ("lines", "months", "accounts", "rejects")
