"""What each record of a sheet is: a row that counts, or one set apart, with its reason, column and value."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from kam_core.ingest.accounting.labels import is_note, total_kind
from kam_core.ingest.ledger import StatedTotal
from kam_core.ingest.side.body import Body, Cells, Flags, lay
from kam_core.ingest.side.filling import fill_down
from kam_core.ingest.side.sheet import Sheet
from kam_core.ingest.side.tables import SideTable
from kam_core.ingest.side.values import Values, derive, read

SKIPPED = ("blank", "repeated_header", "total", "subtotal", "total_by_sum", "footer")
NAMES = ("customer", "customer_name", "product", "product_name", "region", "warehouse")


@dataclass
class Rows:
    """The records of one sheet, judged. reason '' = it counts; column, value: where the reason lies.

    cells: (record, column, reason) of the bad cells of rows that count; kind: which of the table's kinds a row is.
    """

    body: Body
    values: dict[str, Values]
    reason: Cells
    column: Cells
    kind: npt.NDArray[np.int64]
    cells: list[tuple[int, str, str]] = field(default_factory=list)
    totals: list[StatedTotal] = field(default_factory=list)
    filled_down: int = 0
    derived: dict[str, Flags] = field(default_factory=dict)  # column -> the records whose code another column gave

    @property
    def counts(self) -> Flags:
        return self.open()

    def open(self) -> Flags:
        """The records without a reason so far."""
        found: Flags = self.reason == ""
        return found

    def set_apart(self, where: Flags, reason: str, column: str = "") -> None:
        """Give a reason to those that have none yet."""
        where = where & self.open()
        self.reason[where], self.column[where] = reason, column


def judge(sheet: Sheet, table: SideTable) -> Rows:
    """Every record of the sheet with what becomes of it. Customers and days of rows are looked at here too."""
    body, header = lay(sheet)
    values = {name: read(body, column) for name, column in table.columns.items()}
    derived = derive(values, table)
    n = body.count
    rows = Rows(body, values, np.full(n, "", object), np.full(n, "", object), np.full(n, -1))
    rows.derived = derived
    rows.set_apart(body.cells == 0, "blank")
    rows.set_apart(_repeats(body, header), "repeated_header")
    figures = _figures(rows, table)
    named = [_any([values[name].values != "" for name in group]) for group in _text_groups(table)]
    whole = figures & np.logical_and.reduce([np.ones(n, bool), *named])
    _set_totals_apart(rows, whole, figures, table.of_type("number"))
    lonely = ((body.cells == 1) & (not sheet.wide)) | body.first.where(is_note)
    rows.set_apart(lonely & ~figures, "footer")
    if sheet.source.layout.delimiter not in ("", "fixed", None) and sheet.source.layout.header_line and not sheet.wide:
        there = [p for p, name in enumerate(sheet.names, 1) if name] or [sheet.source.width]
        width = max(p for p in (*there, *sheet.columns.values()) if p not in sheet.made)
        rows.set_apart(body.beyond(width), "misaligned")
    rows.filled_down = fill_down(values, sheet.columns, rows.open() & whole)
    _need_figures(rows, table)
    for group in table.needs:
        _need(rows, group)
    _need_day(rows, table)
    if {"customer", "customer_name"} & sheet.columns.keys():
        rows.set_apart((values["customer"].values == "") & (values["customer_name"].values == ""), "no_customer")
    rows.cells = [
        (int(at), name, "number_too_large" if value.large[at] else _unreadable(table, name))
        for name, value in values.items()
        for at in np.flatnonzero((value.bad | value.large) & rows.open())
    ]
    _compare_totals(rows, table)
    return rows


def _figures(rows: Rows, table: SideTable) -> Flags:
    """Which kind each record is; whether it has a figure at all."""
    for number, kind in reversed(list(enumerate(table.kinds))):
        rows.kind[_any([rows.values[name].filled for name in kind.has])] = number
    return rows.kind >= 0


def _text_groups(table: SideTable) -> list[list[str]]:
    groups = [[name for name in group if table.columns[name].type == "text"] for group in table.needs]
    return [group for group in groups if group]


def _repeats(body: Body, header: tuple[str, ...]) -> Flags:
    found = np.full(body.count, bool(any(header)))
    for position in body.sheet.columns.values():
        said = header[position - 1].strip()
        found &= body.texts(position).where(lambda text, said=said: text == said)  # type: ignore[misc]
    return found


def _set_totals_apart(rows: Rows, whole: Flags, figures: Flags, numbers: list[str]) -> None:
    """合计 and the like; a product called so keeps its row where everything else is there too."""
    columns = [rows.body.column(name) for name in NAMES if name in rows.body.sheet.columns]
    columns.append(rows.body.first)
    for kind, reason in (("grand", "total"), ("part", "subtotal"), ("suffix", "subtotal")):
        labelled = _any([texts.where(lambda text, kind=kind: total_kind(text) == kind) for texts in columns])  # type: ignore[misc]
        rows.set_apart(labelled & figures & ~(whole & (kind == "suffix")), reason)
    named = _any([rows.values[name].values != "" for name in NAMES if name in rows.values])
    number = None if rows.body.sheet.wide else _main(rows, numbers)
    if number is None or named[rows.open()].all():
        return
    running = Decimal(0)
    for at in np.flatnonzero(rows.open() & figures):
        value = rows.values[number].values[at]
        if named[at]:
            running += value or 0
        elif value is not None and value == running:
            rows.set_apart(np.arange(rows.body.count) == at, "total_by_sum")


def _main(rows: Rows, numbers: list[str]) -> str | None:
    """The column a total is compared in: the first column of figures."""
    mapped = rows.body.sheet.columns
    return next((name for name in numbers if name in mapped and rows.values[name].there.any()), None)


def _compare_totals(rows: Rows, table: SideTable) -> None:
    """What the file's own total says beside what was read above it."""
    figures = [name for name in table.of_type("number") if any(name in kind.has for kind in table.kinds)]
    number = None if rows.body.sheet.wide else _main(rows, figures)
    if number is None or not (rows.reason == "total").any():
        return
    values = rows.values[number].values
    counted = rows.open() | (rows.reason == "no_customer")
    for at in np.flatnonzero(rows.reason == "total"):
        if (stated := values[at]) is None:
            continue
        read_above = sum((v for v in values[:at][counted[:at]] if v is not None), Decimal(0))
        label, header = rows.body.first.all[at], rows.body.sheet.mapping[number]
        line = int(rows.body.lines[at])
        rows.totals.append(StatedTotal(0, line, label, header, stated, read_above, stated == read_above))


