"""The file an account is given back (客户版) for its stock report: a workbook in its language, about it alone."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import xlsxwriter

from kam_core.analysis.service.give_back import GiveBack
from kam_core.report.xlsx import OPTIONS, write_cell
from kam_core.schema import Measure
from kam_core.wording import say

STOCK = ("product", "name", "unit", "reported", "on_hand", "in_transit", "cover", "run_out", "order_by")
MISSED = ("order", "product", "name", "ordered_on", "due", "done", "ordered", "delivered", "verdict")
SALES = ("month", "now", "before")
WIDTHS = {"name": 28, "order": 18, "verdict": 22}
USUAL = 14
NUMBERS = {"on_hand": "#,##0", "in_transit": "#,##0", "cover": "#,##0", "ordered": "#,##0.##", "delivered": "#,##0.##",
           "now": "#,##0.00", "before": "#,##0.00"}  # fmt: skip


def give_back_xlsx(found: GiveBack, lang: str) -> bytes:
    """A sheet that says how it was served, and one each for its stock, its late lines and its sales by month."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        _summary(book, found, lang)
        if found.stock is not None:
            _table(book, lang, "stock", STOCK, _stock(found))
        if found.missed is not None and found.missed.n:
            _table(book, lang, "missed", MISSED, _missed(found, lang))
        _table(book, lang, "sales", SALES, zip(found.sales.months, found.sales.now, found.sales.before))
    return out.getvalue()


def _summary(book: Any, found: GiveBack, lang: str) -> None:
    page = book.add_worksheet(_say(lang, "sheet_summary")[:31])
    page.set_column(0, 0, 34)
    page.set_column(1, 1, 24)
    bold, title = book.add_format({"bold": True}), book.add_format({"bold": True, "font_size": 14})
    write_cell(page, 0, 0, _say(lang, "title", name=found.name), title)
    shares, plain = book.add_format({"num_format": "0.0%"}), book.add_format({"num_format": "#,##0.#"})
    at = 2
    for code, value, share in _facts(found):
        write_cell(page, at, 0, _say(lang, code), bold)
        write_cell(page, at, 1, value, shares if share else plain if isinstance(value, float | int) else None)
        at += 1
    for code in (
        "note_stock" if found.stock else "no_stock",
        "note_service" if found.scores else "no_service",
        "note_safe",
    ):
        at += 1
        write_cell(page, at, 0, _say(lang, code), None)


def _facts(found: GiveBack) -> Iterable[tuple[str, Any, bool]]:
    """Code, value, whether it is a share."""
    yield "customer", found.customer, False
    yield "as_of", found.as_of.isoformat(), False
    if found.stock is not None:
        due = found.stock.order_by[~np.isnat(found.stock.order_by)]
        yield "first_order_by", str(due.min()) if len(due) else _NONE, False
    if (told := found.scores) is not None:
        yield "lines", int(told.lines[0]), False
        yield "otif", _number(told.otifs[0]), True
        yield "fill_rate", _number(told.fill_rate[0]), True
        yield "promised", _number(told.promised[0]), False
        yield "taken", _number(told.taken[0]), False
        yield "open", int(told.open[0]), False
        yield "overdue", int(told.overdue[0]), False
    amount = found.sales.scope.measure is Measure.AMOUNT
    yield "bought_money" if amount else "bought_units", float(found.sales.total), False


def _table(book: Any, lang: str, name: str, codes: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    sheet = book.add_worksheet(_say(lang, f"sheet_{name}")[:31])
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    styles = [book.add_format({"num_format": NUMBERS[code]}) if code in NUMBERS else None for code in codes]
    for column, code in enumerate(codes):
        sheet.set_column(column, column, WIDTHS.get(code, USUAL))
        write_cell(sheet, 0, column, _say(lang, code), head)
    sheet.freeze_panes(1, 0)
    for at, row in enumerate(rows, start=1):
        for column, (value, style) in enumerate(zip(row, styles)):
            write_cell(sheet, at, column, value, style)


def _stock(found: GiveBack) -> Iterable[Sequence[Any]]:
    stock = found.stock
    assert stock is not None
    for at in range(len(stock.products)):
        days = (_day(values[at]) for values in (stock.run_out, stock.order_by))
        numbers = (_number(values[at]) for values in (stock.on_hand, stock.in_transit, stock.cover_days))
        named = (str(stock.products[at]), str(stock.names[at]), str(stock.units[at]), _day(stock.reported[at]))
        yield *named, *numbers, *days


def _missed(found: GiveBack, lang: str) -> Iterable[Sequence[Any]]:
    own = found.missed
    assert own is not None
    for at in range(own.n):
        named = (str(own.orders[at]), str(own.products[at]), str(own.product_names[at]))
        days = (_day(values[at]) for values in (own.ordered_on, own.due, own.done))
        numbers = (_number(values[at]) for values in (own.ordered, own.delivered))
        yield *named, *days, *numbers, say(lang, f"verdict.{own.verdict[at]}")


_NONE = "–"


def _day(day: np.datetime64) -> str | None:
    return None if np.isnat(day) else str(day)


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _say(lang: str, code: str, **facts: Any) -> str:
    return say(lang, f"give_back.{code}", **facts)
