"""A sheet of a side table as it is understood, and what the user has said about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from kam_core.errors import Notice
from kam_core.ingest.recipe import Question, Source
from kam_core.ingest.side.stated import Dealer


@dataclass(frozen=True)
class SideHints:
    """What the user has said. columns: column -> header or position ('' = none); dates: dmy | mdy; day: of files
    without one.

    dealers: file (Sheet.called; '' = every other) without a customer column -> whose it is, by code or name; '' = ours.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    no_header: bool = False
    dates: str | None = None
    day: date | None = None
    dealers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """One source, understood. `source.layout` says where its header stands.

    dealer: whose it is where no column says so (None: the firm's own). wide: the positions of columns that stood side
    by side and now are records of their own (wide.py). today: the day of the import. samples: a few different values
    of each column of the file, as they stand there. made: the positions of columns the file does not have (remade.py).
    factors: column -> what its figures are to be multiplied by (scales.py). said: column -> what all rows hold in it,
    where no column of the file does.
    """

    source: Source
    names: tuple[str, ...]
    columns: Mapping[str, int]
    titles: tuple[str, ...]
    order: str = "ymd"
    decimal: str = "."
    dealer: Dealer | None = None
    day: date | None = None
    notices: tuple[Notice, ...] = ()
    questions: tuple[Question, ...] = ()
    wide: tuple[int, ...] = ()
    samples: tuple[tuple[str, ...], ...] = ()
    today: date = date.max
    made: tuple[int, ...] = ()
    factors: Mapping[str, Decimal] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)

    @property
    def called(self) -> str:
        """What the user knows it by."""
        sheet = self.source.layout.sheet
        return f"{self.source.file} [{sheet}]" if sheet else self.source.file

    def samples_of(self, column: str) -> tuple[str, ...]:
        """A few values of a column; none where it was made of several that stood side by side."""
        place = self.columns[column] - 1
        return self.samples[place] if place < len(self.samples) else ()

    @property
    def mapping(self) -> dict[str, str]:
        """Column -> header, or its position where it has none."""
        return {column: self.names[p - 1] or str(p) for column, p in self.columns.items()}
