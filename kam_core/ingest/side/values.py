"""What the cells of a side table mean: figures, days, months, codes. One look a different text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from kam_core.ingest.accounting.labels import is_missing
from kam_core.ingest.days import parse_date
from kam_core.ingest.numbers import parse_number
from kam_core.ingest.side.body import Body, Cells, Flags
from kam_core.ingest.side.measures import measured
from kam_core.ingest.side.periods import period_of
from kam_core.ingest.side.scales import applies
from kam_core.ingest.side.sheet import Sheet
from kam_core.ingest.side.stated import day_of, day_without_year, first_of_year
from kam_core.ingest.side.tables import SideColumn, SideTable

PLACES = Decimal("0.0001")
MOST = Decimal(10) ** 14


@dataclass(frozen=True)
class Values:
    """A column's values (None where there is none), and the cells that are filled and cannot be read, or too large."""

    values: Cells
    there: Flags
    bad: Flags
    large: Flags

    @property
    def filled(self) -> Flags:
        """There, and not a blank text."""
        found: Flags = self.there & (self.values != "")
        return found


def read(body: Body, column: SideColumn) -> Values:
    """The values of one column of the sheet. Texts are never None; what stands for nothing (-, n/a) is."""
    texts = body.column(column.name)
    if column.type == "text":
        values = texts.each(lambda text: _code(text, column))
        nothing = np.zeros(body.count, bool)
        return Values(values, ~nothing, nothing, nothing)
    if column.type == "number":
        values = texts.each(lambda text: _number(text, column, body.sheet))
        large = texts.where(lambda text: _too_large(text, column, body.sheet))
    elif column.type == "period":
        values = texts.each(lambda text: period_of(text, body.sheet.order) or "")
        nothing = np.zeros(body.count, bool)
        return Values(values, values != "", texts.where(lambda text: not _nothing(text)) & (values == ""), nothing)
    else:
        values = texts.each(lambda text: _day(text, body.sheet, column))
        large = np.zeros(body.count, bool)
    there = np.array([value is not None for value in values], bool)
    return Values(values, there, texts.where(lambda text: not _nothing(text)) & ~there & ~large, large)


def _nothing(text: str) -> bool:
    return not text or is_missing(text)


def derive(values: dict[str, Values], table: SideTable) -> dict[str, Flags]:
    """Fill codes that another column gives, in place (a contact's level from its title): the records of each column."""
    found = {}
    for name, column in table.columns.items():
        if not column.derived:
            continue
        own = values[name].values
        told = np.array([text != "" and column.codes.read(text) is not None for text in own], bool)
        meant = [None if held else column.codes.read(text) for held, text in zip(told, values[column.derived].values)]
        found[name] = np.array([code is not None for code in meant], bool)
        own[found[name]] = np.array(meant, object)[found[name]]
    return found


def _code(text: str, column: SideColumn) -> str:
    return (column.codes.read(text) or text) if column.codes else text


def _number(text: str, column: SideColumn, sheet: Sheet) -> Decimal | None:
    value = _figure(text, column, sheet)
    return None if value is None or abs(value) >= MOST else value.quantize(PLACES, ROUND_HALF_UP)


def _too_large(text: str, column: SideColumn, sheet: Sheet) -> bool:
    value = _figure(text, column, sheet)
    return value is not None and abs(value) >= MOST


def _figure(text: str, column: SideColumn, sheet: Sheet) -> Decimal | None:
    if _nothing(text):
        return None
    value = parse_number(text, sheet.decimal)
    if value is None and column.codes and (code := column.codes.read(text)):
        value = Decimal(code)
    if value is None and column.measure:
        value = measured(text, column.measure, sheet.decimal)
    factor = sheet.factors.get(column.name)
    return value * factor if value is not None and factor and applies(text, factor) else value


def _day(text: str, sheet: Sheet, column: SideColumn) -> date | None:
    if _nothing(text):
        return None
    counted = column.name == "date"  # the others are beginnings: a month or a year alone means its first day
    day = day_of(text, sheet.order, sheet.today) if counted else parse_date(text, sheet.order)
    if day is None:
        day = day_without_year(text, sheet.today) if counted else first_of_year(text)
    if day is None or not 1900 <= day.year <= 2199:
        return None
    return day.replace(day=1) if column.type == "month" else day
