"""From bytes in any encoding to UTF-8 blocks that end at a line's end, CRLF turned into LF; nothing is ever dropped.

Lines that are not valid in the file's encoding are read in the spare one if they are valid there; what remains is
shown as \\xNN. Either way their line numbers are kept, so that a notice can name them.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from kam_core.ingest.reading import limits
from kam_core.ingest.reading.encoding import Verdict

BLOCK = 16 << 20  # as large as a slice, so that a block of UTF-8 becomes one without being copied


@dataclass
class Mixed:
    """Lines that were not valid in the file's encoding: how many, and the first of them."""

    count: int = 0
    lines: list[int] = field(default_factory=list)

    def add(self, line: int) -> None:
        self.count += 1
        if len(self.lines) < 10:
            self.lines.append(line)


def utf8_blocks(path: Path, verdict: Verdict, valid: bool, mixed: Mixed, size: int | None = None) -> Iterator[bytes]:
    """The file as UTF-8, in blocks of about `size` bytes; each ends where a line ends, the last one perhaps not.

    `valid`: the bytes are known to be UTF-8 already. A line end is LF, CRLF or a lone CR; CRLF comes out as LF.
    """
    if verdict.codec.startswith("utf-16") or verdict.codec.startswith("utf-32"):
        blocks = _wide(path, verdict, mixed)
    else:
        blocks = _narrow(path, verdict, valid, mixed, size or BLOCK)
    for block in blocks:
        yield block.replace(b"\r\n", b"\n") if b"\r" in block else block


def line_count(block: bytes) -> int:
    """Line ends in a block in which CRLF has become LF."""
    ends = int(np.count_nonzero(np.frombuffer(block, np.uint8) == 10)) if block else 0  # thrice as fast as bytes.count
    return ends + (block.count(b"\r") if b"\r" in block else 0)


def _narrow(path: Path, verdict: Verdict, valid: bool, mixed: Mixed, most: int) -> Iterator[bytes]:
    """Encodings in which the byte of a line end is never part of another character."""
    line, start, size = 1, verdict.bom, path.stat().st_size
    with path.open("rb") as file:
        while start < size:
            file.seek(start + most - 1)
            more = len(file.readline(limits.LINE_BYTES))  # to the end of its last line: found first, so as to read once
            file.seek(start)
            block = file.read(most - 1 + more)
            ended = start + len(block) >= size
            if not ended and (cut := _last_line_end(block)) < len(block):
                block = block[:cut] or block
            start += len(block)
            yield block if valid else _recode(block, verdict, line, mixed)
            line += 0 if valid else line_count(block.replace(b"\r\n", b"\n"))


def _last_line_end(block: bytes) -> int:
    """Just behind the last line end; a CR at the very end may be half of a CRLF and stays back."""
    cut = block.rfind(b"\n") + 1
    return cut or block.rfind(b"\r", 0, len(block) - 1) + 1


def _recode(block: bytes, verdict: Verdict, line: int, mixed: Mixed) -> bytes:
    try:
        return block.decode(verdict.codec).encode("utf-8", "replace")
    except UnicodeDecodeError:
        pass
    out = []
    for raw in block.replace(b"\r\n", b"\n").splitlines(keepends=True):
        try:
            text = raw.decode(verdict.codec)
        except UnicodeDecodeError:
            mixed.add(line)
            try:
                text = raw.decode(verdict.spare)
            except UnicodeDecodeError:
                text = raw.decode(verdict.codec, "backslashreplace")
        out.append(text)
        line += 1
    return "".join(out).encode("utf-8", "replace")


def _wide(path: Path, verdict: Verdict, mixed: Mixed) -> Iterator[bytes]:
    """UTF-16: two bytes a character, so blocks are cut in the decoded text."""
    decoder = codecs.getincrementaldecoder(verdict.codec)("replace")
    rest, line = "", 1
    with path.open("rb") as file:
        file.seek(verdict.bom)
        ended = False
        while not ended:
            raw = file.read(BLOCK)
            ended = not raw
            text = rest + decoder.decode(raw, ended)
            cut = len(text) if ended else max(text.rfind("\n") + 1, text.rfind("\r", 0, max(len(text) - 1, 0)) + 1)
            text, rest = text[:cut], text[cut:]
            if "\ufffd" in text:
                for at, one in enumerate(text.split("\n")):
                    if "\ufffd" in one:
                        mixed.add(line + at)
            line += text.count("\n")
            if text:
                yield text.encode("utf-8", "replace")
