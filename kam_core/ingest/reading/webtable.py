"""Tables in web pages and XML spreadsheets: what many ERPs write when asked for .xls.

Each table of a page is a table of its own. A page's line is the row in its table, as on a sheet. Merged cells keep
their text in the first place and leave the others empty, so that columns stay under their headers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.parsers import expat

from kam_core.errors import UnreadableFile
from kam_core.ingest.progress import Progress
from kam_core.ingest.reading import encoding, limits, survey
from kam_core.ingest.reading.records import Record, gather, write
from kam_core.ingest.reading.table import Table
from kam_core.ingest.reading.transcribe import Mixed, utf8_blocks
from kam_core.ingest.recipe import Layout

Rows = list[list[str]]
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.I)
_SS = "urn:schemas-microsoft-com:office:spreadsheet "


def read_page(path: Path, name: str, folder: Path, layout: Layout, progress: Progress) -> list[Table]:
    """The tables of a web page. Raises UnreadableFile: no_table_in_page, too_many_columns and what text raises."""
    seen = survey.look(path, name)
    stated = layout.encoding
    if not stated and not seen.utf8 and (charset := _CHARSET.search(seen.head)):
        stated = charset[1].decode("ascii")
    verdict = encoding.decide(seen, name, stated)
    page = _Page()
    for block in utf8_blocks(path, verdict, verdict.codec == "utf-8" and seen.utf8, Mixed()):
        page.feed(block.decode("utf-8", "replace"))
    page.close()
    tables = [(f"{n}", rows) for n, rows in enumerate(page.tables, 1) if len(rows) > 1 or len(page.tables) == 1]
    progress("read", 1.0)
    return _tables(tables, name, folder, replace(layout, encoding=verdict.codec, delimiter="", quote=""))


def read_xml_spreadsheet(path: Path, name: str, folder: Path, layout: Layout, progress: Progress) -> list[Table]:
    """The sheets of an XML Spreadsheet 2003. Raises UnreadableFile: broken_workbook, no_table_in_page, …"""
    book = _Spreadsheet(name)
    try:
        with path.open("rb") as file:
            book.parser.ParseFile(file)
    except expat.ExpatError as error:
        raise UnreadableFile("broken_workbook", file=name) from error
    progress("read", 1.0)
    return _tables(book.sheets, name, folder, replace(layout, encoding="", delimiter="", quote=""))


def _tables(found: list[tuple[str, Rows]], name: str, folder: Path, layout: Layout) -> list[Table]:
    if layout.sheet and layout.sheet not in [title for title, _ in found]:
        titles = ", ".join(title for title, _ in found)
        raise UnreadableFile("no_such_sheet", file=name, sheet=layout.sheet, sheets=titles)
    tables = []
    for index, (title, rows) in enumerate(found):
        if (layout.sheet and title != layout.sheet) or not any(cell.strip() for row in rows for cell in row):
            continue
        place = folder / f"table-{index:03d}"
        place.mkdir()
        records, width, count = gather(write(_records(rows), place / "part", name))
        tables.append(Table(replace(layout, sheet=title), records, width, count))
    if not tables:
        raise UnreadableFile("no_table_in_page", file=name)
    return tables


def _records(rows: Rows) -> Iterator[Record]:
    for line, row in enumerate(rows, 1):
        filled = max((i for i, cell in enumerate(row, 1) if cell.strip()), default=0)
        yield line, row[:filled]


class _Page(HTMLParser):
    """Collects the rows of every table; a table inside a cell is a table of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[Rows] = []
        self._open: list[Rows] = []
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._below: dict[int, int] = {}  # column: rows it is still covered by a cell from above
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self._silent += 1
        elif tag == "table":
            self._end_cell()
            self._open.append([])
            self.tables.append(self._open[-1])
            self._below = {}
        elif tag == "tr" and self._open:
            self._end_cell()
            self._open[-1].append([])
        elif tag in ("td", "th") and self._open:
            self._end_cell()
            if not self._open[-1]:
                self._open[-1].append([])
            stated = dict(attrs)
            self._cell, self._span = [], (_number(stated.get("colspan")), _number(stated.get("rowspan")))
        elif tag == "br" and self._cell is not None:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._silent = max(0, self._silent - 1)
        elif tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table" and self._open:
            self._end_cell()
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._silent:
            self._cell.append(data)

    def _end_cell(self) -> None:
        if self._cell is None or not self._open:
            return
        row = self._open[-1][-1]
        while self._below.get(len(row), 0):
            self._below[len(row)] -= 1
            row.append("")
        columns, rows = self._span
        for _ in range(columns):
            self._below[len(row)] = rows - 1
            row.append("")
        row[-columns] = re.sub(r"[ \t\r\n]+", " ", "".join(self._cell))
        self._cell = None


def _number(stated: str | None) -> int:
    return min(max(int(stated), 1), limits.COLUMNS) if stated and stated.isdigit() else 1


class _Spreadsheet:
    """Reads the sheets of an XML spreadsheet as its parser meets them; entities, a way to make a bomb, are refused."""

    def __init__(self, name: str) -> None:
        self.sheets: list[tuple[str, Rows]] = []
        self.name = name
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._refuse
        self._data: list[str] | None = None
        self._kind = ""

    def _refuse(self, *_: object) -> None:
        raise UnreadableFile("broken_workbook", file=self.name)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        index = _number(attributes.get(_SS + "Index"))
        if tag == _SS + "Worksheet":
            self.sheets.append((attributes.get(_SS + "Name", ""), []))
        elif tag == _SS + "Row" and self.sheets:
            rows = self.sheets[-1][1]
            rows += [[] for _ in range(min(index - 1 - len(rows), 1_048_576))] + [[]]
        elif tag == _SS + "Cell" and self.sheets and self.sheets[-1][1]:
            row = self.sheets[-1][1][-1]
            row += [""] * (index - 1 - len(row) if _SS + "Index" in attributes else 0) + [""]
        elif tag == _SS + "Data":
            self._data, self._kind = [], attributes.get(_SS + "Type", "")

    def _text(self, text: str) -> None:
        if self._data is not None:
            self._data.append(text)

    def _end(self, tag: str) -> None:
        if tag == _SS + "Data" and self._data is not None and self.sheets:
            text = "".join(self._data)
            if self._kind == "DateTime":
                text = text.replace("T", " ").removesuffix(".000").removesuffix(" 00:00:00")
            elif self._kind == "Boolean":
                text = "TRUE" if text == "1" else "FALSE"
            rows = self.sheets[-1][1]
            if rows and rows[-1]:
                rows[-1][-1] += text
            self._data = None
