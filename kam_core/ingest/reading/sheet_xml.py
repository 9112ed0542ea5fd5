"""What has to be seen in a workbook's own XML: how far its cells reach, and which of them hold an error.

The reader holds a sheet in memory as one rectangle, so a single cell in the last corner would make it fill 17 billion;
and it gives back an error (#N/A, #DIV/0!) as an empty cell, which would be a value lost in silence.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import unescape

from kam_core.errors import UnreadableFile
from kam_core.ingest.reading import limits

Errors = dict[tuple[int, int], str]  # (row, column), both from 1: the error as it is shown

_FAR_COLUMN = re.compile(rb'r="([A-Z]{2,3})\d')
_ROW = re.compile(rb'<(?:x:)?row [^>]*?\br="(\d+)"')
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_ERROR = re.compile(
    rb'<(?:x:)?c ([^>]*\bt="e"[^>]*)>(?:<(?:x:)?f[^>]*/>|<(?:x:)?f[^>]*>[^<]*</(?:x:)?f>)?<(?:x:)?v>([^<]*)<'
)
_PLACE = re.compile(rb'\br="([A-Z]+)(\d+)"')
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TEXT_BYTES = 2 << 30  # of all members together
_DIRECTORY_BYTES = 1 << 20  # of the list of sheets


def inspect(path: Path, name: str) -> dict[str, Errors]:
    """The errors of each sheet that has some, by its name; nothing for .xls, which is bounded by its own format.

    Raises UnreadableFile: workbook_too_large, too_many_columns, broken_workbook.
    """
    if not zipfile.is_zipfile(path):
        return {}
    try:
        with zipfile.ZipFile(path) as book:
            members = book.infolist()
            total = sum(member.file_size for member in members)
            dense = total > limits.RATIO_FROM and total > path.stat().st_size * limits.RATIO
            if len(members) > 10 * limits.MEMBERS or total > _TEXT_BYTES or dense:
                raise UnreadableFile("workbook_too_large", file=name)
            sheets = [m.filename for m in members if _SHEET.fullmatch(m.filename)]
            failing = [sheet for sheet in sheets if _weigh(book, sheet, name)]
            called = _names(book) if failing else {}
            return {called[sheet]: _errors(book, sheet) for sheet in failing if sheet in called}
    except (zipfile.BadZipFile, NotImplementedError, EOFError, KeyError, ElementTree.ParseError) as error:
        raise UnreadableFile("broken_workbook", file=name) from error


def _blocks(book: zipfile.ZipFile, sheet: str) -> Iterator[bytes]:
    """The sheet's XML, block by block, each with the end of the one before."""
    rest = b""
    with book.open(sheet) as file:
        while block := file.read(1 << 20):
            yield rest + block
            rest = (rest + block)[-2_000:]


def _weigh(book: zipfile.ZipFile, sheet: str, name: str) -> bool:
    """Whether the sheet holds an error; refuses one whose cells reach too far."""
    furthest, row, failing = 26, 0, False  # one letter's columns are not looked for
    for block in _blocks(book, sheet):
        furthest = max([furthest, *map(_column, set(_FAR_COLUMN.findall(block)))])
        if rows := _ROW.findall(block):
            row = max(row, int(rows[-1]), int(rows[0]))
        failing = failing or b't="e"' in block
    if furthest > limits.COLUMNS:
        raise UnreadableFile("too_many_columns", file=name, line=1, columns=furthest, limit=limits.COLUMNS)
    if row * furthest > limits.SHEET_CELLS:
        raise UnreadableFile("workbook_too_large", file=name)
    return failing


def _errors(book: zipfile.ZipFile, sheet: str) -> Errors:
    found: Errors = {}
    for block in _blocks(book, sheet):
        for attributes, text in _ERROR.findall(block):
            if place := _PLACE.search(attributes):
                found[int(place[2]), _column(place[1])] = unescape(text.decode("utf-8", "replace"))
    return found


def _names(book: zipfile.ZipFile) -> dict[str, str]:
    """The name of each sheet, by the file it lies in."""
    targets = {
        relation.get("Id"): posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
        for relation in _parsed(book, "xl/_rels/workbook.xml.rels")
    }
    sheets = [element for element in _parsed(book, "xl/workbook.xml").iter() if element.tag.endswith("}sheet")]
    return {targets.get(sheet.get(_RELATION), ""): sheet.get("name", "") for sheet in sheets}


def _parsed(book: zipfile.ZipFile, member: str) -> ElementTree.Element:
    data = book.read(member) if book.getinfo(member).file_size <= _DIRECTORY_BYTES else b""
    return ElementTree.fromstring(b"" if b"<!DOCTYPE" in data else data)  # entities are a way to make a bomb


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
