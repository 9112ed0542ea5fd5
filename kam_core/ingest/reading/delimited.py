"""Delimited and fixed-width text: slices read side by side (see `slices`), each by what `textfile` decided."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from kam_core.engine import Engine
from kam_core.errors import Notice
from kam_core.ingest.progress import Progress
from kam_core.ingest.reading.records import gather
from kam_core.ingest.reading.slices import SLICE, Slice, SliceReader
from kam_core.ingest.reading.table import Table
from kam_core.ingest.reading.textfile import TextFile, open_text
from kam_core.ingest.reading.transcribe import Mixed
from kam_core.ingest.recipe import Layout


def read_text(path: Path, name: str, folder: Path, engine: Engine, layout: Layout, progress: Progress) -> Table:
    """Every record of a text file, in Parquet below `folder`, with the dialect that was used and what was noticed.

    Raises UnreadableFile, as open_text does.
    """
    file = open_text(path, name, layout)
    mixed = Mixed()
    reader = SliceReader(engine, folder, name, file.dialect, os.cpu_count() or 1)
    pieces = reader.read(_told(file.slices(mixed), max(file.size, 1), progress))
    records, width, count = gather(pieces)
    notices = []
    if file.verdict.guessed:
        notices.append(Notice("encoding_guessed", {"file": name, "encoding": file.verdict.codec}))
    if mixed.count:
        facts = {"file": name, "encoding": file.verdict.codec, "count": mixed.count, "lines": _some(mixed.lines)}
        notices.append(Notice("mixed_encoding", facts))
    if reader.stray.count:
        facts = {"file": name, "count": reader.stray.count, "lines": _some(reader.stray.lines)}
        notices.append(Notice("stray_quotes", facts))
    return Table(used(file, layout), records, width, count, tuple(notices))


def used(file: TextFile, layout: Layout) -> Layout:
    """The layout with what was decided for this file filled in."""
    mark, quote = file.dialect.delimiter, file.dialect.quote
    return dataclasses.replace(layout, encoding=file.codec, delimiter=mark, quote=quote, sheet=layout.sheet or "")


def _told(slices: Iterable[Slice], size: int, progress: Progress) -> Iterator[Slice]:
    done = 0
    for one in slices:
        done += len(one.data)
        progress("read", min(done / max(size, SLICE), 1.0))
        yield one


def _some(lines: list[int]) -> str:
    return ", ".join(map(str, lines)) + (" …" if len(lines) == 10 else "")
