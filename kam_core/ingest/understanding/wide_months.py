"""Months that stand side by side as columns: 1月 … 12月, 2020年1月, Jan-24, M01, also by quantity and amount."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kam_core.ingest.days import parse_date
from kam_core.ingest.understanding.headers import match, plain, scenario
from kam_core.ingest.words import month_names
from kam_core.schema import Measure, Role

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_BARE = re.compile(r"(?:m|p|per|period|第)?\s*0?([1-9]|1[0-2])\s*(?:月份?|期)")
_CODED = re.compile(r"(?:m|p)\s*0?([1-9]|1[0-2])")
_GAP = re.compile(r"[\s_\-(（\[]+")
_FULL = re.compile(r"((?:19|20)\d\d)\s*[-/._年 ]?\s*[mp]?\s*(0?[1-9]|1[0-2])\s*(?:月份?)?")
_ZH = {
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
    "十一": 11,
    "十二": 12,
}

UNKNOWN_YEAR = "0000"  # the year stands in the column that has the date's role, or nobody knows it


@dataclass(frozen=True)
class Months:
    """The month columns: (position, "YYYY-MM", measure), and whether the year had to be supposed."""

    columns: tuple[tuple[int, str, str], ...]
    year_known: bool
    left_out: tuple[int, ...] = ()  # columns of a plan or of another year beside them
    twice: tuple[int, ...] = ()  # columns of a month and a measure that another column has as well


def month_of(text: str, *, alone: bool = False) -> tuple[int | None, int] | None:
    """(year or None, month) where a header is a month. `alone`: bare 1..12 count too (there is a whole row of them)."""
    t = plain(text)
    if full := _FULL.fullmatch(t):
        return int(full[1]), int(full[2])
    if bare := _BARE.fullmatch(t) or _CODED.fullmatch(t):
        return None, int(bare[1])
    if t.endswith("月") and t[:-1] in _ZH:
        return None, _ZH[t[:-1]]
    if t.rstrip(".") in month_names():
        return None, month_names()[t.rstrip(".")]
    if alone and re.fullmatch(r"0?[1-9]|1[0-2]", t):
        return None, int(t)
    day = parse_date(t)
    if day and (day.day == 1 or re.fullmatch(r"[^\W\d_]{3,9}[-/. ']*\d{2,4}|\d{1,2}[-/.]\d{4}", t)):
        return day.year, day.month
    return None


def is_month(text: str) -> bool:
    return month_of(text) is not None


def find_months(names: Sequence[str], hints: Sequence[str], today: date, *, year_column: bool) -> Months | None:
    """The month columns among headers, or None. `hints`: titles, sheet and file name, for the year they may hold.

    At least three neighbouring months are needed; a header may carry its measure too (`1月 数量`, `Jan-24 Amount`).
    """
    found: list[tuple[int, int | None, int, str]] = []
    beside: list[int] = []
    numbered = numbered_months(names)
    for position, name in enumerate(names, 1):
        said, bare = _scenario(name)
        if said == "other":
            beside.append(position)
            continue
        measure, rest = _measure(bare)
        at = month_of(rest, alone=numbered)
        if at is not None:
            found.append((position, at[0], at[1], measure))
    kinds = {(year, month) for _, year, month, _ in found}
    if len(kinds) < 3 or not _in_a_row([(y, m) for _, y, m, _ in found]):
        return None
    known = all(year is not None for _, year, _, _ in found)
    supposed = UNKNOWN_YEAR if year_column else _year_in(hints) or str(today.year)
    measured = {measure for *_, measure in found if measure}
    keep = [f for f in found if f[3] or not measured]
    unsaid = _measure_in(hints)
    columns = tuple(
        (position, f"{year or supposed}-{month:02d}", measure or unsaid) for position, year, month, measure in keep
    )
    again = Counter((month, measure) for _, month, measure in columns)
    twice = tuple(position for position, month, measure in columns if again[month, measure] > 1)
    return Months(columns, known or year_column or _year_in(hints) is not None, tuple(beside), twice)


def numbered_months(names: Sequence[str]) -> bool:
    """1, 2, 3 … side by side, six at least and no 13 (those would be days): months without a word for it."""
    run = best = 0
    for name in names:
        run = run + 1 if name.strip() == str(run + 1) else int(name.strip() == "1")
        best = max(best, run)
    return 6 <= best <= 12


def _scenario(name: str) -> tuple[str, str]:
    """`1月 计划` -> (other, 1月), `Jan Actual` -> (actual, Jan): what the word beside a month says, and the rest."""
    for gap in _GAP.finditer(name):
        ends = name[: gap.start()].strip(), name[gap.end() :].strip(" )）]")
        for month, word in (ends, ends[::-1]):
            if (said := scenario(word)) and month_of(month):
                return said, month
    for size in range(1, min(6, len(name))):
        if (said := scenario(name[-size:])) and not name[-size:].isascii() and month_of(name[:-size]):
            return said, name[:-size]
    return "", name


def _measure(name: str) -> tuple[str, str]:
    """`1月 数量` -> (quantity, 1月): the measure word before or behind a month, where there is one."""
    words = name.replace("_", " ").split()
    for cut in range(1, len(words)):
        for month, word in ((words[:cut], words[cut:]), (words[cut:], words[:cut])):
            role = match(" ".join(word)).get(Role.AMOUNT) or match(" ".join(word)).get(Role.QUANTITY)
            if role is not None and role.strength >= 0.9 and month_of(" ".join(month)):
                return role.role.value, " ".join(month)
    for role_name, ends in (
        (Measure.QUANTITY, ("数量", "销量", "件数", "箱数")),
        (Measure.AMOUNT, ("销售额", "金额", "价税合计")),
    ):
        for end in ends:
            if name.endswith(end) and month_of(name.removesuffix(end).strip("-_ ()（）") or "?"):
                return role_name.value, name.removesuffix(end).strip("-_ ()（）")
    return "", name


def _measure_in(hints: Sequence[str]) -> str:
    """What months are of that do not say it: volume where a title says so and none says money."""
    said = "".join(hints)
    volume = any(word in said for word in ("销量", "数量", "箱数", "件数")) or re.search(
        r"(?i)\b(qty|quantit|units|volume)", said
    )
    money = any(word in said for word in ("金额", "销售额", "价税", "元")) or re.search(
        r"(?i)amount|revenue|value", said
    )
    return Measure.QUANTITY.value if volume and not money else Measure.AMOUNT.value


def _in_a_row(months: list[tuple[int | None, int]]) -> bool:
    """Most month columns follow the one before by a month (or repeat it for another measure)."""
    steps = [
        (((b[0] or 0) - (a[0] or 0)) * 12 + b[1] - a[1]) % 12
        if a[0] is None
        else (b[0] or 0) * 12 + b[1] - a[0] * 12 - a[1]
        for a, b in itertools.pairwise(months)
    ]
    return sum(step in (0, 1) for step in steps) >= 0.8 * len(steps)


def _year_in(hints: Sequence[str]) -> str | None:
    for text in hints:
        if year := _YEAR.search(text):
            return year[1]
    return None
