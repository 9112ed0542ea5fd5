"""What a header or a title says of all figures of a column: 年度任务(万元), 单位：万元, 返利比例(%)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from kam_core.errors import Notice
from kam_core.ingest.numbers import parse_number
from kam_core.ingest.side.tables import SideTable
from kam_core.ingest.words import plain

_LARGE = ((re.compile(r"万元|万|\b10k\b|ten thousand"), 10_000), (re.compile(r"千元|'000|\b000s?\b|\bk\b|thousand"), 1_000))
_TITLE = re.compile(r"(?:单位|金额单位|unit|in)\s*[:：]?\s*(.{0,8})")
_OWN = re.compile(r"[万千亿k]")  # a cell that says its own
_PERCENT = re.compile(r"[%％]|百分|percent|个点|点$")
SHARE = Decimal("0.01")


def factors(
    names: Sequence[str], columns: Mapping[str, int], titles: Sequence[str], table: SideTable, rows: Sequence[Sequence[str | None]]
) -> dict[str, Decimal]:
    """Column -> what its figures are to be multiplied by; those that stand as they are are left out."""
    found = {}
    for name in table.of_type("number"):
        if name not in columns:
            continue
        header = plain(names[columns[name] - 1])
        if name == "rate":
            if _PERCENT.search(header) or _beyond_one(columns[name], rows):
                found[name] = SHARE
        elif factor := _large(header) or (_of_titles(titles) if table.columns[name].money else 0):
            found[name] = Decimal(factor)
    return found


def applies(text: str, factor: Decimal) -> bool:
    """Whether a cell leaves it to the header: 30万 and 2% do not."""
    return not (_PERCENT if factor == SHARE else _OWN).search(plain(text))


def _large(text: str) -> int:
    return next((factor for pattern, factor in _LARGE if pattern.search(text)), 0)


def _of_titles(titles: Sequence[str]) -> int:
    return next((f for title in titles for said in _TITLE.findall(plain(title)) if (f := _large(said))), 0)


def _beyond_one(position: int, rows: Sequence[Sequence[str | None]]) -> bool:
    """No rebate is the whole: a plain 1 and more is a percentage."""
    plainly = [parse_number(cell) for row in rows if (cell := row[position - 1]) and not _PERCENT.search(cell)]
    return any(value is not None and value >= 1 for value in plainly)


def notices(names: Sequence[str], columns: Mapping[str, int], found: Mapping[str, Decimal]) -> tuple[Notice, ...]:
    """Which columns were turned into plain figures."""
    said = []
    for code, ours in (("read_as_share", [c for c in found if found[c] == SHARE]), ("read_in_units", [c for c in found if found[c] != SHARE])):
        if ours:
            headers = tuple(f"{names[columns[c] - 1]} × {found[c]:,f}" if code == "read_in_units" else names[columns[c] - 1] for c in ours)
            said.append(Notice(code, {"columns": headers}))
    return tuple(said)
