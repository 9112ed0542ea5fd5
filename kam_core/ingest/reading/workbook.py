"""Workbooks (.xlsx, .xlsm, .xlsb, .xls): every visible sheet that holds something, cell by cell as a person sees it.

A workbook is a zip of XML that one small file can make huge, so its own XML is looked at (see `sheet_xml`) before the
reader, which holds a sheet in memory whole, is let at it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum
from python_calamine import SheetVisibleEnum as Visible

from kam_core.errors import Notice, UnreadableFile
from kam_core.ingest.progress import Progress
from kam_core.ingest.reading import limits
from kam_core.ingest.reading.records import Record, gather, write
from kam_core.ingest.reading.sheet_xml import Errors, inspect
from kam_core.ingest.reading.table import Table
from kam_core.ingest.recipe import Layout


def read_workbook(path: Path, name: str, folder: Path, layout: Layout, progress: Progress) -> list[Table]:
    """A Table for each visible sheet with data, or for the one sheet `layout` names (hidden or not).

    Raises UnreadableFile: locked_workbook, broken_workbook, workbook_too_large, too_many_columns, empty_workbook,
    no_such_sheet.
    """
    errors = inspect(path, name)
    try:
        with CalamineWorkbook.from_path(path) as book:
            tables, hidden = _sheets(book, errors, name, folder, layout, progress)
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
    book: CalamineWorkbook, errors: dict[str, Errors], name: str, folder: Path, layout: Layout, progress: Progress
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
        pieces = write(rows_of(sheet, errors.get(about.name, {})), place / "part", name)
        if not pieces:
            continue
        records, width, count = gather(pieces)
        used = replace(layout, encoding="", delimiter="", quote="", sheet=about.name)
        tables.append(Table(used, records, width, count))
    return tables, hidden


def rows_of(sheet: CalamineSheet, errors: Errors) -> Iterator[Record]:
    """The rows from the sheet's first one on, blank ones too, so that line = sheet row and c1 = column A."""
    before = [""] * (sheet.start[1] if sheet.start else 0)
    for line, row in enumerate(sheet.iter_rows(), 1):
        cells = [*before, *map(shown, row)]
        if errors:
            cells = [cell or errors.get((line, column), "") for column, cell in enumerate(cells, 1)]
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
