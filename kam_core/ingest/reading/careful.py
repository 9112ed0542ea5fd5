"""The careful reader of delimited text: slower, but it knows real line numbers and survives what is not well formed.

It repairs nothing. A cell may span lines when its quote closes again and the record comes out as wide as its
neighbours; a quote that does not close is kept as text, the reader goes on at the next line, and the line is noted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kam_core.ingest.reading import limits
from kam_core.ingest.reading.fixed import Ruler
from kam_core.ingest.reading.records import Record


@dataclass(frozen=True)
class Dialect:
    """How a line becomes cells: one character, or a ruler for fixed widths; `width` is what most lines have."""

    delimiter: str
    quote: str
    width: int = 1
    ruler: Ruler | None = None


@dataclass
class Stray:
    """Lines whose quotes do not pair up, read with the quote as text: how many, and the first of them."""

    count: int = 0
    lines: list[int] = field(default_factory=list)

    def add(self, line: int) -> None:
        self.count += 1
        if len(self.lines) < 10:
            self.lines.append(line)


def split_lines(block: bytes) -> list[str]:
    """The physical lines of a UTF-8 block; LF, CRLF and a lone CR each end one, nothing else does."""
    lines = block.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not lines[-1]:
        lines.pop()
    return lines


def records(lines: list[str], first: int, dialect: Dialect, stray: Stray) -> Iterator[Record]:
    """Each record of `lines` with the number of its first line; `first` is the number of lines[0]."""
    if dialect.ruler:
        for number, line in enumerate(lines, first):
            yield number, dialect.ruler.cells(line) if line.strip() else ()
        return
    reader = _Cells(dialect)
    delimiter, quote = dialect.delimiter, dialect.quote
    at = 0
    while at < len(lines):
        line = lines[at]
        if not quote or quote not in line:
            yield first + at, line.split(delimiter) if line.strip() or delimiter in line else ()
            at += 1
            continue
        cells, used = reader.record(lines, at)
        if used == 0:
            stray.add(first + at)
        yield first + at, cells
        at += max(used, 1)


class _Cells:
    """Takes lines with quotes apart."""

    def __init__(self, dialect: Dialect) -> None:
        self.width, self.delimiter, self.quote = dialect.width, dialect.delimiter, dialect.quote
        d, q = re.escape(dialect.delimiter), re.escape(dialect.quote)
        inside = rf"[^{q}]*(?:{q}{q}[^{q}]*)*"
        self._whole = re.compile(rf" *{q}({inside}){q} *(?={d}|\Z)")
        self._closed = re.compile(rf" *{q}{inside}{q}")
        self._opens = re.compile(rf" *{q}")

    def record(self, lines: list[str], at: int) -> tuple[list[str], int]:
        """The cells of the record that starts at lines[at] and how many lines it takes; 0 where a quote is astray."""
        line = lines[at]
        cells, open_at = self.parse(line)
        if open_at is None:
            plain = line.split(self.delimiter)
            if len(cells) != self.width and len(plain) == self.width:
                return plain, 0
            return cells, 1
        joined = self._join(lines, at)
        if joined:
            return joined
        return [*cells, *line[open_at:].split(self.delimiter)], 0

    def parse(self, line: str) -> tuple[list[str], int | None]:
        """The cells, and where a quote opens that does not close, if one does (the cells before it are given)."""
        cells: list[str] = []
        at = 0
        while True:
            if not self._opens.match(line, at):
                end = line.find(self.delimiter, at)
                end = len(line) if end < 0 else end
                cells.append(line[at:end])
            elif whole := self._whole.match(line, at):
                end = whole.end()
                cells.append(whole[1].replace(self.quote * 2, self.quote))
            elif closed := self._closed.match(line, at):  # text behind the closing quote: kept as it stands
                end = line.find(self.delimiter, closed.end())
                end = len(line) if end < 0 else end
                cells.append(line[at:end])
            else:
                return cells, at
            if end >= len(line):
                return cells, None
            at = end + len(self.delimiter)

    def _join(self, lines: list[str], at: int) -> tuple[list[str], int] | None:
        """The record with the following lines joined on, if its quote closes soon and it is as wide as it should be."""
        if len(lines[at].split(self.delimiter)) == self.width and at + 1 < len(lines) and self._stands(lines[at + 1]):
            return None
        text = lines[at]
        for used, line in enumerate(lines[at + 1 : at + limits.RECORD_LINES], 2):
            text += "\n" + line
            if len(text) > limits.LINE_BYTES:
                break
            if self.quote in line:
                cells, open_at = self.parse(text)
                if open_at is None:
                    return (cells, used) if self.width in (1, len(cells)) else None
        return None

    def _stands(self, line: str) -> bool:
        """Whether a line is a sound record of its own."""
        cells, open_at = self.parse(line)
        clean = all(self.quote not in cell for cell in cells) or all(c.count(self.quote) % 2 == 0 for c in cells)
        return open_at is None and len(cells) == self.width and clean
