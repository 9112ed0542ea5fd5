"""The joint plan (联合计划) of one account as a workbook: it goes out, is filled in, and comes back (returned.py).

What may be written is open, the rest is protected without a password, so that nobody changes it by accident. A hidden
sheet says which plan it is, of which account, and which version it was made from. Nothing in it is about anybody else.
"""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import xlsxwriter

from kam_core.analysis.service.joint_plan import JointPlan, Target
from kam_core.analysis.service.needs import Need
from kam_core.report.xlsx import OPTIONS, write_cell
from kam_core.wording import say

HIDDEN, LAYOUT = "kam_joint_plan", 1
KEYS = ("product", "name", "unit")
NEEDS, TARGETS = ("what", "wanted", "got", "met"), ("period", "target", "tier", "rate", "planned")
RIGHT = 6  # the column our targets begin in
WIDTHS = {0: 13, 1: 26, 2: 10}
USUAL = 11


def joint_plan_xlsx(plan: JointPlan, dataset_id: str, lang: str) -> bytes:
    """The workbook in a language. Quantities of the forecast are rounded to whole units."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        page = book.add_worksheet(_say(lang, "sheet")[:31])
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        page.protect("", {"format_columns": True, "format_rows": True, "sort": False})
        look = _Look(book)
        for column in range(len(KEYS) + len(plan.months) + 1):
            page.set_column(column, column, WIDTHS.get(column, USUAL))
        write_cell(page, 0, 0, _say(lang, "title", name=plan.name), look.title)
        version = _say(lang, "version", n=plan.number) if plan.number else _say(lang, "first")
        write_cell(page, 1, 0, f"{plan.customer} · {_say(lang, 'as_of', day=plan.as_of.isoformat())} · {version}", None)
        top = max(_needs(page, plan.needs, lang, look), _targets(page, plan.targets, lang, look)) + 1
        below = _quantities(page, plan, lang, look, top)
        write_cell(page, below + 1, 0, _say(lang, "note"), look.bold)
        page.merge_range(
            below + 1, 1, below + 1, len(KEYS) + len(plan.months), plan.plan.note if plan.plan else "", look.open_text
        )
        write_cell(page, below + 3, 0, _say(lang, "how"), None)
        for column, code in ((0, "us"), (RIGHT, "them")):
            write_cell(page, below + 5, column, f"{_say(lang, code)}: ______________________", None)
        page.freeze_panes(0, len(KEYS))
        _identify(book, plan, dataset_id, below + 1)
    return out.getvalue()


class _Look:
    """The formats of a workbook."""

    def __init__(self, book: Any) -> None:
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.bold = book.add_format({"bold": True})
        self.head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "valign": "top"})
        self.text = book.add_format({"border": 1})
        self.number = book.add_format({"border": 1, "num_format": "#,##0.##"})
        self.money = book.add_format({"border": 1, "num_format": "#,##0"})
        self.rate = book.add_format({"border": 1, "num_format": "0.0%"})
        self.total = book.add_format({"border": 1, "num_format": "#,##0", "bold": True})
        self.open = book.add_format({"border": 1, "num_format": "#,##0", "locked": False, "bg_color": "#FFF7E0"})
        self.broken = book.add_format({"num_format": "#,##0.####"})  # of a whole number it would leave the point
        self.open_text = book.add_format({"border": 1, "locked": False, "bg_color": "#FFF7E0", "text_wrap": True})


def _needs(page: Any, needs: tuple[Need, ...], lang: str, look: _Look) -> int:
    """From row 3 on, at the left: the first row below."""
    write_cell(page, 3, 0, _say(lang, "needs"), look.bold)
    if not needs:
        write_cell(page, 4, 0, _say(lang, "no_needs"), None)
        return 6
    for column, code in enumerate(NEEDS):
        write_cell(page, 4, column, _say(lang, code), look.head)
    for at, need in enumerate(needs, start=5):
        values = (say(lang, f"need.{need.what}"), need.wanted, need.got, say(lang, f"met.{need.met}"))
        for column, value in enumerate(values):
            page.write_blank(at, column, None, look.text)
            write_cell(page, at, column, value, _style(value, look))
    return 6 + len(needs)


def _style(value: Any, look: _Look) -> Any:
    if not isinstance(value, float):
        return look.text
    return look.money if value.is_integer() else look.number


def _targets(page: Any, targets: tuple[Target, ...], lang: str, look: _Look) -> int:
    write_cell(page, 3, RIGHT, _say(lang, "targets"), look.bold)
    if not targets:
        write_cell(page, 4, RIGHT, _say(lang, "no_targets"), None)
        return 6
    for column, code in enumerate(TARGETS, start=RIGHT):
        write_cell(page, 4, column, _say(lang, code), look.head)
    for at, one in enumerate(targets, start=5):
        for column, (code, value) in enumerate(zip(TARGETS, _cells(one)), start=RIGHT):
            style = look.rate if code == "rate" else look.text if code == "period" else look.money
            page.write_blank(at, column, None, style)
            write_cell(page, at, column, value, style)
    return 6 + len(targets)


def _cells(one: Target) -> tuple[Any, ...]:
    return one.period, one.target, one.tier, one.rate, one.planned


def _quantities(page: Any, plan: JointPlan, lang: str, look: _Look, top: int) -> int:
    """The table from row `top` on: the first row below it."""
    write_cell(page, top, 0, _say(lang, "quantities"), look.bold)
    top += 1
    m = len(plan.months)
    for column, header in enumerate([*(_say(lang, code) for code in KEYS), *plan.months, _say(lang, "total")]):
        write_cell(page, top, column, header, look.head)
    planned = plan.planned
    for at in range(len(plan.products)):
        row = top + 1 + at
        for column, value in enumerate((plan.products[at], plan.names[at], plan.units[at])):
            page.write_blank(row, column, None, look.text)
            write_cell(page, row, column, str(value), look.text)
        for month in range(m):
            column = len(KEYS) + month
            page.write_blank(row, column, None, look.open)
            write_cell(page, row, column, _quantity(plan, planned, at, month), look.open)
        first, last = (xlsxwriter.utility.xl_rowcol_to_cell(row, len(KEYS) + at) for at in (0, m - 1))
        page.write_formula(
            row, len(KEYS) + m, f"=SUM({first}:{last})", look.total, float(np.nansum(np.round(planned[at])))
        )
    if len(plan.products):
        cell = xlsxwriter.utility.xl_rowcol_to_cell(top + 1, len(KEYS))
        broken = {"type": "formula", "criteria": f"={cell}<>INT({cell})", "format": look.broken}
        page.conditional_format(top + 1, len(KEYS), top + len(plan.products), len(KEYS) + m - 1, broken)
    return top + 1 + len(plan.products)


def _quantity(plan: JointPlan, planned: Any, at: int, month: int) -> float | None:
    value = float(planned[at, month])
    if np.isnan(value):
        return None
    return value if not np.isnan(plan.agreed[at, month]) else float(round(value))


def _identify(book: Any, plan: JointPlan, dataset_id: str, note_row: int) -> None:
    """Which plan this is. Very hidden: a spreadsheet offers no way to show it."""
    sheet = book.add_worksheet(HIDDEN)
    facts = {
        "layout": LAYOUT,
        "dataset": dataset_id,
        "customer": plan.customer,
        "plan": plan.plan.id if plan.plan else 0,
        "months": " ".join(plan.months),
        "note_row": note_row,
    }
    for at, (key, value) in enumerate(facts.items()):
        write_cell(sheet, at, 0, key, None)
        write_cell(sheet, at, 1, str(value), None)
    sheet.very_hidden()


def _say(lang: str, code: str, **facts: Any) -> str:
    return say(lang, f"joint_plan.{code}", **facts)
