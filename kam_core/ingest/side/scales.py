"""What a header or a title says of all figures of a column: 年度任务(万元), 单位：万元, 返利比例(%)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from kam_core.engine import Engine
from kam_core.errors import Notice
from kam_core.ingest.numbers import parse_number
from kam_core.ingest.side.sheet import Sheet
from kam_core.ingest.side.tables import SideTable
from kam_core.ingest.understanding.evidence import sample
from kam_core.ingest.words import plain

_LARGE = (
    (re.compile(r"万元|万|\b10k\b|ten thousand"), 10_000),
    (re.compile(r"千元|'000|\b000s?\b|\bk\b|thousand"), 1_000),
)
_TITLE = re.compile(r"(?:单位|金额单位|unit|in)\s*[:：]?\s*(.{0,8})")
_OWN = re.compile(r"[万千亿k]")  # a cell that says its own
_PERCENT = re.compile(r"[%％]|百分|percent|个点|点$")
SHARE = Decimal("0.01")


def scaled(sheet: Sheet, table: SideTable, engine: Engine) -> Sheet:
    """The sheet with what its figures are to be multiplied by, and what is to be said of it."""
    found = {}
    for name in table.of_type("number"):
        if name not in sheet.columns:
            continue
        header = plain(sheet.names[sheet.columns[name] - 1])
        if name == "rate":
            if _PERCENT.search(header) or _beyond_one(sheet, sheet.columns[name], engine):
                found[name] = SHARE
        elif factor := _large(header) or (_of_titles(sheet.titles) if table.columns[name].money else 0):
            found[name] = Decimal(factor)
    return replace(sheet, factors=found, notices=(*sheet.notices, *_notices(sheet, found)))


def applies(text: str, factor: Decimal) -> bool:
    """Whether a cell leaves it to the header: 30万 and 2% do not."""
    return not (_PERCENT if factor == SHARE else _OWN).search(plain(text))


def _large(text: str) -> int:
    return next((factor for pattern, factor in _LARGE if pattern.search(text)), 0)


def _of_titles(titles: Sequence[str]) -> int:
    return next((f for title in titles for said in _TITLE.findall(plain(title)) if (f := _large(said))), 0)


def _beyond_one(sheet: Sheet, position: int, engine: Engine) -> bool:
    """No rebate is the whole: a plain 1 and more is a percentage."""
    rows = sample(sheet.source, engine).after(sheet.source.layout.header_line or 0).rows
    plainly = [parse_number(cell) for row in rows if (cell := row[position - 1]) and not _PERCENT.search(cell)]
    return any(value is not None and value >= 1 for value in plainly)


def _notices(sheet: Sheet, found: Mapping[str, Decimal]) -> Iterator[Notice]:
    """Which columns were turned into plain figures."""
    header = {column: sheet.names[sheet.columns[column] - 1] for column in found}
    if shares := tuple(header[column] for column in found if found[column] == SHARE):
        yield Notice("read_as_share", {"columns": shares})
    if units := tuple(f"{header[column]} × {found[column]:,f}" for column in found if found[column] != SHARE):
        yield Notice("read_in_units", {"columns": units})
