"""What a large text file is understood from: its beginning, its end, and places between, as a Source like any other.

Only a file that can be cut anywhere qualifies: plain text in an encoding whose line ends are unmistakable, known
without guessing. Line numbers beyond the beginning are estimated; nothing but the order of the places rests on them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kam_core.engine import Engine
from kam_core.ingest.reading.delimited import used
from kam_core.ingest.reading.dialect import FIXED
from kam_core.ingest.reading.kind import Kind, recognise
from kam_core.ingest.reading.quoting import PLAIN
from kam_core.ingest.reading.records import gather
from kam_core.ingest.reading.slices import SLICE, Slice, SliceReader
from kam_core.ingest.reading.textfile import TextFile, open_text
from kam_core.ingest.reading.transcribe import line_count
from kam_core.ingest.recipe import Layout, Source, Upload
from kam_core.ingest.understanding.evidence import BLOCK, BLOCKS, HEAD
from kam_core.ingest.understanding.tables import STACKED

HEAD_BYTES = 2 << 20
PLACE_BYTES = 128 << 10


@dataclass(frozen=True)
class Scouted:
    """A file that may take the straight road, and the Source of its evidence; that Source's count is an estimate."""

    file: TextFile
    source: Source


def scout(upload: Upload, folder: Path, engine: Engine, layout: Layout) -> Scouted | None:
    """The evidence of a file worth trying, written below `folder`; None for every other file.

    Raises UnreadableFile, as open_text does.
    """
    if upload.path.stat().st_size <= SLICE or recognise(upload.path, upload.name) is not Kind.TEXT:
        return None
    file = open_text(upload.path, upload.name, layout)
    wide = file.verdict.codec.startswith(("utf-16", "utf-32"))
    if wide or file.verdict.guessed or file.quoted != PLAIN or file.dialect.delimiter == FIXED:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    places = list(_places(file))
    if places[0].lines < HEAD or any(place.lines < BLOCK for place in places):
        return None  # records too long for so few bytes to show enough of them
    reader = SliceReader(engine, folder, upload.name, file.dialect, 1)
    records, width, _ = gather(reader.read(places))
    count = int(file.size / len(places[0].data) * places[0].lines)
    if reader.careful or width != file.dialect.width or count <= STACKED:
        return None
    return Scouted(file, Source(0, upload.name, 0, used(file, layout), records, width, count))


def _places(file: TextFile) -> Iterator[Slice]:
    """Whole lines from the beginning, from BLOCKS places between, and from the end, in UTF-8 with LF line ends."""
    with file.path.open("rb") as text:
        text.seek(file.verdict.bom)
        head = text.read(HEAD_BYTES) + text.readline()
        first = _slice(file, 0, 1, head)
        yield first
        for n in range(1, BLOCKS + 2):
            start = n * file.size // (BLOCKS + 1) if n <= BLOCKS else file.size - PLACE_BYTES
            text.seek(max(start, file.verdict.bom + len(head)))
            text.readline()
            line = max(int(text.tell() / len(head) * first.lines), first.lines + n)
            yield _slice(file, n, line, text.read(PLACE_BYTES) + text.readline())


def _slice(file: TextFile, number: int, line: int, data: bytes) -> Slice:
    told = data if file.valid else data.decode(file.verdict.codec, "replace").encode()
    told = told.replace(b"\r\n", b"\n")
    unended = bool(told) and not told.endswith(b"\n")
    return Slice(number, line, told, line_count(told) + unended)
