"""The shape of a page that is sent: its sentence, its picture, its tables, how they were computed.

From it the light page, the message, the picture, the report and the workbook are made, so that a new page has to say
only what is its own.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, ClassVar

import plotly.graph_objects as go
import pyarrow as pa
from markupsafe import Markup

from kam_core import figures
from kam_core.analysis.pareto import Pareto
from kam_core.schema import Measure
from kam_core.wording import say

Question = tuple[str, dict[str, Any]]  # the SQL that was asked, and with what


class Kind(StrEnum):
    """What stands in a column."""

    NAME = "name"  # of a customer, product, region: what the row is about
    CODE = "code"  # small beside the name
    TEXT = "text"
    MONEY = "money"  # the measure of the scope, written out
    SHARE = "share"  # of 1
    CHANGE = "change"  # of 1, with its sign
    COUNT = "count"
    RATIO = "ratio"  # a number with one decimal
    DAY = "day"


@dataclass(frozen=True)
class Column:
    """code: its name in a workbook. spare: gives way on a narrow screen."""

    code: str
    head: str
    kind: Kind
    spare: bool = False

    @property
    def number(self) -> bool:
        return self.kind not in (Kind.NAME, Kind.CODE, Kind.TEXT)


@dataclass(frozen=True)
class Listing:
    """A table of plain values, a value a column. n: rows there are in all, of which these are the first."""

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Any]]
    n: int
    measure: Measure = Measure.AMOUNT

    def said(self, row: int, lang: str) -> list[str]:
        """One row as it is read."""
        return [shown(lang, column.kind, value, self.measure) for column, value in zip(self.columns, self.rows[row])]

    @property
    def table(self) -> pa.Table:
        """As a workbook holds it: numbers are numbers, what is not known is nothing."""
        found = {}
        for at, column in enumerate(self.columns):
            found[column.code] = pa.array([_plain(row[at]) for row in self.rows], _TYPES.get(column.kind, pa.string()))
        return pa.table(found)

    @property
    def heads(self) -> dict[str, str]:
        """Column -> its words."""
        return {column.code: column.head for column in self.columns}


@dataclass(frozen=True)
class Drawn:
    """A chart to be used, its heading, and what it shows in words."""

    title: str
    figure: go.Figure
    alt: str


@dataclass(frozen=True)
class Due:
    """Whose days run on after the page was made."""

    name: str
    left: int
    as_of: date


class Answer(ABC):
    """One page. Texts are in the language asked for; names in them are as the file has them."""

    page: ClassVar[str]  # as its address says

    @property
    @abstractmethod
    def pareto(self) -> Pareto:
        """The line of the period looked at: its scope and totals are what the page rests on."""

    @abstractmethod
    def sentence(self, lang: str) -> str:
        """The answer, as it stands first on the page."""

    @abstractmethod
    def beside(self, lang: str) -> str:
        """The small line under it; '' where there is none."""

    @abstractmethod
    def told(self, lang: str) -> str:
        """What a message says after the sentence: names, where there are any."""

    @abstractmethod
    def drawing(self, lang: str) -> Markup:
        """The page's main chart as SVG; nothing where there is nothing to draw."""

    @abstractmethod
    def pictured(self, lang: str) -> str:
        """The heading of its drawing."""

    @abstractmethod
    def charts(self, lang: str) -> list[Drawn]:
        """All its charts, the main one first."""

    @abstractmethod
    def listings(self, lang: str, most: int) -> list[Listing]:
        """Its tables, the main one first, of each at most `most` rows; those without a row are left out."""

    @abstractmethod
    def how(self, lang: str) -> list[str]:
        """What its figures mean, a line each."""

    @abstractmethod
    def questions(self) -> list[Question]:
        """What the data were asked."""

    @property
    def due(self) -> Due | None:
        """Who has days left, or is late, by these figures."""
        return None

    def sheets(self, lang: str) -> list[Listing]:
        """Its tables whole, as a workbook has them."""
        return self.listings(lang, MOST_ROWS)

    def title(self, lang: str) -> str:
        """The page's name."""
        return say(lang, f"answer.{self.page}.title")

    def measure(self, lang: str) -> str:
        """What is added up."""
        return say(lang, f"light.{self.pareto.ranking.scope.measure.value}")


MOST_ROWS = 1_000_000
_TYPES = {
    Kind.MONEY: pa.decimal128(38, 4),
    Kind.SHARE: pa.float64(),
    Kind.CHANGE: pa.float64(),
    Kind.COUNT: pa.int64(),
    Kind.RATIO: pa.float64(),
    Kind.DAY: pa.date32(),
}


def shown(lang: str, kind: Kind, value: Any, measure: Measure) -> str:
    """A value as its column shows it, – where there is none."""
    if value is None or value == "":
        return figures.NONE if kind not in (Kind.CODE, Kind.TEXT) else ""
    match kind:
        case Kind.MONEY:
            return figures.volume(lang, value) if measure is Measure.QUANTITY else figures.exact(lang, value)
        case Kind.SHARE:
            return figures.percent(lang, value)
        case Kind.CHANGE:
            return figures.change(lang, value)
        case Kind.COUNT:
            return figures.count(lang, value)
        case Kind.RATIO:
            return f"{float(value):,.1f}"
        case Kind.DAY:
            return figures.iso(value)
    return str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Fraction):
        return float(value)
    return value.quantize(_FOUR) if isinstance(value, Decimal) else value


_FOUR = Decimal("0.0001")
