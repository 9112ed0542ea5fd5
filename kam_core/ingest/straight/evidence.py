"""What a large text file is understood from: its beginning, its end, and places between, as a Source like any other.

Only a file that can be cut anywhere qualifies: plain text in an encoding whose line ends are unmistakable, known
without guessing. Line numbers beyond the beginning are estimated; nothing but the order of the places rests on them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kam_core.engine import Engine
from kam_core.ingest.reading import survey
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
    size = upload.path.stat().st_size
    if size <= SLICE or recognise(upload.path, upload.name) is not Kind.TEXT:
        return None
    raw = list(_places(upload.path, size))
    seen = survey.glance(raw, upload.path, upload.name)
    utf8 = seen.utf8 and not seen.nul  # the slices are looked at one by one, so that the rest need not be looked at now
    file = open_text(upload.path, upload.name, layout, seen if utf8 else None)
    wide = file.verdict.codec.startswith(("utf-16", "utf-32"))
    if wide or file.verdict.guessed or file.quoted != PLAIN or file.dialect.delimiter == FIXED:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    places = [_slice(file, n, place, raw[0]) for n, place in enumerate(raw)]
    if places[0].lines < HEAD or any(place.lines < BLOCK for place in places):
        return None  # records too long for so few bytes to show enough of them
    reader = SliceReader(engine, folder, upload.name, file.dialect, 1)
    records, width, _ = gather(reader.read(places))
    count = int(size / len(raw[0]) * places[0].lines)
    if reader.careful or width != file.dialect.width or count <= STACKED:
        return None
    return Scouted(file, Source(0, upload.name, 0, used(file, layout), records, width, count))


def _places(path: Path, size: int) -> Iterator[bytes]:
    """Whole lines as they stand: from the beginning, from BLOCKS places between, and from the end."""
    with path.open("rb") as text:
        head = text.read(HEAD_BYTES) + text.readline()
        yield head
        for n in range(1, BLOCKS + 2):
            text.seek(max(n * size // (BLOCKS + 1) if n <= BLOCKS else size - PLACE_BYTES, len(head)))
            text.readline()
            yield text.read(PLACE_BYTES) + text.readline()


def _slice(file: TextFile, number: int, raw: bytes, head: bytes) -> Slice:
    """One place in UTF-8 with LF line ends, numbered as if all lines were as long as those of the head."""
    raw = raw[file.verdict.bom :] if not number else raw
    told = (raw if file.valid else raw.decode(file.verdict.codec, "replace").encode()).replace(b"\r\n", b"\n")
    line = 1 + number * int(line_count(head) * file.size / len(head) / (BLOCKS + 1))
    return Slice(number, line, told, line_count(told) + (not told.endswith(b"\n")))
