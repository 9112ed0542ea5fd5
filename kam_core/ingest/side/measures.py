"""Figures that stand in words: 月结30天, Net 30, 每周一次, 200 cases. tables.toml says what a column measures.

A span such as 5-7天 is no figure: nobody knows which end was meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from kam_core.ingest.numbers import parse_number
from kam_core.ingest.words import fold

_WORDS = {"一": "1", "两": "2", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6", "七": "7", "八": "8", "九": "9",
          "十": "10", "半": "0.5", "one": "1", "two": "2", "three": "3", "four": "4",
          "once": "1", "twice": "2"}  # fmt: skip
_COUNT = r"([0-9]+(?:\.[0-9]+)?|[一两二三四五六七八九十半]|one|two|three|four|once|twice)"
_DAYS = (
    (re.compile(rf"{_COUNT}\s*个?\s*(?:天|日|days?|d|工作日|calendar days|working days)"), 1),
    (re.compile(rf"{_COUNT}\s*个?\s*(?:周|星期|礼拜|weeks?|wk)"), 7),
    (re.compile(rf"{_COUNT}\s*个?\s*(?:月|个月|months?)"), 30),
)
_AT_ONCE = {"现结", "现款", "现款现货", "现金", "款到发货", "货到付款", "先款后货", "预付",
            "预付款", "cod", "cash", "cash on delivery", "prepaid", "prepayment",
            "due on receipt", "immediate", "in advance"}  # fmt: skip
_TERM = re.compile(r"(?:月结|净|账期|票到|货到|net|eom)\s*([0-9]{1,3})\s*(?:天|日|days?)?(?:\s*eom)?")
_YEARS = {"天": 365, "日": 365, "周": 52, "星期": 52, "月": 12, "个月": 12, "季": 4, "季度": 4, "半年": 2, "年": 1,
          "day": 365, "week": 52, "month": 12, "quarter": 4, "half year": 2, "year": 1}  # fmt: skip
_EACH = "|".join(sorted(_YEARS, key=len, reverse=True))
_OFTEN = (  # (every n, span, times)
    re.compile(
        rf"(?:每|一个?)(?P<every>[0-9两二三])?个?(?P<span>{_EACH})(?:送货?|订货?|培训)?"
        rf"(?P<times>{_COUNT[1:-1]})?\s*(?:次|回|车)?"
    ),
    re.compile(rf"(?P<times>{_COUNT[1:-1]})\s*(?:次|回|times?)?\s*(?:/|每|a |per |each |every )\s*(?P<span>{_EACH})"),
)
_ADVERBS = {
    "daily": 365,
    "weekly": 52,
    "biweekly": 26,
    "fortnightly": 26,
    "monthly": 12,
    "quarterly": 4,
    "yearly": 1,
    "annually": 1,
}
_UNIT = re.compile(
    r"([^0-9]?\s*[0-9][0-9.,]*)\s*(?:元|[a-z]{1,8}|[一-鿿]{1,3})?\s*(?:/\s*(?:[a-z]{1,8}|[一-鿿]{1,2}))?"
)


def measured(text: str, measure: str, decimal: str) -> Decimal | None:
    """What the words mean in the column's measure: days, times a month, times a year, credit (days), one (a figure)."""
    return _READ[measure](fold(text), decimal)


def _days(said: str, _decimal: str) -> Decimal | None:
    for pattern, days in _DAYS:
        if found := pattern.fullmatch(said):
            return _number(found[1]) * days
    return None


def _credit(said: str, decimal: str) -> Decimal | None:
    if said in _AT_ONCE:
        return Decimal(0)
    found = _TERM.fullmatch(said)
    return Decimal(found[1]) if found else _days(said, decimal)


def _a_year(said: str, _decimal: str) -> Decimal | None:
    if said in _ADVERBS:
        return Decimal(_ADVERBS[said])
    for pattern in _OFTEN:
        if found := pattern.fullmatch(said):
            parts = found.groupdict()
            return _number(parts["times"] or "1") * _YEARS[parts["span"]] / _number(parts.get("every") or "1")
    return None


def _a_month(said: str, decimal: str) -> Decimal | None:
    year = _a_year(said, decimal)
    return None if year is None else year / 12


def _one(said: str, decimal: str) -> Decimal | None:
    """A figure with its unit: 25.5元/箱, 200 cases."""
    found = _UNIT.fullmatch(said)
    return parse_number(found[1].strip(), decimal) if found else None


def _number(said: str) -> Decimal:
    return Decimal(_WORDS.get(said, said))


_READ: dict[str, Callable[[str, str], Decimal | None]] = {
    "days": _days,
    "credit": _credit,
    "times a month": _a_month,
    "times a year": _a_year,
    "one": _one,
}
