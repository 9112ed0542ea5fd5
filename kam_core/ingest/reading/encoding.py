"""Which encoding a text file is in: by its byte-order mark, by being valid UTF-8, else by what the text would say.

Several encodings can usually decode the same bytes; the right one is the one whose text reads like text (`likeness`).
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from kam_core.errors import UnreadableFile
from kam_core.ingest.reading.likeness import CANDIDATES, STANDARDS, TWINS, mark
from kam_core.ingest.reading.survey import Survey

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
SURE = 0.6  # a mark from which, with a clear lead, an encoding without a mark of its own is no longer called a guess
LEAD = 0.3


@dataclass(frozen=True)
class Verdict:
    """The encoding (a Python codec's name), the length of the byte-order mark to skip, and how it was found."""

    codec: str
    bom: int = 0
    guessed: bool = False
    spare: str = "cp1252"  # what lines that are not valid in `codec` are read as, where that works


def decide(survey: Survey, name: str, stated: str | None = None) -> Verdict:
    """The encoding of a surveyed file; `stated` (from the user) wins over evidence.

    Raises UnreadableFile: unknown_encoding, nul_bytes (binary data called text).
    """
    for bom, codec in BOMS:
        if survey.head.startswith(bom) and (not stated or _codec(stated, name) in (codec, "utf-16", "utf-8-sig")):
            return Verdict(codec, len(bom))
    if stated:
        return Verdict(_codec(stated, name))
    if survey.nul or survey.binary > 50:
        wide = _wide(survey.head)
        if not wide:
            raise UnreadableFile("nul_bytes", file=name)
        return Verdict(wide, guessed=True)
    if survey.ascii or survey.utf8:
        return Verdict("utf-8")
    return _by_evidence(survey.evidence)


def _codec(stated: str, name: str) -> str:
    try:
        found = codecs.lookup(stated).name
    except (LookupError, ValueError) as error:
        raise UnreadableFile("unknown_encoding", file=name, value=stated) from error
    if not codecs.lookup(found)._is_text_encoding:
        raise UnreadableFile("unknown_encoding", file=name, value=stated)
    return {"gbk": "gb18030", "gb2312": "gb18030", "shift_jis": "cp932", "ascii": "utf-8"}.get(found, found)


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of its delimiters, digits and line ends is zero."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    codec = "utf-16-le" if odd > even else "utf-16-be"
    if min(even, odd) > max(even, odd) / 20 or max(even, odd) < len(head) / 50:
        return None
    text = head[: len(head) // 2 * 2].decode(codec, "replace")
    odd_ones = sum(ch == "\ufffd" or (ch < " " and ch not in "\t\r\n\f\v") for ch in text)
    return codec if odd_ones <= 1 + len(text) / 1000 else None


def _by_evidence(lines: list[bytes]) -> Verdict:
    marks = {codec: mark(lines, codec) for codec in CANDIDATES}
    best, *others = sorted(marks, key=lambda codec: -marks[codec])  # equal marks: the commoner encoding, listed first
    lead = marks[best] - max(marks[codec] for codec in others if codec != TWINS.get(best))
    enough = sum(byte >= 0x80 for line in lines for byte in line) >= 20
    sure = best in STANDARDS and marks[best] >= SURE and lead >= (LEAD / 3 if enough else LEAD)
    broken = [line for line in lines if not _decodes(line, best)]
    spare = max(others, key=lambda codec: mark(broken, codec)) if broken else others[0]
    return Verdict(best, guessed=not sure, spare=spare)


def _decodes(line: bytes, codec: str) -> bool:
    try:
        line.decode(codec)
    except UnicodeDecodeError:
        return False
    return True
