"""A text file opened: its encoding, its dialect and its quoting decided, its bytes still to be read.

Whoever reads it (every record into text, or the clean ones straight into lines) reads it by the same decisions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kam_core.errors import UnreadableFile
from kam_core.ingest.reading import dialect as dialects
from kam_core.ingest.reading import encoding, limits, quoting, survey
from kam_core.ingest.reading.careful import Dialect, split_lines
from kam_core.ingest.reading.slices import Slice, cut
from kam_core.ingest.reading.transcribe import Mixed, utf8_blocks
from kam_core.ingest.recipe import Layout

SAMPLE_BYTES = 256 << 10
SAMPLE_LINES = 2_000


@dataclass(frozen=True)
class TextFile:
    """What a text file is written in. valid: its bytes are UTF-8 as they stand; quoted: one of `quoting`'s ways."""

    path: Path
    name: str
    size: int
    verdict: encoding.Verdict
    valid: bool
    quoted: str
    dialect: Dialect

    @property
    def codec(self) -> str:
        """The encoding as it is shown: a byte-order mark makes it another one."""
        return "utf-8-sig" if self.verdict.codec == "utf-8" and self.verdict.bom else self.verdict.codec

    def slices(self, mixed: Mixed, size: int | None = None) -> Iterator[Slice]:
        """All its records in UTF-8, slice by slice; `mixed` takes the lines that are not valid in its encoding.

        Raises UnreadableFile: too_many_rows.
        """
        blocks = utf8_blocks(self.path, self.verdict, self.valid, mixed, size)
        for one in cut(quoting.plain(blocks, self.quoted), self.dialect.quote, size):
            if one.line + one.lines > limits.ROWS + 2:
                raise UnreadableFile("too_many_rows", file=self.name, limit=limits.ROWS)
            yield one


def open_text(path: Path, name: str, layout: Layout, seen: survey.Survey | None = None) -> TextFile:
    """Decides encoding, quoting and dialect; what `layout` states is taken as it is.

    seen: what is known of the bytes, where the file was surveyed already.
    Raises UnreadableFile: empty_file, line_too_long, nul_bytes, unknown_encoding, bad_delimiter, too_many_columns.
    """
    seen = seen or survey.look(path, name)
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
    return TextFile(path, name, path.stat().st_size, verdict, valid, quoted, dialect)


def _first_lines(path: Path, verdict: encoding.Verdict, valid: bool) -> list[str]:
    head = next(iter(utf8_blocks(path, verdict, valid, Mixed())), b"")[:SAMPLE_BYTES]
    whole = head.rfind(b"\n") + 1 if len(head) == SAMPLE_BYTES else 0
    return split_lines(head[: whole or len(head)])[:SAMPLE_LINES]
