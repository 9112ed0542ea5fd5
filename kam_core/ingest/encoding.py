"""Which encoding a text file is in: by its byte-order mark, by being valid UTF-8, else by what the text would say.

Several encodings can usually decode the same bytes. The right one is the one whose text reads like text: common Han
characters and not rare ones, kana, accents inside words and not box drawings between letters. Each candidate's decoded
lines get a mark of that kind per character beyond ASCII; lines it cannot decode count against it, but a few broken
lines in a long file do not decide.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass

from kam_core.errors import UnreadableFile
from kam_core.ingest.survey import Survey

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
    marks = {codec: _mark(lines, codec) for codec in CANDIDATES}
    order = sorted(marks, key=lambda codec: -marks[codec])
    best, second = order[0], order[1]
    close = {"cp437": "cp850", "cp850": "cp437"}.get(best)
    rival = next(c for c in order[1:] if c != close)
    sure = marks[best] >= SURE and marks[best] - marks[rival] >= LEAD and best in _READERS
    broken = [line for line in lines if not _decodes(line, best)]
    spare = max((c for c in CANDIDATES if c != best), key=lambda c: _mark(broken, c)) if broken else second
    return Verdict(best, guessed=not sure, spare=spare)


def _decodes(line: bytes, codec: str) -> bool:
    try:
        line.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _mark(lines: list[bytes], codec: str) -> float:
    """The mean mark of all characters beyond ASCII, -3 … 1; each line that does not decode counts as ten bad ones."""
    total, count = 0.0, 0
    judge = _READERS.get(codec, _latin)
    for line in lines:
        try:
            text = line.decode(codec)
        except UnicodeDecodeError:
            total, count = total - 20, count + 10
            continue
        mark, seen = judge(text)
        total, count = total + mark, count + seen
    return total / max(count, 1)


def _rows(codec: str, common: tuple[int, int], signs: tuple[int, int]) -> Callable[[str], tuple[float, int]]:
    """A judge of two-byte text: characters are common by the row of the national standard they stand in."""

    def judge(text: str) -> tuple[float, int]:
        total, count = 0.0, 0
        for ch in text:
            if ch < "\x80":
                continue
            count += 1
            code = ch.encode(codec, "replace")
            if len(code) != 2:
                total -= 1.0 if "\uff61" <= ch <= "\uff9f" else 3.0
            elif common[0] <= code[0] <= common[1] and (codec != "gb18030" or code[1] >= 0xA1):
                total += 1.0
            elif signs[0] <= code[0] <= signs[1] and (codec != "gb18030" or code[1] >= 0xA1):
                total += 1.0 if ch in "，。、（）：；！？《》【】％￥　“”‘’—…·" or "\u3041" <= ch <= "\u30fe" else 0.2
            elif codec == "gb18030" and (code[1] < 0xA1 or code[0] < 0xA1):
                total -= 1.0
        return total, count

    return judge


def _utf8(text: str) -> tuple[float, int]:
    """Bytes that happen to be valid UTF-8 are hardly ever anything else."""
    count = sum(ch >= "\x80" for ch in text)
    return float(count), count


COMMON_ACCENTS = set("äöüÄÖÜßéèêëÉáàâíìîïóòôúùûñÑçÇÁÍÓÚÀÈãõåÅæøØ€°–’“”«»")
_SIGNS = set("€£°§«»–—’“”‘…™®©½²³·•\u00a0¿¡")
_WORDY = re.compile(r"[^\W\d_]+")


def _latin(text: str) -> tuple[float, int]:
    """One byte a character: accents belong inside words of plain letters, of the commoner kind and in small case."""
    total, count = 0.0, 0
    for ch in text:
        if ch < "\x80":
            continue
        count += 1
        if "\x80" <= ch < "\xa0":
            total -= 3.0
        elif not ch.isalpha():
            total += 0.2 if ch in _SIGNS else -1.0
    for word in _WORDY.findall(text):
        high = [ch for ch in word if ch >= "\x80"]
        for ch in high:
            total += 0.9 if ch in COMMON_ACCENTS else -0.5 if "\u0370" <= ch <= "\u03ff" else 0.1
        if high and word[1:] != word[1:].lower() and word != word.upper():
            total -= len(high)  # aÄb: capitals do not stand inside small letters
        if len(high) > 2 and len(high) > len(word) / 2:
            total -= len(high)  # nearly all accents: some other alphabet read wrongly
    return total, count


#: Encodings whose text is judged by a standard of its own; these can be sure, one-byte encodings never quite.
_READERS: dict[str, Callable[[str], tuple[float, int]]] = {
    "utf-8": _utf8,
    "gb18030": _rows("gb18030", (0xB0, 0xD7), (0xA1, 0xA9)),
    "cp932": _rows("cp932", (0x88, 0x97), (0x81, 0x84)),
    "big5": _rows("big5", (0xA4, 0xC6), (0xA1, 0xA3)),
}
CANDIDATES = (*_READERS, "cp1252", "cp437", "cp850")
