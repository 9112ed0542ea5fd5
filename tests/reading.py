"""Reads small made files the way an upload is read, and gives the records back as plain Python."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from kam_core.engine import Engine
from kam_core.errors import Notice
from kam_core.ingest.read import read
from kam_core.ingest.recipe import Layout, Source, Upload

Row = tuple[int, int, tuple[str | None, ...]]  # line, cells, the cells


@dataclass(frozen=True)
class Read:
    """What came out: the sources, their rows, the notices."""

    sources: list[Source]
    rows: list[list[Row]]
    notices: list[Notice]

    @property
    def cells(self) -> list[tuple[str | None, ...]]:
        """The cells of the first source."""
        return [cells for _, _, cells in self.rows[0]]

    @property
    def layout(self) -> Layout:
        return self.sources[0].layout

    @property
    def said(self) -> list[str]:
        return [notice.code for notice in self.notices]


def reading(*files: tuple[str, bytes], layout: Layout = Layout()) -> Read:  # noqa: B008
    """Reads files given as (name, bytes)."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        uploads = []
        for number, (name, data) in enumerate(files):
            path = folder / f"upload-{number}"
            path.write_bytes(data)
            uploads.append(Upload(name, path))
        engine = Engine([folder], threads=2)
        sources, notices = read(uploads, folder / "work", engine, layout=layout)
        return Read(sources, [rows_of(source, engine) for source in sources], notices)


def rows_of(source: Source, engine: Engine) -> list[Row]:
    with engine.cursor({"records": source.records}) as cursor:
        found = cursor.execute("FROM records").fetchall()
    assert len(found) == source.count
    assert all(len(row) == source.width + 2 for row in found)
    return [(row[0], row[1], row[2:]) for row in found]
