"""A table as an Excel workbook: typed cells, text never a formula or link, and a second sheet that says what it is."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import xlsxwriter

from kam_core.report.csv import rows

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_000_000  # a sheet ends at 1,048,576; what is beyond goes on the next one
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
           "default_date_format": "yyyy-mm-dd"}  # fmt: skip
MOST_TEXT = 32_767  # what a cell holds
_NO_NAME = re.compile(r"[\[\]:*?/\\]")  # letters that no sheet's name may have
FORMATS = {"share": "0.0%", "cumulative_share": "0.0%", "year_on_year": "+0.0%;-0.0%;0.0%", "value": "#,##0.00",
           "fill_rate": "0.0%", "at_risk": "#,##0.00", "now": "#,##0.00", "then": "#,##0.00",
           "value_before": "#,##0.00", "value_after": "#,##0.00", "value_change": "#,##0.00", "before": "#,##0.00",
           "worth": "#,##0.00", "lost": "#,##0.00", "of_all": "0.0%",
           "largest_share": "0.0%", "lost_share": "0.0%", "effective": "0.0"}  # fmt: skip
WIDTHS = {
    "name": 32,
    "customer": 16,
    "value": 18,
    "reason": 24,
    "customer_name": 32,
    "product_name": 28,
    "now": 18,
    "then": 18,
    "manager": 16,
    "salesperson": 16,
}


def to_xlsx(
    table: pa.Table,
    headers: Mapping[str, str],
    facts: Sequence[tuple[str, Any]],
    sheets: tuple[str, str],
    words: Mapping[str, Mapping[str, str]] | None = None,
) -> bytes:
    """headers: column -> its words, in order. facts: (label, value) of the second sheet. sheets: the two names."""
    return to_book([(sheets[0], table, headers)], facts, sheets[1], words)


def to_book(
    tables: Sequence[tuple[str, pa.Table, Mapping[str, str]]],
    facts: Sequence[tuple[str, Any]],
    about: str,
    words: Mapping[str, Mapping[str, str]] | None = None,
) -> bytes:
    """Several tables, each on a sheet of its name with its headers, and a last sheet `about` with the facts."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        for name, table, headers in tables:
            write_table(book, name, headers, table, words)
        write_facts(book, about, facts)
    return out.getvalue()


def write_table(
    book: Any,
    name: str,
    headers: Mapping[str, str],
    table: pa.Table,
    words: Mapping[str, Mapping[str, str]] | None = None,
) -> None:
    """A sheet of a workbook that is being made, and further ones where the table is longer than a sheet."""
    bold = book.add_format({"bold": True, "bottom": 1})
    formats = [book.add_format({"num_format": FORMATS[column]}) if column in FORMATS else None for column in headers]
    sheet, at = None, MOST_ROWS
    for line in rows(table, headers, words):
        if at >= MOST_ROWS:
            sheet, at = _sheet(book, name, headers, formats, bold), 0
        at += 1
        for column, (value, style) in enumerate(zip(line, formats)):
            write_cell(sheet, at, column, value, style)
    if sheet is None:
        _sheet(book, name, headers, formats, bold)


def _sheet(book: Any, name: str, headers: Mapping[str, str], formats: Sequence[Any], bold: Any) -> Any:
    name, there = _NO_NAME.sub(" ", name).strip(), {sheet.name for sheet in book.worksheets()}
    names = (name[:31] if at == 1 else f"{name[:27]} {at}" for at in itertools.count(1))
    sheet = book.add_worksheet(next(each for each in names if each not in there))
    for column, (code, header) in enumerate(headers.items()):
        sheet.set_column(column, column, WIDTHS.get(code, 12), formats[column])
        sheet.write_string(0, column, header, bold)
    sheet.freeze_panes(1, 0)
    return sheet


def write_facts(book: Any, name: str, facts: Sequence[tuple[str, Any]]) -> None:
    """A sheet of labels and their values."""
    sheet = book.add_worksheet(name[:31])
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 48)
    for at, (label, value) in enumerate(facts):
        sheet.write_string(at, 0, label)
        write_cell(sheet, at, 1, value, None)


def write_cell(sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
    """A value by its kind, nothing where there is none; text is never a formula or a link."""
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value, style)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, style)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, column, float(value), style)
    else:
        sheet.write_string(row, column, str(value)[:MOST_TEXT], style)
