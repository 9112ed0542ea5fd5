"""Templates to download: a small table with the headers we understand and two example rows to write over."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import xlsxwriter

from kam_core.report.csv import as_text
from kam_core.wording import say

#: Table -> its columns in the order of the template, with what the two example rows hold. Text is a key of [template].
EXAMPLES: dict[str, dict[str, tuple[Any, Any]]] = {
    "inventory": {
        "date": (date(2025, 12, 20), date(2025, 12, 20)),
        "customer": ("C001", "C001"),
        "customer_name": ("dealer", "dealer"),
        "product": ("P101", "P102"),
        "product_name": ("water", "soda"),
        "unit": ("case", "case"),
        "on_hand": (1200, 350),
        "in_transit": (300, None),
        "arrival": (date(2026, 1, 5), None),
        "min": (400, 100),
        "max": (2000, 600),
        "lead_time": (15, 15),
    },
    "supply": {
        "product": ("P101", "P102"),
        "product_name": ("water", "soda"),
        "weekly_capacity": (5000, 800),
        "available": (12000, 1500),
        "production_days": (25, 25),
        "transport_days": (5, 5),
        "lot": (1000, 100),
        "case_size": (24, 12),
    },
}
WORDS = ("dealer", "water", "soda", "case")


def template(table: str, lang: str, kind: str = "csv") -> bytes:
    """The template of a table (inventory | supply) as csv or xlsx. Raises KeyError for another table."""
    columns = EXAMPLES[table]
    headers = [say(lang, f"template.{table}.{column}") for column in columns]
    rows = [[_said(example[n], lang) for example in columns.values()] for n in (0, 1)]
    return _csv(headers, rows) if kind == "csv" else _xlsx(say(lang, f"template.{table}.sheet"), headers, rows)


def _said(value: Any, lang: str) -> Any:
    return say(lang, f"template.{value}") if value in WORDS else value


def _csv(headers: list[str], rows: list[list[Any]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(headers)
    writer.writerows([as_text(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _xlsx(name: str, headers: list[str], rows: list[list[Any]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(name)
        bold, day = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.set_column(0, len(headers) - 1, 16)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, headers, bold)
        for y, row in enumerate(rows, start=1):
            for x, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(y, x, cell, day)
                elif cell is not None:
                    sheet.write(y, x, cell)
    return out.getvalue()
