"""Labels: texts that make their row a sum, a note or a title, and customers that may be none."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from kam_core.ingest.words import fold, words

_CJK_GAP = re.compile(r"(?<=[一-鿿])\s+(?=[一-鿿])")
_COLON = re.compile(r"[:：]")


def total_kind(text: str) -> str:
    """'grand' | 'part' for a whole cell (or the text before its colon), 'suffix' for 华东小计 or Total East, or ''."""
    if len(text) > 60:
        return ""
    said = _folded(text)
    for kind in ("grand", "part"):
        if said in words("total", kind):
            return kind
    return "suffix" if said.endswith(_suffixes()) or said.startswith(_prefixes()) else ""


def is_note(text: str) -> bool:
    """Whether a cell begins as a footer does: 制表人：…, Page 1 of 3."""
    return fold(text).startswith(tuple(words("footer", "begins"))) or bool(re.match(r"第\s*\d+\s*页", text))


def is_missing(text: str) -> bool:
    """Whether a cell stands for nothing where a customer, a day or money is expected: -, n/a."""
    return fold(text) in words("missing")


def title_customer(text: str) -> str:
    """The customer a title line names: 客户：华东经销商 -> 华东经销商; else the text itself."""
    before, colon, after = re.sub("[：]", ":", text, count=1).partition(":")
    named = fold(before) in words("title", "customer")
    return after.strip() if colon and named and after.strip() else text.strip()


def is_title_word(text: str) -> bool:
    """Whether a cell is only the word before a customer's name, as in 客户： | 华东经销商."""
    return fold(_COLON.sub("", text)) in words("title", "customer")


def spellings(listed: Iterable[str]) -> set[str]:
    """The words as they are usually written: as given, lower, upper and title case."""
    return {form for word in listed for form in (word, word.lower(), word.upper(), word.title(), word.capitalize())}


def _folded(text: str) -> str:
    """合 计： -> 合计; Grand  Total -> grand total."""
    said = _CJK_GAP.sub("", fold(text))
    return _COLON.split(said, maxsplit=1)[0].strip(" *()（）[]【】-—=")


@functools.cache
def _suffixes() -> tuple[str, ...]:
    return tuple(sorted(_kept_space()))


@functools.cache
def _prefixes() -> tuple[str, ...]:
    """Latin words before what is summed up keep the space behind them: `total east`, not `totalenergies`."""
    return tuple(sorted(f"{word} " for word in words("total", "prefix")))


def _kept_space() -> set[str]:
    """Latin suffixes keep the space before them: `east total`, not `subtotal` inside a longer word."""
    return {word if "一" <= word[0] <= "鿿" else f" {word}" for word in words("total", "suffix")}
