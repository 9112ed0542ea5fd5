"""Headers that are months, quarters or years of a target: 1月, Q1, 2026年上半年; the year may stand in the title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath

from kam_core.ingest.side.periods import period_of
from kam_core.ingest.side.sheet import Sheet
from kam_core.ingest.words import plain

LEAST = 2
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])")
_WHOLE = {
    "全年",
    "全年合计",
    "全年目标",
    "全年任务",
    "年度合计",
    "年度目标",
    "年度任务",
    "年合计",
    "full year",
    "year total",
    "annual target",
    "fy",
}
_SAID = re.compile(r"(?:目标|任务|计划|指标|金额|\(.*?\)|target|plan|quota)")


def periods_across(sheet: Sheet) -> dict[int, str]:
    """The periods of a sheet's headers, of the year its titles, its name or the file's name says."""
    return across(sheet.names, [*sheet.titles, sheet.source.layout.sheet or "", PurePath(sheet.source.file).stem])


def across(names: Sequence[str], texts: Sequence[str]) -> dict[int, str]:
    """Position -> the period its header names; {} where fewer than two name one, or nobody says of which year."""
    year = _year(texts) or _year(names)
    found = {p: period for p, name in enumerate(names, 1) if name and (period := _period(name, year))}
    parts = [period for period in found.values() if len(period) > 4]
    return found if len(parts) >= LEAST and len(set(found.values())) == len(found) else {}


def _year(texts: Sequence[str]) -> str:
    years = {year for text in texts for year in _YEAR.findall(plain(text))}
    return years.pop() if len(years) == 1 else ""


def _period(header: str, year: str) -> str:
    said = _SAID.sub("", plain(header)).strip(" -_:：")
    if plain(header) in _WHOLE or said in _WHOLE:
        return year
    if _YEAR.search(said):
        return period_of(said, "ymd") or ""
    if not year or not said or said.isdigit():
        return ""
    month = re.fullmatch(r"m0?([1-9]|1[0-2])", said)
    tried = [f"{year}-{month[1]}"] if month else [f"{year}年{said}", f"{said} {year}", f"{year}{said}"]
    return next((period for text in tried if (period := period_of(text, "ymd")) and len(period) > 4), "")
