"""Records as a file: CSV in any encoding, .xlsx with merged titles and typed cells, .xls."""

from __future__ import annotations

import csv
import html
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import xlsxwriter
import xlwt

from tests.erp.cells import Cell
from tests.erp.layouts import Export

Records = list[tuple[bool, list[Cell]]]  # is it a title?, cells


def write(stem: Path, export: Export, records: Records) -> Path:
    suffix, make = {
        "csv": ("csv", _csv),
        "xlsx": ("xlsx", _xlsx),
        "xls": ("xls", _xls),
        "html": ("xls", _html),
        "two sheets": ("xlsx", _two_sheets),
    }[export.form]
    path = stem.with_name(f"{stem.name}.{suffix}")
    make(path, export, records)
    return path


def _day(day: date, export: Export) -> str:
    text = day.strftime(export.dates)
    return text.replace("00:00:00", f"{9 + day.day % 9:02d}:{day.day + 11:02d}:07")


def _plain(cell: Cell, export: Export) -> Cell | float:
    """Days the workbook keeps as days, numbers as numbers, all else as text."""
    if isinstance(cell, date) and export.dates not in ("%Y-%m-%d", "%Y/%m/%d"):
        return _day(cell, export)
    return float(cell) if isinstance(cell, Decimal) else cell


def _csv(path: Path, export: Export, records: Records) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=export.delimiter, lineterminator="\r\n")
    for _, cells in records:
        writer.writerow([_day(c, export) if isinstance(c, date) else c for c in cells])
    path.write_bytes(out.getvalue().encode(export.encoding))


def _html(path: Path, export: Export, records: Records) -> None:
    """What web systems call an Excel file."""
    rows = []
    for title, cells in records:
        texts = [html.escape(_day(c, export) if isinstance(c, date) else str(c)) for c in cells]
        inner = f'<td colspan="{len(cells)}">{texts[0]}</td>' if title else "".join(f"<td>{t}</td>" for t in texts)
        rows.append(f"<tr>{inner}</tr>")
    page = f'<html><head><meta charset="utf-8"></head><body><table border="1">{"".join(rows)}</table></body></html>'
    path.write_text(page, "utf-8")


def _two_sheets(path: Path, export: Export, records: Records) -> None:
    """The lines behind a summary somebody put first."""
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd", "strings_to_formulas": False})
    summary = book.add_worksheet("汇总")
    for row, cells in enumerate((("区域", "销售额"), ("华东", 1200.5), ("华南", 900), ("合计", 2100.5))):
        summary.write_row(row, 0, cells)
    _fill(book, export, records)


def _xlsx(path: Path, export: Export, records: Records) -> None:
    _fill(xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}), export, records)


def _fill(book: xlsxwriter.Workbook, export: Export, records: Records) -> None:
    page = book.add_worksheet("Sheet1")
    for row, (title, cells) in enumerate(records):
        if title:
            page.merge_range(row, 0, row, len(export.columns) - 1, cells[0])
            continue
        for column, cell in enumerate(cells):
            if cell != "":
                page.write(row, column, _plain(cell, export))
    book.close()


def _xls(path: Path, export: Export, records: Records) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("Sheet1")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for row, (_, cells) in enumerate(records):
        for column, cell in enumerate(cells):
            value = _plain(cell, export)
            if isinstance(value, date):
                page.write(row, column, value, day)
            elif value != "":
                page.write(row, column, value)
    book.save(str(path))
