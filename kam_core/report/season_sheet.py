"""The season agreement sheet (备货确认单) of one account as a workbook, to be printed, filled in and signed."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import xlsxwriter

from kam_core.analysis.supply.season_sheet import SeasonSheet
from kam_core.report.xlsx import OPTIONS, write_cell
from kam_core.wording import say

COLUMNS = ("product", "product_name", "unit", "peak", "last_season", "trend", "least", "most", "on_hand", "in_transit",
           "order_by", "ours", "theirs", "agreed")  # fmt: skip
WIDTHS = {"product": 12, "product_name": 26, "unit": 6, "peak": 18, "order_by": 13}
USUAL = 11


def season_sheet_xlsx(sheet: SeasonSheet, lang: str) -> bytes:
    """The workbook in a language: who and when, a line a product with room for the customer's and the agreed figure,
    and where both sign. Quantities are rounded to whole units for reading."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        page = book.add_worksheet(_say(lang, "sheet")[:31])
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        bold, title = book.add_format({"bold": True}), book.add_format({"bold": True, "font_size": 14})
        write_cell(page, 0, 0, _say(lang, "title", name=sheet.name), title)
        facts = [
            ("customer", sheet.customer),
            ("as_of", sheet.as_of.isoformat()),
            ("service", f"{sheet.service_level * 100:g}%"),
        ]
        for at, (code, value) in enumerate(facts, start=1):
            write_cell(page, at, 0, _say(lang, code), bold)
            write_cell(page, at, 2, value, None)
        below = _lines(book, page, sheet, lang, len(facts) + 2)
        write_cell(page, below + 1, 0, _say(lang, "note"), None)
        write_cell(page, below + 3, 0, _say(lang, "agreement"), bold)
        for column, code in ((0, "us"), (7, "them")):
            write_cell(page, below + 5, column, f"{_say(lang, code)}: ______________________________", None)
    return out.getvalue()


def _lines(book: Any, page: Any, sheet: SeasonSheet, lang: str, top: int) -> int:
    """The table from row `top` on: the first row below it."""
    head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "valign": "top"})
    text = book.add_format({"border": 1})
    number = book.add_format({"border": 1, "num_format": "#,##0"})
    share = book.add_format({"border": 1, "num_format": "0%"})
    for column, code in enumerate(COLUMNS):
        page.set_column(column, column, WIDTHS.get(code, USUAL))
        write_cell(page, top, column, _say(lang, code), head)
    page.repeat_rows(top)
    for at in range(len(sheet.products)):
        for column, code in enumerate(COLUMNS):
            value = sheet_cell(sheet, at, code)
            style = share if code == "trend" else number if isinstance(value, float) else text
            page.write_blank(top + 1 + at, column, None, style)
            write_cell(page, top + 1 + at, column, value, style)
    return top + 1 + len(sheet.products)


def sheet_cell(sheet: SeasonSheet, at: int, code: str) -> Any:
    """What stands in line `at` under a column of COLUMNS: text, a number, None where unknown."""
    if code == "product":
        return str(sheet.products[at])
    if code == "product_name":
        return str(sheet.names[at])
    if code == "unit":
        return str(sheet.units[at])
    if code == "peak":
        first, last = str(sheet.peak_first[at]), str(sheet.peak_last[at])
        return first if first == last else f"{first} – {last}"
    value = getattr(sheet, code)[at]
    if code == "order_by":
        return "" if np.isnat(value) else str(value)
    return float(value) if np.isfinite(value) else None


def _say(lang: str, code: str, **facts: Any) -> str:
    return say(lang, f"season_sheet.{code}", **facts)
