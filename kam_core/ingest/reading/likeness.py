"""How much the text that an encoding makes of some bytes reads like text.

Common Han characters and not rare ones, kana, Cyrillic words, accents inside words and not box drawings between
letters: each character beyond ASCII gets a mark of that kind, 1 at best. Lines that do not decode count against the
encoding, but a few broken lines in a long file do not decide.
"""

from __future__ import annotations

import re
from collections.abc import Callable

Judged = tuple[float, int]  # the sum of the marks, the number of characters beyond ASCII

_PUNCTUATION = set("，。、（）：；！？《》【】％￥\u3000“”‘’—…·")
_ACCENTS = set("äöüÄÖÜßéèêëÉáàâíìîïóòôúùûñÑçÇÁÍÓÚÀÈãõåÅæøØąćęłńśźżŁŚŻčďěňřšťůýžČŘŠŽőűğışİŞĞ")
_SIGNS = {**dict.fromkeys("°§«»–—’“”‘…™®©½²³·•\u00a0¿¡№", 0.2), "€": 0.5, "£": 0.5}
_SYLLABLES = set(  # the commonest of the 2,350 syllables of Korean
    "가각간감강개거건검격결경계고공과관광교구국군권그금급기길김나남내너년노농다단담당대더데도동두드등디라락란람랑래량러레력련령로록론료루류르름리림마만매면명"
    "모목무문물미민바박반발방배백번법베변별병보복본부북분비빙사산상생샵서석선설성세센소속송쇼수순숍스승시식신실심아안액약양어업에여역연영예오온와완외용우운울"
    "원월위유육율으은을음의이인일임입자작장재저적전점접정제조종주준중즈지직진질집차창채처천철청체초총최추출충치카캐컴코콜크클키타탁태터테템토통트특티팀파판패"
    "페편평포폰표푸품프플피하학한함합항해행현형호홀화확환황회효후휴희"
)
_WORD = re.compile(r"[^\W\d_]+")


def mark(lines: list[bytes], codec: str) -> float:
    """The mean mark, -3 … 1, of all characters beyond ASCII; a line that does not decode counts as ten bad ones."""
    judge = STANDARDS.get(codec) or (_cyrillic if codec == "cp1251" else _latin)
    total, count = 0.0, 0
    for line in lines:
        try:
            text = line.decode(codec)
        except UnicodeDecodeError:
            total, count = total - 20, count + 10
            continue
        marks, seen = judge(text)
        total, count = total + marks, count + seen
    return total / max(count, 1)


def _rows(codec: str, common: tuple[int, int], signs: tuple[int, int]) -> Callable[[str], Judged]:
    """A judge of two-byte text: how common a character is, the row of its national standard tells."""

    def judge(text: str) -> Judged:
        total, count = 0.0, 0
        for at, ch in enumerate(text):
            if ch < "\x80":
                continue
            count += 1
            code = ch.encode(codec, "replace")
            if len(code) != 2:
                total -= 0.3 if "\uff61" <= ch <= "\uff9f" else 3.0  # half-width kana, or four bytes
            elif codec == "gb18030" and (code[0] < 0xA1 or code[1] < 0xA1):
                total -= 1.0  # outside GB 2312
            elif codec != "gb18030" and code[1] < 0x80 and _alone(text, at):
                total -= 1.0  # an accented letter and the plain one behind it look like this
            elif common[0] <= code[0] <= common[1]:
                total += 1.0
            elif signs[0] <= code[0] <= signs[1]:
                total += 1.0 if ch in _PUNCTUATION or "\u3041" <= ch <= "\u30fe" else 0.2
        return total, count

    return judge


def _alone(text: str, at: int) -> bool:
    return text[at - 1 : at] < "\x80" and text[at + 1 : at + 2] < "\x80"


def _korean(text: str) -> Judged:
    """Korean fills the rows that Chinese does; read as Korean, Chinese becomes syllables hardly anyone writes."""
    count = sum(ch >= "\x80" for ch in text)
    common = sum(ch in _SYLLABLES for ch in text)
    return (1.05 if common > 0.4 * max(count, 4) else -0.5) * count, count


def _utf8(text: str) -> Judged:
    """Bytes that happen to be valid UTF-8 are hardly ever anything else."""
    count = sum(ch >= "\x80" for ch in text)
    return float(count), count


def _signs(text: str) -> Judged:
    """Characters beyond ASCII that are no letters."""
    total, count = 0.0, 0
    for ch in text:
        if ch >= "\x80":
            count += 1
            total += -3.0 if ch < "\xa0" else 0.0 if ch.isalpha() else _SIGNS.get(ch, -1.0)
    return total, count


def _latin(text: str) -> Judged:
    """One byte a character: accents belong inside words of plain letters, of the commoner kind and in small case."""
    total, count = _signs(text)
    for word in _WORD.findall(text):
        high = [ch for ch in word if ch >= "\x80"]
        for ch in high:
            total += 0.9 if ch in _ACCENTS and len(word) > 1 else -0.5 if "\u0370" <= ch <= "\u03ff" else 0.1
        if high and word[1:] != word[1:].lower() and word != word.upper():
            total -= len(high)  # aÄb: capitals do not stand inside small letters
        if len(high) > 2 and len(high) > len(word) / 2:
            total -= len(high)  # nearly all accents: some other alphabet read wrongly
    return total, count


def _cyrillic(text: str) -> Judged:
    """Cyrillic words hold no Latin letters, and capitals only in front or throughout."""
    total, count = _signs(text)
    for word in _WORD.findall(text):
        high = sum(ch >= "\x80" for ch in word)
        sound = high == len(word) and (word[1:] == word[1:].lower() or word == word.upper())
        total += 0.9 * high if sound and high > 1 else -1.0 * high
    return total, count


#: Encodings judged by a standard of their own. They can be sure; of the one-byte encodings none ever quite is.
STANDARDS: dict[str, Callable[[str], Judged]] = {
    "utf-8": _utf8,
    "gb18030": _rows("gb18030", (0xB0, 0xD7), (0xA1, 0xA9)),
    "cp932": _rows("cp932", (0x88, 0x97), (0x81, 0x84)),
    "big5": _rows("big5", (0xA4, 0xC6), (0xA1, 0xA3)),
    "cp949": _korean,
}
CANDIDATES = (*STANDARDS, "cp1252", "cp437", "cp850", "cp1250", "cp1251", "cp1254")
TWINS = {"cp437": "cp850", "cp850": "cp437"}  # much the same: neither casts doubt on the other
