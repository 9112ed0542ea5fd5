"""The manifest of a reading: everything that will later be asked about it, said once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kam_core.engine import Engine
from kam_core.ingest.ledger import Account
from kam_core.ingest.recipe import Source
from kam_core.store.calendar import last_complete_month, month_of
from kam_core.store.manifest import Manifest, Original, SourceFile
from kam_core.store.reading import Reading, Request
from kam_core.store.store import moment


def describe(
    reading: Reading,
    originals: tuple[Original, ...],
    account: Account,
    name: str,
    request: Request,
    tables: Path,
    engine: Engine,
) -> Manifest:
    """The manifest, still without id and number."""
    days: list[date] = engine.ask("selling_days", {"lines": tables / "lines.parquet"})["date"].to_pylist()
    known = reading.understanding
    return Manifest(
        dataset="",
        version=0,
        name=name,
        created=moment(),
        today=request.today,
        originals=originals,
        sources=tuple(source_file(source, originals) for source in known.sources),
        header=tuple(column.header for column in known.columns),
        recipe=known.recipe,
        columns=known.columns,
        signature=known.signature,
        account=account,
        first_month=month_of(days[0]) if days else None,
        last_month=month_of(days[-1]) if days else None,
        last_complete_month=last_complete_month(days, request.today),
        questions=reading.questions,
        notices=reading.notices,
    )


def source_file(source: Source, originals: tuple[Original, ...]) -> SourceFile:
    """What the manifest keeps of one table that was read from one of the originals."""
    return SourceFile(
        file=source.file,
        sha256=originals[source.upload].sha256,
        encoding=source.layout.encoding or "",
        delimiter=source.layout.delimiter or "",
        sheet=source.layout.sheet or "",
        header_line=source.layout.header_line or 0,
        records=source.count,
    )
