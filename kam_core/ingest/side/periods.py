"""The period a target is set for, as files write it: a year, a half, a quarter, a month; kept as 2026, 2026-H1 …"""

from __future__ import annotations

import re

from kam_core.ingest.days import parse_date
from kam_core.ingest.words import fold

_YEAR = r"(?:fy)?((?:19|20|21)\d\d)(?:年度?)?"
_NTH = {"一": "1", "二": "2", "三": "3", "四": "4", "上": "1", "下": "2"}
#: What stands behind (or, in English, before) the year -> the letter of the part.
_PARTS = (
    ("Q", re.compile(rf"{_YEAR}[-/ ]?(?:q|第?)([1-4一二三四])(?:季度?)?")),
    ("H", re.compile(rf"{_YEAR}[-/ ]?(?:h([12])|([上下])半年)")),
    ("Q", re.compile(rf"q([1-4])[-/ ]?{_YEAR}")),
    ("H", re.compile(rf"h([12])[-/ ]?{_YEAR}")),
)
_QUARTER = re.compile(r"q|季")


def period_of(text: str, order: str) -> str | None:
    """The period a cell names, None where it names none. order: how days are written in the file (ymd, dmy, mdy)."""
    said = fold(text).strip()
    if whole := re.fullmatch(_YEAR, said):
        return whole[1]
    for letter, pattern in _PARTS:
        if letter == "Q" and not _QUARTER.search(said):
            continue  # 2026-1 is a month
        if found := pattern.fullmatch(said):
            year, nth = sorted((part for part in found.groups() if part), key=len, reverse=True)
            return f"{year}-{letter}{_NTH.get(nth, nth)}"
    day = parse_date(text, order)
    return f"{day:%Y-%m}" if day and 1900 <= day.year <= 2199 else None
