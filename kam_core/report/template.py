"""Templates to download: a small table with the headers we understand and example rows to write over."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import xlsxwriter

from kam_core.report.csv import as_text
from kam_core.wording import say

#: Table -> its columns in the order of the template, with what the example rows hold. Words are keys of [template].
EXAMPLES: dict[str, dict[str, tuple[Any, ...]]] = {
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
    "customers": {
        "customer": ("C001", "C002"),
        "customer_name": ("dealer", "second"),
        "customer_type": ("agent", "agent"),
        "region": ("east", "east"),
        "department": ("east_office", "east_office"),
        "customer_group": ("group", None),
        "salesperson": ("ours", "ours"),
        "manager": ("ours", "ours"),
        "receivable": (1200000, 300000),
        "credit_term": (45, 30),
        "credit_limit": (2000000, 500000),
    },
    "products": {
        "product": ("P101", "P102"),
        "product_name": ("water", "soda"),
        "category": ("drinks", "drinks"),
        "spec": ("spec", "spec"),
        "unit": ("case", "case"),
        "launched": (date(2025, 3, 1), date(2019, 5, 1)),
        "complex": ("yes", "no"),
    },
    "contacts": {
        "customer": ("C001", "C001"),
        "customer_name": ("dealer", "dealer"),
        "contact": ("boss", "keeper"),
        "level": ("decision", "warehouse"),
        "title": ("chairman", "keeper_title"),
        "since": (date(2024, 1, 28), date(2025, 6, 1)),
    },
    "activities": {
        "date": (date(2025, 11, 4), date(2025, 11, 18)),
        "customer": ("C001", "C001"),
        "customer_name": ("dealer", "dealer"),
        "kind": ("visit", "training"),
        "by": ("ours", "ours"),
        "by_level": ("middle", "middle"),
        "contact": ("boss", "keeper"),
        "level": ("decision", "warehouse"),
        "product": (None, "P101"),
        "cost": (600, 1500),
        "score": (5, None),
        "outcome": ("agreed", "trained"),
        "until": (None, None),
        "due": (date(2025, 12, 1), None),
        "closed": (None, None),
    },
    "deliveries": {
        "order": ("XS2511001", "XS2511002"),
        "customer": ("C001", "C001"),
        "customer_name": ("dealer", "dealer"),
        "product": ("P101", "P102"),
        "ordered_on": (date(2025, 11, 3), date(2025, 11, 10)),
        "wanted": (date(2025, 11, 10), date(2025, 11, 20)),
        "promised": (date(2025, 11, 12), date(2025, 11, 20)),
        "delivered": (date(2025, 11, 12), None),
        "ordered": (500, 200),
        "delivered_quantity": (480, None),
    },
    "targets": {
        "customer": ("C001", "C001"),
        "customer_name": ("dealer", "dealer"),
        "period": ("2026", "2026"),
        "target": (22000000, 22000000),
        "tier": (20000000, 24000000),
        "rate": ("1.5%", "2.0%"),
    },
    "needs": {
        "customer": ("C001", "C002"),
        "customer_name": ("dealer", "second"),
        "lead_time_wanted": (20, 15),
        "lot_wanted": (500, 200),
        "frequency_wanted": (4, 2),
        "price_wanted": (48, None),
        "training_wanted": (4, 2),
        "training_given": (2, 0),
        "research_wanted": ("each_month", None),
        "research_given": ("each_quarter", None),
    },
}


def template(table: str, lang: str, kind: str = "csv") -> bytes:
    """The template of a table of EXAMPLES as csv or xlsx. Raises KeyError for another table."""
    columns = EXAMPLES[table]
    headers = [say(lang, f"template.{table}.{column}") for column in columns]
    rows = [[_said(value, lang) for value in row] for row in zip(*columns.values())]
    return _csv(headers, rows) if kind == "csv" else _xlsx(say(lang, f"template.{table}.sheet"), headers, rows)


def _said(value: Any, lang: str) -> Any:
    try:
        return say(lang, f"template.{value}") if isinstance(value, str) else value
    except KeyError:
        return value  # a code of the example: it is the same in every language


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
