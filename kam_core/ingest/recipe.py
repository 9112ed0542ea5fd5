"""A Recipe says, completely and repeatably, how one upload is to be understood.

It is decided once (by evidence, then by the user), stored in the dataset's manifest, remembered by the header's
signature, and enough to read the kept original again to the same dataset.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from kam_core.schema import Role

#: What a money cell says about its currency, where no column does.
CURRENCY_SIGN = "US\\$|HK\\$|[$€£¥₹₩₽]|USD|EUR|GBP|CNY|RMB|JPY|HKD|CHF"


@dataclass(frozen=True)
class Layout:
    """How the bytes of one source become records of text cells. None means: decide by evidence."""

    encoding: str | None = None  # a Python codec name; "" where it does not apply (Excel, Parquet)
    delimiter: str | None = None  # one character, or "fixed"; "" where it does not apply
    quote: str | None = None  # '"', "'" or "" for none
    sheet: str | None = None  # a worksheet's name; "" where it does not apply
    header_line: int | None = None  # 1-based line of the last header line; 0 where there is no header
    header_lines: int = 1  # two where a merged line of groups stands above
    table: int = 1  # which of several tables stacked in one source, from 1


@dataclass(frozen=True)
class Mapping:
    """Which columns (1-based positions) play which role, and how their values are written."""

    roles: dict[Role, tuple[int, ...]] = field(default_factory=dict)  # two positions: joined by a space;
    # the currency on the amount's own column: by the sign in its cells
    months: tuple[tuple[int, str, str], ...] = ()  # wide months: (position, "YYYY-MM", measure)
    date_order: str = "ymd"  # ymd | dmy | mdy: for dates whose order the value itself does not show
    decimal: str = "."  # the decimal mark: . or ,
    fill_down: tuple[int, ...] = ()  # columns that stand only on a document's first line
    group_titles: bool = False  # the customer stands on a line of its own above its lines
    returns: tuple[str, ...] = ()  # values of document_type that mean a return and need their sign turned
    void: tuple[str, ...] = ()  # values of status that mean: does not count (已作废, 未审核)
    gifts: tuple[str, ...] = ()  # values of gift that mean: free goods
    nobody: tuple[str, ...] = ()  # customers that are no customer (散客, 样品): kept as unassigned
    tax: str = ""  # "incl" | "excl" | "" unknown: what the amount is


@dataclass(frozen=True)
class Recipe:
    """Layout of each source and the one mapping they share (sources are aligned by header to the first)."""

    layouts: tuple[Layout, ...]
    mapping: Mapping


@dataclass(frozen=True)
class Upload:
    """One file as it was given: its own name (shown, never used as a path) and where its bytes lie."""

    name: str
    path: Path


@dataclass(frozen=True)
class Source:
    """One table of one uploaded file, as text: the records from its very first line on, titles and all.

    `records` is a Parquet file, or for a large source the pattern of several (`records.files` lists them), in file
    order: line BIGINT (1-based line or sheet row where the record starts), cells INTEGER (how many cells it really
    had), c1..cN VARCHAR (N = width; NULL = no cell or an empty one).
    """

    index: int
    file: str  # the upload's own name, never used as a path
    upload: int  # which of the uploads it is of, an index
    layout: Layout  # what was used; header_line is still None until the header is found
    records: Path
    width: int
    count: int  # records in the Parquet file
    order: tuple[int, ...] = ()  # canonical position i -> this source's own column (0: it has none); () = the same


@dataclass(frozen=True)
class Question:
    """One thing the user must decide, because the file leaves it open."""

    about: str  # customer | date | amount | date_order | table | unassigned | total | encoding
    candidates: tuple[int | str, ...] = ()  # positions or codes, the likeliest first


@dataclass(frozen=True)
class Column:
    """What is known of one source column, for the screen that shows and corrects it."""

    position: int
    header: str
    role: Role | None
    confidence: float  # 0..1
    samples: tuple[str, ...]  # a few different values, as they stand in the file
