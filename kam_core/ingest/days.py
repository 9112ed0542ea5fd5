"""What a messy cell means as a day: the one definition.

The accounting SQL takes a fast path for plain forms only (year-month-day with four digits first) and must agree with
what stands here.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from kam_core.ingest.words import month_names, plain

_TIME = (
    r"(?:[t, ]+|(?<=日))(?:上午|下午|午前|午後)?\s*[0-9]{1,2}(?:[:：.][0-9]{1,2}){1,2}(?:[.,][0-9]+)?"
    r"\s*(?:[ap]\.?m\.?)?\s*(?:z|utc|gmt)?(?:[+-][0-9]{2}:?[0-9]{2})?(?:\s*[a-z]{3,4})?"
)
_CLOCK_ZH = r"\s*[0-9]{1,2}[时点時](?:[0-9]{1,2}分(?:[0-9]{1,2}秒)?)?"
_AFTER = re.compile(rf"(?:{_TIME}|{_CLOCK_ZH})$")
_WEEKDAY = re.compile(
    r"[\s(]*(?:星期|周|週|礼拜)[一二三四五六日天]\)?|[\s(]*[月火水木金土日]曜日?\)?|\([月火水木金土日]\)"
)
_WEEKDAY_LATIN = re.compile(
    r"\b(?:mon|tue|wed|thu|fri|sat|sun|tues|thur|thurs|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b[.,]?\s*"
)
_THREE = re.compile(r"([0-9]{1,4})\s*[-/.#年_ ]\s*([0-9]{1,2})\s*[-/.#月_ ]\s*([0-9]{1,4})\s*日?号?")
_TWO = re.compile(r"([0-9]{1,4})\s*[-/.#年_m]\s*([0-9]{1,4})\s*月?(?:份)?")
_NAMED = re.compile(
    r"([0-9]{1,4})?(?:st|nd|rd|th|er|º)?[-/., ]*(?:de )?([^\W\d_]{3,12})\.?[-/., ']*(?:de )?"
    r"([0-9]{1,4})?(?:st|nd|rd|th)?(?:[-/., ']+([0-9]{2,4}))?"
)
_OF_YEAR = re.compile(r"(?<=\d)\s*(?:г\.?|года|року|р\.|r\.|roku)(?=$|\s)")  # 5 января 2024 г.
_DIGITS = re.compile(r"[0-9]+")
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_FLOATED = re.compile(r"[0-9]{6,13}\.0")  # a day that passed through a column of floats
_SPACED = re.compile(r"((?:19|20)[0-9]{2})\s+([0-9]{1,2})")  # a year and a month from two columns
_ERA = re.compile(r"(令和|平成|昭和|民[国國])\s*([0-9]{1,3}|元)\s*年")
_EPOCH_FROM, _EPOCH_TO = 631_152_000, 4_102_444_800  # 1990 to 2099: other numbers are more likely something else
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民国": 1911, "民國": 1911}
_REPUBLIC, _BUDDHIST = (100, 150), (2500, 2600)  # 2011 to 2061, 1957 to 2057


def parse_date(text: str, order: str = "ymd") -> date | None:
    """The day a cell means, or None where there is no such day. A month alone gives its first day.

    `order` (ymd | dmy | mdy) is used only where the value does not show its own: `5/16/19` is the 16th of May in any
    file. Two-digit years are 1970 to 2069. Whole numbers: yyyymmdd, yyyymm, yymmdd, Excel's days since 1899-12-30, and
    of ten or thirteen digits the seconds or milliseconds since 1970 (the day in UTC).
    """
    t = plain(text)
    if not t or not any(c.isdigit() for c in t):
        return None
    if _DIGITS.fullmatch(t) or _SERIAL.fullmatch(t) or _FLOATED.fullmatch(t):
        return _from_digits(t.removesuffix(".0") if _FLOATED.fullmatch(t) else t, order)
    t = _ERA.sub(lambda m: f"{_ERAS[m[1]] + (1 if m[2] == '元' else int(m[2]))}年", t)
    t = _WEEKDAY_LATIN.sub("", _WEEKDAY.sub("", t)).strip(" ,;")
    t = _OF_YEAR.sub("", t)
    t = _AFTER.sub("", t).strip(" ,;")
    if three := _THREE.fullmatch(t):
        return _from_parts((three[1], three[2], three[3]), order)
    if two := _TWO.fullmatch(t) or _SPACED.fullmatch(t):
        return _from_month(two[1], two[2])
    if named := _NAMED.fullmatch(t):
        return _from_name(named[1], named[2], named[3], named[4])
    return None


def _day(year: int, month: int, day: int) -> date | None:
    """Also 113/03/05 of the Republic of China, 05/03/2567 of the Buddhist era: no sale is of such years else."""
    if _REPUBLIC[0] <= year <= _REPUBLIC[1]:
        year += 1911
    elif _BUDDHIST[0] <= year <= _BUDDHIST[1]:
        year -= 543
    try:
        return date(year, month, day) if year >= 1000 else None
    except ValueError:
        return None


def _year(t: str) -> int:
    number = int(t)
    return number if len(t) > 2 else number + (1900 if number >= 70 else 2000)


def _from_parts(parts: tuple[str, str, str], order: str) -> date | None:
    a, b, c = parts
    if len(a) >= 3:
        return _day(int(a), int(b), int(c)) if len(c) <= 2 else None
    orders: tuple[str, ...]
    if len(c) >= 3:
        orders = ("mdy", "dmy") if order == "mdy" else ("dmy", "mdy")
    else:
        orders = {"ymd": ("ymd", "dmy", "mdy"), "dmy": ("dmy", "mdy", "ymd"), "mdy": ("mdy", "dmy", "ymd")}[order]
    for each in orders:
        year, month, day = (parts[each.index(letter)] for letter in "ymd")
        if found := _day(_year(year), int(month), int(day)):
            return found
    return None


def _from_month(a: str, b: str) -> date | None:
    """2024-01, 01/2024, 2024m01; two short numbers are a day without a year: None."""
    if len(a) == 4 and len(b) <= 2:
        return _day(int(a), int(b), 1)
    return _day(int(b), int(a), 1) if len(b) == 4 and len(a) <= 2 else None


def _from_name(before: str | None, name: str, after: str | None, last: str | None) -> date | None:
    """16-May-2019, May 16, 2019, 2019-May-16, Jan-24 (a month and a year), Jan 2024."""
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c) or c == "\u0306")
    month = month_names().get(unicodedata.normalize("NFC", bare))
    if month is None:
        return None
    numbers = [n for n in (before, after, last) if n]
    if len(numbers) == 1:
        return _day(_year(numbers[0]), month, 1) if before is None or len(before) == 4 else None
    if len(numbers) != 2:
        return None
    day, year = (numbers[1], numbers[0]) if len(numbers[0]) > 2 else (numbers[0], numbers[1])
    return _day(_year(year), month, int(day)) if len(day) <= 2 else None


def _from_digits(t: str, order: str) -> date | None:
    if _SERIAL.fullmatch(t):
        return date(1899, 12, 30) + timedelta(days=int(t.partition(".")[0])) if "20000" <= t < "80000" else None
    if len(t) in {10, 13}:
        seconds = int(t[:10])
        return date(1970, 1, 1) + timedelta(days=seconds // 86_400) if _EPOCH_FROM <= seconds < _EPOCH_TO else None
    if len(t) in {12, 14}:
        t = t[:8]
    if len(t) == 8:
        if found := _day(int(t[:4]), int(t[4:6]), int(t[6:])):
            return found if 1900 <= found.year <= 2199 else None
        return _from_parts((t[:2], t[2:4], t[4:]), order)
    if len(t) == 6:
        if 1970 <= int(t[:4]) <= 2069 and 1 <= int(t[4:]) <= 12:
            return _day(int(t[:4]), int(t[4:]), 1)
        return _from_parts((t[:2], t[2:4], t[4:]), order)
    return None
