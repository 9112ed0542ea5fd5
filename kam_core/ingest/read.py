"""From uploads to Sources: every table in every file, each record of it as text, nothing lost in silence.

What a file is, its content says. A text file, every visible sheet with data, every table of a web page and every file
in a zip becomes a Source of its own; which of them are the sales is decided later, by understanding.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kam_core.engine import Engine
from kam_core.errors import Notice
from kam_core.ingest.progress import Progress, silent
from kam_core.ingest.reading.columnar import read_parquet
from kam_core.ingest.reading.delimited import read_text
from kam_core.ingest.reading.kind import Kind
from kam_core.ingest.reading.table import Table
from kam_core.ingest.reading.unpack import Part, unpack
from kam_core.ingest.reading.webtable import read_page, read_xml_spreadsheet
from kam_core.ingest.reading.workbook import read_workbook
from kam_core.ingest.recipe import Layout, Source, Upload


def read(
    uploads: Sequence[Upload],
    workdir: Path,
    engine: Engine,
    *,
    layout: Layout = Layout(),  # noqa: B008 - frozen
    progress: Progress = silent,
) -> tuple[list[Source], list[Notice]]:
    """The Sources of all uploads, in the order given, and what the user should know about the reading.

    workdir: an empty folder inside the engine's folders; the Sources' Parquet files lie there until it is removed.
    layout: what the user states about all of these files; a field that is not None overrides evidence.
    A file in a zip is called "upload.zip/its name"; `upload` is always the archive's.
    Raises UnreadableFile with the file, and the line where there is one; Busy from the engine.
    """
    sources: list[Source] = []
    notices: list[Notice] = []
    workdir.mkdir(parents=True, exist_ok=True)
    for number, upload in enumerate(uploads):

        def told(step: str, done: float, number: int = number) -> None:
            progress(step, (number + done) / len(uploads))

        for part in unpack(upload, workdir, notices):
            folder = workdir / f"file-{len(sources):03d}"
            folder.mkdir()
            for table in _tables(part, folder, engine, layout, told):
                sources.append(_source(len(sources), part, number, table))
                notices += table.notices
    progress("read", 1.0)
    return sources, notices


def _tables(part: Part, folder: Path, engine: Engine, layout: Layout, progress: Progress) -> list[Table]:
    if part.kind is Kind.WORKBOOK:
        return read_workbook(part.path, part.name, folder, layout, progress)
    if part.kind is Kind.PARQUET:
        return [read_parquet(part.path, part.name, folder, layout, progress)]
    if part.kind is Kind.HTML:
        return read_page(part.path, part.name, folder, layout, progress)
    if part.kind is Kind.XML_SPREADSHEET:
        return read_xml_spreadsheet(part.path, part.name, folder, layout, progress)
    return [read_text(part.path, part.name, folder, engine, layout, progress)]


def _source(index: int, part: Part, upload: int, table: Table) -> Source:
    return Source(
        index=index,
        file=part.name,
        upload=upload,
        layout=table.layout,
        records=table.records,
        width=table.width,
        count=table.count,
    )