def _need(rows: Rows, group: tuple[str, ...]) -> None:
    filled = _any([rows.values[name].filled for name in group])
    shown = next((name for name in group if name in rows.body.sheet.columns), group[0])
    bad = _any([rows.values[name].bad for name in group])
    rows.set_apart(~filled & bad, "date_unreadable", shown)
    rows.set_apart(~filled, "needed_missing", shown)


def _need_figures(rows: Rows, table: SideTable) -> None:
    for name in dict.fromkeys(name for kind in table.kinds for name in kind.has):
        value = rows.values[name]
        rows.set_apart(value.large & (rows.kind < 0), "figure_too_large", name)
        rows.set_apart(value.bad & (rows.kind < 0), _unreadable(table, name, "figure"), name)
    missing = next((name for kind in table.kinds for name in kind.has if name in rows.body.sheet.columns), "")
    rows.set_apart(rows.kind < 0, "figure_missing", missing)


def _need_day(rows: Rows, table: SideTable) -> None:
    dated = np.isin(rows.kind, [n for n, kind in enumerate(table.kinds) if kind.dated])
    if "date" not in rows.body.sheet.columns:
        return
    rows.set_apart(dated & rows.values["date"].bad, "date_unreadable", "date")
    rows.set_apart(dated & ~rows.values["date"].there, "date_missing", "date")


def _unreadable(table: SideTable, name: str, what: str = "number") -> str:
    return f"{what}_unreadable" if table.columns[name].type == "number" else "date_unreadable"


def _any(flags: list[Flags]) -> Flags:
    found: Flags = np.logical_or.reduce(flags)
    return found
