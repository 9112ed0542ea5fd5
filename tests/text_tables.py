"""Tables of text cells as the reader hands them on, written down by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kam_core.engine import Engine
from kam_core.ingest.recipe import Layout, Source
from kam_core.ingest.understand import Hints, Understanding, understand
from kam_core.schema import Role

Rows = Sequence[Sequence[Any]]


class Desk:
    """Where tables are laid out and understood."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.engine = Engine([folder], threads=2)
        self.laid = 0
        self.files: dict[str, int] = {}

    def source(self, rows: Rows, *, file: str = "sales.csv", sheet: str = "", delimiter: str = ",") -> Source:
        """One source: a row a line, cells as text, an empty cell is none."""
        self.laid += 1
        width = max((len(row) for row in rows), default=0)
        columns = {
            "line": pa.array(range(1, len(rows) + 1), pa.int64()),
            "cells": pa.array([len(row) for row in rows], pa.int32()),
        }
        for c in range(width):
            cells = [str(row[c]).strip() or None if c < len(row) and row[c] is not None else None for row in rows]
            columns[f"c{c + 1}"] = pa.array(cells, pa.string())
        path = self.folder / f"{self.laid}.parquet"
        pq.write_table(pa.table(columns), path)
        layout = Layout(encoding="utf-8", delimiter=delimiter, sheet=sheet)
        upload = self.files.setdefault(file, len(self.files))
        return Source(self.laid - 1, file, upload, layout, path, width, len(rows))

    def read(self, rows: Rows, hints: Hints | None = None, **more: Any) -> Understanding:
        """The understanding of one table."""
        return understand([self.source(rows, **more)], self.engine, hints or Hints(), today=date(2026, 3, 1))

    def read_all(self, sources: Sequence[Source], hints: Hints | None = None) -> Understanding:
        return understand(sources, self.engine, hints or Hints(), today=date(2026, 3, 1))


def text(table: str) -> list[list[str]]:
    """A table drawn with bars, a row a line."""
    return [[cell.strip() for cell in line.split("|")] for line in table.strip("\n").splitlines()]


def named(known: Understanding) -> dict[str, str]:
    """role -> header (two joined by +) of an understanding."""
    header = {column.position: column.header for column in known.columns}
    return {role.value: "+".join(header[p] for p in ps) for role, ps in known.recipe.mapping.roles.items()}


def line(known: Understanding) -> int | None:
    return known.recipe.layouts[0].header_line


def asked(known: Understanding) -> dict[str, tuple[int | str, ...]]:
    return {question.about: question.candidates for question in known.questions}


def said(known: Understanding) -> set[str]:
    return {notice.code for notice in known.notices}


__all__ = ["Desk", "Hints", "Role", "asked", "line", "named", "said", "text"]
