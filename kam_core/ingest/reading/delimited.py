"""Delimited and fixed-width text: encoding, dialect, then slices read side by side (see `slices`)."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from kam_core.engine import Engine
from kam_core.errors import Notice, UnreadableFile
from kam_core.ingest.progress import Progress
from kam_core.ingest.reading import dialect as dialects
from kam_core.ingest.reading import encoding, limits, quoting, survey
from kam_core.ingest.reading.careful import split_lines
from kam_core.ingest.reading.records import gather
from kam_core.ingest.reading.slices import SLICE, Slice, SliceReader, cut
from kam_core.ingest.reading.table import Table
from kam_core.ingest.reading.transcribe import Mixed, utf8_blocks
from kam_core.ingest.recipe import Layout

SAMPLE_BYTES = 256 << 10
SAMPLE_LINES = 2_000


def read_text(path: Path, name: str, folder: Path, engine: Engine, layout: Layout, progress: Progress) -> Table:
    """Every record of a text file, in Parquet below `folder`, with the dialect that was used and what was noticed.

    Raises UnreadableFile: empty_file, line_too_long, nul_bytes, unknown_encoding, bad_delimiter, too_many_columns.
    """
    seen = survey.look(path, name)
    verdict = encoding.decide(seen, name, layout.encoding)
    valid = verdict.codec == "utf-8" and seen.utf8
    stated = layout.delimiter
    if stated and stated != dialects.FIXED and (len(stated) != 1 or stated in "\r\n\"'"):
        raise UnreadableFile("bad_delimiter", file=name, value=stated)
    lines = _first_lines(path, verdict, valid)
    quoted = quoting.decide(lines)
    if quoted != quoting.PLAIN:
        lines = split_lines(b"".join(quoting.plain(["\n".join(lines).encode()], quoted)))
    dialect = dialects.decide(lines, layout.delimiter or None, layout.quote)
    if dialect.width > limits.COLUMNS:
        raise UnreadableFile("too_many_columns", file=name, line=1, columns=dialect.width, limit=limits.COLUMNS)
    mixed = Mixed()
    reader = SliceReader(engine, folder, name, dialect, os.cpu_count() or 1)
    size = max(seen.size, 1)

    slices = cut(quoting.plain(utf8_blocks(path, verdict, valid, mixed), quoted), dialect.quote)
    pieces = reader.read(_told(slices, size, progress))
    records, width, count = gather(pieces)
    used = dataclasses.replace(
        layout, encoding=_shown(verdict), delimiter=dialect.delimiter, quote=dialect.quote, sheet=layout.sheet or ""
    )
    notices = []
    if verdict.guessed:
        notices.append(Notice("encoding_guessed", {"file": name, "encoding": verdict.codec}))
    if mixed.count:
        facts = {"file": name, "encoding": verdict.codec, "count": mixed.count, "lines": _some(mixed.lines)}
        notices.append(Notice("mixed_encoding", facts))
    if reader.stray.count:
        facts = {"file": name, "count": reader.stray.count, "lines": _some(reader.stray.lines)}
        notices.append(Notice("stray_quotes", facts))
    return Table(used, records, width, count, tuple(notices))


def _first_lines(path: Path, verdict: encoding.Verdict, valid: bool) -> list[str]:
    head = next(iter(utf8_blocks(path, verdict, valid, Mixed())), b"")[:SAMPLE_BYTES]
    whole = head.rfind(b"\n") + 1 if len(head) == SAMPLE_BYTES else 0
    return split_lines(head[: whole or len(head)])[:SAMPLE_LINES]


def _told(slices: Iterable[Slice], size: int, progress: Progress) -> Iterator[Slice]:
    done = 0
    for one in slices:
        done += len(one.data)
        progress("read", min(done / max(size, SLICE), 1.0))
        yield one


def _shown(verdict: encoding.Verdict) -> str:
    return "utf-8-sig" if verdict.codec == "utf-8" and verdict.bom else verdict.codec


def _some(lines: list[int]) -> str:
    return ", ".join(map(str, lines)) + (" …" if len(lines) == 10 else "")
