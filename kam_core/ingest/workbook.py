"""Workbooks (.xlsx, .xlsm, .xlsb, .xls): every visible sheet that holds something, cell by cell as a person sees it.

A workbook is a zip of XML that one small file can make huge, so its directory and the reach of its cells are looked at
before the reader, which holds a sheet in memory whole, is let at it.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum
from python_calamine import SheetVisibleEnum as Visible

from kam_core.errors import Notice, UnreadableFile
from kam_core.ingest import limits
from kam_core.ingest.progress import Progress
from kam_core.ingest.recipe import Layout
from kam_core.ingest.records import Record, gather, write
from kam_core.ingest.table import Table

_FAR_COLUMN = re.compile(rb'r="([A-Z]{3})(\d+)"')
_ROW = re.compile(rb'<(?:x:)?row [^>]*?\br="(\d+)"')
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")


def read_workbook(path: Path, name: str, folder: Path, layout: Layout, progress: Progress) -> list[Table]:
    """A Table for each visible sheet with data, or for the one sheet `layout` names (hidden or not).

    Raises UnreadableFile: locked_workbook, broken_workbook, workbook_too_large, too_many_columns, empty_workbook,
    no_such_sheet.
    """
    _weigh(path, name)
    try:
        with CalamineWorkbook.from_path(path) as book:
            tables, hidden = _sheets(book, name, folder, layout, progress)
    except PasswordError as error:
        raise UnreadableFile("locked_workbook", file=name) from error
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableFile("broken_workbook", file=name) from error
    if not tables:
        raise UnreadableFile("empty_workbook", file=name)
    if hidden:
        notice = Notice("hidden_sheets", {"file": name, "sheets": ", ".join(hidden)})
        tables[0] = replace(tables[0], notices=(*tables[0].notices, notice))
    return tables


def _sheets(
    book: CalamineWorkbook, name: str, folder: Path, layout: Layout, progress: Progress
) -> tuple[list[Table], list[str]]:
    known = [m.name for m in book.sheets_metadata if m.typ == SheetTypeEnum.WorkSheet]
    if layout.sheet and layout.sheet not in known:
        raise UnreadableFile("no_such_sheet", file=name, sheet=layout.sheet, sheets=", ".join(known))
    tables: list[Table] = []
    hidden: list[str] = []
    for index, about in enumerate(book.sheets_metadata):
        progress("read", index / len(book.sheets_metadata))
        if about.name not in known or (layout.sheet and about.name != layout.sheet):
            continue
        if about.visible != Visible.Visible and not layout.sheet:
            hidden.append(about.name)
            continue
        sheet = book.get_sheet_by_name(about.name)
        if sheet.start is None or sheet.end is None:
            continue
        rows, columns = sheet.end[0] + 1, sheet.end[1] + 1
        if columns > limits.COLUMNS:
            raise UnreadableFile("too_many_columns", file=name, line=1, columns=columns, limit=limits.COLUMNS)
        if rows * columns > limits.SHEET_CELLS:
            raise UnreadableFile("workbook_too_large", file=name)
        place = folder / f"sheet-{index:03d}"
        place.mkdir()
        pieces = write(rows_of(sheet), place / "part", name)
        if not pieces:
            continue
        records, width, count = gather(pieces)
        used = replace(layout, encoding="", delimiter="", quote="", sheet=about.name)
        tables.append(Table(used, records, width, count))
    return tables, hidden


def rows_of(sheet: CalamineSheet) -> Iterator[Record]:
    """The rows from the sheet's first one on, blank ones too, so that line = sheet row and c1 = column A."""
    for line, row in enumerate(sheet.iter_rows(), 1):
        cells = [shown(value) for value in row]
        while cells and not cells[-1].strip():
            cells.pop()
        yield line, cells


def shown(value: object) -> str:
    """A cell's value as its reader sees it, in plain characters: no exponent, no .0, dates ISO.

    Numbers have at most 15 digits, as in Excel itself, where 1963.1000000000001 is stored for what shows 1963.1.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return format(Decimal(f"{value:.15g}"), "f")
    if isinstance(value, dt.datetime):
        day = value.date().isoformat()
        return day if value.time() == dt.time() else f"{day} {_clock(value.time())}"
    if isinstance(value, dt.time):
        return _clock(value)
    if isinstance(value, dt.timedelta):
        seconds = round(value.total_seconds())
        sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
        return f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return str(value)  # whole numbers and plain dates


def _clock(time: dt.time) -> str:
    """Stored as fractions of a day, times come back a few microseconds off: shown to the second."""
    return time.replace(microsecond=0).isoformat()


def _weigh(path: Path, name: str) -> None:
    """Refuses a workbook that would grow beyond bounds; .xls is bounded by its own format."""
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as book:
            members = book.infolist()
            total = sum(m.file_size for m in members)
            if len(members) > 10 * limits.MEMBERS or total > 2 << 30 or _dense(total, path.stat().st_size):
                raise UnreadableFile("workbook_too_large", file=name)
            for member in members:
                if _SHEET.fullmatch(member.filename):
                    _reach(book, member, name)
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise UnreadableFile("broken_workbook", file=name) from error


def _dense(total: int, packed: int) -> bool:
    return total > limits.RATIO_FROM and total > packed * limits.RATIO


def _reach(book: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> None:
    """How far a sheet's cells reach: one cell in the last corner would make the reader fill 17 billion."""
    furthest, row, rest = 0, 0, b""
    with book.open(member) as sheet:
        while block := sheet.read(1 << 20):
            block = rest + block
            for letters, _ in _FAR_COLUMN.findall(block):
                furthest = max(furthest, _column(letters))
            if rows := _ROW.findall(block):
                row = max(row, max(map(int, rows)))
            rest = block[-200:]
    if furthest > limits.COLUMNS:
        raise UnreadableFile("too_many_columns", file=name, line=1, columns=furthest, limit=limits.COLUMNS)
    if row * max(furthest, 1) > limits.SHEET_CELLS:
        raise UnreadableFile("workbook_too_large", file=name)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
