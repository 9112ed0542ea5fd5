"""One export with one set of disturbances as a file, and the truth about it."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from tests.erp import disturbances as dis
from tests.erp.cells import HEADS, SUMMED, Cell, Cells
from tests.erp.deals import Deal, Story, deals
from tests.erp.files import write
from tests.erp.layouts import Export

MONEY = ("gross_base", "gross", "net")  # what counts: the first of them that a layout has
WORDS = {
    "zh": ("小计", "本页小计", "合计", ("制表人：张敏", "审核人：李建国", "打印日期：2025-07-01")),
    "en": ("Subtotal", "Page total", "Grand Total", ("Prepared by: J. Smith", "Page 1 of 1", "")),
    "de": ("Zwischensumme", "Seitensumme", "Gesamtsumme", ("Erstellt von: M. Weber", "", "")),
}
TITLES = {
    "zh": ("恒泰饮料有限公司", "销售明细表", "期间：2025-01-01 至 2025-06-30"),
    "en": ("Hengtai Beverage", "Sales report", "01 Jan 2025 - 30 Jun 2025"),
    "de": ("Hengtai Getränke GmbH", "Umsatzliste", "Zeitraum 01.01.2025 - 30.06.2025"),
}
PAGE = 40  # lines


@dataclass(frozen=True)
class Truth:
    """What a reader that makes no mistake finds. A customer is its code, else its name; with its firm where shared."""

    days: dict[tuple[tuple[str, ...], date], Decimal]  # customer x day -> money
    customers: dict[tuple[str, ...], Decimal]
    codes: dict[str, str]  # name -> code, where the file has codes and each name one of them
    read: int  # records after the header
    accepted: int
    void: int
    totals: int
    nobody_rows: int
    nobody: Decimal
    total: Decimal  # customers and nobody together
    stated: bool  # the file says its total itself


@dataclass(frozen=True)
class Made:
    name: str
    disturbed: frozenset[str]
    path: Path
    truth: Truth


def make(export: Export, variant: int, folder: Path, disturbed: frozenset[str] | None = None) -> Made:
    """Write the file of one layout and variant into `folder`."""
    disturbed = dis.chosen(export, variant) if disturbed is None else disturbed
    export = _changed(export, disturbed)
    what = {name for name, _ in export.columns}
    story = Story(
        zh=export.language == "zh",
        codes=export.codes,
        shared=dis.SHARED in disturbed,
        foreign={"gross", "gross_base", "currency"} <= what,
        void=dis.VOID in disturbed,
        gift=bool(disturbed & {dis.GIFT, dis.PRICED_GIFT}),
        nobody=dis.NOBODY in disturbed,
    )
    lines = deals(random.Random(f"{export.name}:{variant}"), story)
    sheet = Sheet(export, disturbed)
    sheet.write(lines)
    path = write(folder / f"{export.name}-{variant}", export, [(tag == "title", cells) for tag, cells in sheet.records])
    return Made(f"{export.name}/{variant}", disturbed, path, _truth(export, disturbed, lines, sheet))


def _changed(export: Export, disturbed: frozenset[str]) -> Export:
    """The layout as the disturbances leave it."""
    if dis.FILL_DOWN in disturbed:
        export = replace(export, heads_once=True)
    if dis.GROUPED in disturbed:
        fields = "|".join(f"{a}={b}" for a, b in export.columns if a not in ("customer", "payer"))
        export = replace(export, fields=fields, group="客户：{customer}")
    if dis.TITLES in disturbed and not export.titles:
        export = replace(export, titles=TITLES[export.language])
    if dis.SIGN in disturbed:
        export = replace(export, sign="kind")
    if dis.XLS in disturbed:
        export = replace(export, form="xls")
    if dis.HTML in disturbed:
        export = replace(export, form="html")
    if dis.SUMMARY in disturbed:
        export = replace(export, form="two sheets")
    return export


def _truth(export: Export, disturbed: frozenset[str], lines: list[Deal], sheet: Sheet) -> Truth:
    columns = {what for what, _ in export.columns}
    money = next(what for what in MONEY if what in columns)
    days: dict[tuple[tuple[str, ...], date], Decimal] = defaultdict(Decimal)
    customers: dict[tuple[str, ...], Decimal] = defaultdict(Decimal)
    nobody = Decimal(0)
    for deal in lines:
        value = sheet.cells.amount(money, deal)
        who = deal.code if "code" in columns else deal.customer
        key = (deal.org, who) if dis.SHARED in disturbed else (who,)
        if deal.nobody:
            nobody += value
        elif not deal.void:
            days[key, deal.day] += value
            customers[key] += value
    tags = [tag for tag, _ in sheet.records]
    return Truth(
        days=dict(days),
        customers=dict(customers),
        codes=_codes(lines) if "code" in columns else {},
        read=len(tags) - tags.index("header") - (2 if export.above else 1),
        accepted=tags.count("line"),
        void=tags.count("void"),
        totals=tags.count("total"),
        nobody_rows=tags.count("nobody"),
        nobody=nobody,
        total=sum(customers.values(), nobody),
        stated=export.total,
    )


def _codes(lines: list[Deal]) -> dict[str, str]:
    codes: dict[str, set[str]] = defaultdict(set)
    for deal in lines:
        codes[deal.customer].add(deal.code)
    return {name: min(found) for name, found in codes.items() if len(found) == 1}


class Sheet:
    """The records of the file, top to bottom, each with a word for what it is."""

    def __init__(self, export: Export, disturbed: frozenset[str]) -> None:
        self.export, self.disturbed = export, disturbed
        self.cells = Cells(export, disturbed)
        self.columns = export.columns
        self.records: list[tuple[str, list[Cell]]] = []
        self.sub, self.page, self.all, self.foot = WORDS[export.language]
        self.by_customer = bool(disturbed & {dis.SUBTOTALS, dis.LABELLED}) or bool(export.group)

    def put(self, tag: str, cells: list[Cell]) -> None:
        trailing = 3 if dis.TRAILING in self.disturbed else 0
        self.records.append((tag, [*cells, *[""] * (len(self.columns) - len(cells) + trailing)]))

    def write(self, lines: list[Deal]) -> None:
        if self.by_customer:
            org = dis.SHARED in self.disturbed
            lines = sorted(lines, key=lambda d: (d.nobody, d.org if org else "", d.code, d.customer))
        for title in self.export.titles:
            self.put("title", [title])
        self.header()
        if dis.ON_TOP in self.disturbed:
            self.total(lines, self.all)
        self.body(lines)
        below = (self.export.total and dis.ON_TOP not in self.disturbed) or dis.FOOTER in self.disturbed
        if dis.BLANKS in self.disturbed and (below or self.export.form == "csv"):  # a workbook ends with its last cell
            self.put("blank", [])
        if self.export.total and dis.ON_TOP not in self.disturbed:
            self.total(lines, "" if dis.BARE_TOTAL in self.disturbed else self.all)
        if dis.FOOTER in self.disturbed:
            left, middle, right = self.foot
            self.put("footer", [left, "", middle, "", right] if len(self.columns) >= 5 else [left])

    def body(self, lines: list[Deal]) -> None:
        group: list[Deal] = []
        page: list[Deal] = []
        for i, deal in enumerate(lines):
            if self.by_customer and group and (deal.customer, deal.code) != (group[-1].customer, group[-1].code):
                self.close(group)
                group = []
            if self.export.group and not group:
                self.put("group", [self.export.group.format(customer=deal.customer, code=deal.code)])
            if i and i % PAGE == 0:
                page = self.turn_page(page)
            once = self.export.heads_once and i > 0 and deal.number == lines[i - 1].number
            tag = "void" if deal.void else "nobody" if deal.nobody else "line"
            cells = [
                "" if once and what in HEADS else self.cells.cell(what, header, deal, i + 1)
                for what, header in self.columns
            ]
            self.put(tag, cells)
            group.append(deal)
            page.append(deal)
        if self.by_customer:
            self.close(group)
        if dis.PAGES in self.disturbed:
            self.total(page, self.page)

    def header(self) -> None:
        if self.export.above:
            self.put("header", [self.export.above.get(what, "") for what, _ in self.columns])
        self.put("header", [self.spelled(i, header) for i, (_, header) in enumerate(self.columns)])

    def spelled(self, place: int, header: str) -> str:
        """Headers as people type them: 客 户, *客户编码, 金额 with a line break in it."""
        if dis.SPACED not in self.disturbed or len(header) < 2:
            return header
        broken = header.replace(" ", "\n", 1) if header.isascii() else f"{header[:2]}\n{header[2:]}".strip()
        spaced = " ".join(header) if len(header) == 2 and not header.isascii() else f" {header} "
        return (spaced, f"*{header}", broken)[place % 3]

    def turn_page(self, page: list[Deal]) -> list[Deal]:
        if dis.PAGES in self.disturbed:
            self.total(page, self.page)
            page = []
        if dis.AGAIN in self.disturbed:
            self.header()
        if dis.BLANKS in self.disturbed:
            self.put("blank", [])
        return page

    def close(self, group: list[Deal]) -> None:
        if self.export.name.startswith("quickbooks"):
            self.total(group, f"Total {group[-1].customer}")
        elif dis.SUBTOTALS in self.disturbed:
            self.total(group, self.sub)
        elif dis.LABELLED in self.disturbed:
            self.total(group, f"{group[-1].customer} {self.sub}", "customer")

    def total(self, lines: list[Deal], label: str, below: str = "") -> None:
        """A file that writes returns without a sign still adds them up with it; void lines never count."""
        row: list[Cell] = []
        for what, _ in self.columns:
            value = (
                sum((self.cells.amount(what, d) for d in lines if not d.void), Decimal(0)) if what in SUMMED else None
            )
            row.append("" if value is None else self.cells.styled(what, value))
        place = next((i for i, (what, _) in enumerate(self.columns) if what == below), 0)
        if label and row[place] == "":
            row[place] = label
        self.put("total", row)
