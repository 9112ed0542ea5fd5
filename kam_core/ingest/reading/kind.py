"""What a file is, by its first bytes. Its name is never asked: an .xlsx called .csv is read as a workbook."""

from __future__ import annotations

import zipfile
from enum import StrEnum
from pathlib import Path

from kam_core.errors import UnreadableFile


class Kind(StrEnum):
    """The kinds that are read."""

    TEXT = "text"  # delimited or fixed-width
    GZIP = "gzip"
    ZIP = "zip"
    WORKBOOK = "workbook"  # .xlsx .xlsm .xlsb .xls
    PARQUET = "parquet"
    HTML = "html"  # many ERPs call a web page .xls
    XML_SPREADSHEET = "xml spreadsheet"  # "XML Spreadsheet 2003", called .xls too


#: Kinds that are recognised in order to be refused by name.
FOREIGN = (
    (b"%PDF", "PDF"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"RIFF", "RIFF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"\x7fELF", "ELF"),
    (b"{\\rtf", "RTF"),
    (b"MIME-Version:", "MHTML"),
    (b"ORC\x00", "ORC"),
    (b"Obj\x01", "Avro"),
    (b"ARROW1\x00\x00", "Arrow"),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def recognise(path: Path, name: str) -> Kind:
    """The kind of the file at `path`, called `name` in messages.

    Raises UnreadableFile: empty_file, not_a_table (naming what it is), locked_workbook, broken_archive.
    """
    with path.open("rb") as file:
        head = file.read(4096)
        file.seek(max(0, path.stat().st_size - 4))
        tail = file.read(4)
    if not head:
        raise UnreadableFile("empty_file", file=name)
    for magic, kind in FOREIGN:
        if head.startswith(magic):
            raise UnreadableFile("not_a_table", file=name, kind=kind)
    if head[257:262] == b"ustar":
        raise UnreadableFile("not_a_table", file=name, kind="tar")
    if head.startswith(b"\x1f\x8b"):
        return Kind.GZIP
    if head.startswith(OLE):
        return _ole(path, name)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip(path, name)
    if head.startswith(b"PAR1") and tail == b"PAR1":
        return Kind.PARQUET
    return _markup(head, name)


def _zip(path: Path, name: str) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            members = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise UnreadableFile("broken_archive", file=name) from error
    if "[Content_Types].xml" in members:
        if any(m.startswith("xl/") for m in members):
            return Kind.WORKBOOK
        raise UnreadableFile("not_a_table", file=name, kind="Word / PowerPoint")
    if "mimetype" in members and "content.xml" in members:
        raise UnreadableFile("not_a_table", file=name, kind="OpenDocument")
    return Kind.ZIP


def _ole(path: Path, name: str) -> Kind:
    """An OLE file is an old workbook, a locked new one, or something else of the office; its directory tells."""
    with path.open("rb") as file:
        data = file.read(64 << 20)
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableFile("locked_workbook", file=name)
    if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data:
        return Kind.WORKBOOK
    raise UnreadableFile("not_a_table", file=name, kind="Word / Outlook / OLE")


def _markup(head: bytes, name: str) -> Kind:
    """Text of some sort: a web page, an XML spreadsheet, JSON, or what we look for."""
    text = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if text.startswith(b"<?xml") and b"urn:schemas-microsoft-com:office:spreadsheet" in text:
        return Kind.XML_SPREADSHEET
    if text.startswith(b"<") and any(tag in text for tag in (b"<html", b"<table", b"<!doctype html")):
        return Kind.HTML
    if text.startswith(b"<?xml"):
        raise UnreadableFile("not_a_table", file=name, kind="XML")
    if text[:1] in (b"{", b"[") and text[1:].lstrip()[:1] in (b'"', b"{"):
        raise UnreadableFile("not_a_table", file=name, kind="JSON")
    return Kind.TEXT
