"""The file an account is given back (客户版) for its stock report: a workbook in its language, about it alone."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
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
A4 = 9  # as Excel counts paper
WHOLE, TENTHS, MONEY, SHARE, DAY = "#,##0", "#,##0.0", "#,##0.00", "0.0%", "yyyy-mm-dd"
FORMS = {"on_hand": WHOLE, "in_transit": WHOLE, "cover": WHOLE, "reported": DAY, "run_out": DAY, "order_by": DAY,
         "ordered_on": DAY, "due": DAY, "done": DAY, "month": "@"}  # fmt: skip
QUANTITIES = ("ordered", "delivered", "now", "before")  # with decimals only where one of them has some


def give_back_xlsx(found: GiveBack, lang: str) -> bytes:
    """A sheet that says how it was served, and one each for its stock, its late lines and its sales by month."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        _summary(book, found, lang)
        if found.stock is not None:
            _table(book, lang, "stock", _same(STOCK), _stock(found, lang))
        if found.missed is not None and found.missed.n:
            due = {"due": f"due_{found.settings.against.value}"}
            _table(book, lang, "missed", _same(MISSED) | due, _missed(found, lang))
        _table(book, lang, "sales", _same(SALES), zip(found.sales.months, found.sales.now, found.sales.before))
    return out.getvalue()


def _summary(book: Any, found: GiveBack, lang: str) -> None:
    page = book.add_worksheet(_say(lang, "sheet_summary")[:31])
    page.set_column(0, 0, 38)
    page.set_column(1, 1, 26)
    _for_paper(page)
    bold, title = book.add_format({"bold": True}), book.add_format({"bold": True, "font_size": 14, "text_wrap": True})
    note = book.add_format({"text_wrap": True, "valign": "top", "font_color": "#555555"})
    forms = {
        form: book.add_format({"num_format": form, "align": "right"}) for form in (WHOLE, TENTHS, MONEY, SHARE, DAY)
    }
    beside = book.add_format({"align": "right"})
    page.merge_range(0, 0, 0, 1, "")
    write_cell(page, 0, 0, _say(lang, "title", name=found.name), title)
    page.set_row(0, 40)
    at = 2
    for code, value, form in _facts(found, lang):
        write_cell(page, at, 0, _say(lang, code), bold)
        write_cell(page, at, 1, value, forms[form] if form else beside)
        at += 1
    at += 1
    for words in _notes(found, lang):
        page.merge_range(at, 0, at, 1, "")
        write_cell(page, at, 0, words, note)
        page.set_row(at, 34)
        at += 1


def _facts(found: GiveBack, lang: str) -> Iterable[tuple[str, Any, str]]:
    """Code, value, how a number is shown; '' for text."""
    yield "customer", found.customer, ""
    yield "as_of", found.as_of, DAY
    if found.stock is not None:
        due = found.stock.order_by[~np.isnat(found.stock.order_by)]
        yield ("first_order_by", due.min().item(), DAY) if len(due) else ("first_order_by", _say(lang, "none_due"), "")
    if (told := found.scores) is not None:
        first = _NONE if found.first is None else found.first.isoformat()
        yield "between", _say(lang, "from_to", first=first, last=found.until.isoformat()), ""
        yield "lines", int(told.lines[0]), WHOLE
        yield "otif", _number(told.otifs[0]), SHARE
        yield "fill_rate", _number(told.fill_rate[0]), SHARE
        yield "promised", _number(told.promised[0]), TENTHS
        yield "taken", _number(told.taken[0]), TENTHS
        yield "open", int(told.open[0]), WHOLE
        yield "overdue", int(told.overdue[0]), WHOLE
    amount = found.sales.scope.measure is Measure.AMOUNT
    yield "bought_money" if amount else "bought_units", float(found.sales.total), MONEY if amount else WHOLE


def _notes(found: GiveBack, lang: str) -> Iterable[str]:
    yield _say(lang, "note_stock" if found.stock else "no_stock")
    if found.scores is None:
        yield _say(lang, "no_service")
    else:
        settings = found.settings
        yield _say(lang, f"note_{settings.against.value}")
        if settings.late_days or settings.short:
            yield _say(lang, "note_lenient", days=settings.late_days, short=f"{float(settings.short) * 100:g}")
    yield _say(lang, "note_safe")


def _table(book: Any, lang: str, name: str, heads: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
    """heads: column -> the code of its words."""
    sheet, lines = book.add_worksheet(_say(lang, f"sheet_{name}")[:31]), [list(row) for row in rows]
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    forms = [_form(code, [line[at] for line in lines]) for at, code in enumerate(heads)]
    styles = [book.add_format({"num_format": form}) if form else None for form in forms]
    for column, (code, words) in enumerate(heads.items()):
        sheet.set_column(column, column, WIDTHS.get(code, USUAL))
        write_cell(sheet, 0, column, _say(lang, words), head)
    sheet.freeze_panes(1, 0)
    _for_paper(sheet)
    sheet.repeat_rows(0)
    for at, line in enumerate(lines, start=1):
        for column, (value, style) in enumerate(zip(line, styles)):
            write_cell(sheet, at, column, value, style)


def _form(code: str, values: Sequence[Any]) -> str:
    if code not in QUANTITIES:
        return FORMS.get(code, "")
    return WHOLE if all(value is None or float(value).is_integer() for value in values) else MONEY


def _for_paper(sheet: Any) -> None:
    """One page wide."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)


def _same(codes: Sequence[str]) -> dict[str, str]:
    return {code: code for code in codes}


def _stock(found: GiveBack, lang: str) -> Iterable[Sequence[Any]]:
    stock = found.stock
    assert stock is not None
    for at in range(len(stock.products)):
        days = (_day(values[at]) for values in (stock.run_out, stock.order_by))
        numbers = [_number(values[at]) for values in (stock.on_hand, stock.in_transit)]
        lasts = np.isinf(stock.cover_days[at])  # longer than is looked ahead
        cover = _say(lang, "beyond", days=stock.ahead) if lasts else _number(stock.cover_days[at])
        named = (str(stock.products[at]), str(stock.names[at]), str(stock.units[at]), _day(stock.reported[at]))
        yield *named, *numbers, cover, *days


def _missed(found: GiveBack, lang: str) -> Iterable[Sequence[Any]]:
    own = found.missed
    assert own is not None
    for at in range(own.n):
        named = (str(own.orders[at]), str(own.products[at]), str(own.product_names[at]))
        days = (_day(values[at]) for values in (own.ordered_on, own.due, own.done))
        numbers = (_number(values[at]) for values in (own.ordered, own.delivered))
        yield *named, *days, *numbers, say(lang, f"verdict.{own.verdict[at]}")


_NONE = "–"


def _day(day: np.datetime64) -> date | None:
    """A day of Excel's, so that it can be sorted and filtered."""
    return None if np.isnat(day) else day.astype("datetime64[D]").item()


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _say(lang: str, code: str, **facts: Any) -> str:
    return say(lang, f"give_back.{code}", **facts)
