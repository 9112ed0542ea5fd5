"""From an upload to the files inside it: itself, or what a .gz or .zip holds.

An archive's own names are shown, never used as a path, and what it unpacks to is bounded while it unpacks: the sizes
an archive states about itself are not believed.
"""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from kam_core.errors import Notice, UnreadableFile
from kam_core.ingest.reading import limits
from kam_core.ingest.reading.kind import Kind, recognise
from kam_core.ingest.recipe import Upload

BLOCK = 1 << 20


@dataclass(frozen=True)
class Part:
    """One file to read: the name it is shown by ("sales.zip/一月.csv"), where its bytes lie, and what it is."""

    name: str
    path: Path
    kind: Kind


def unpack(upload: Upload, workdir: Path, notices: list[Notice]) -> Iterator[Part]:
    """The files of an upload, one by one; an unpacked one lies in `workdir` and is gone when the next is asked for.

    Members that are no table (a PDF beside the sales) are passed over with a notice unless nothing else is there.
    Raises UnreadableFile: whatever `recognise` raises, archive_bomb, too_many_members, nested_archive, empty_archive,
    broken_archive, locked_archive.
    """
    kind = recognise(upload.path, upload.name)
    if kind is Kind.GZIP:
        yield from _gzip(upload, workdir)
    elif kind is Kind.ZIP:
        yield from _zip(upload, workdir, notices)
    else:
        yield Part(upload.name, upload.path, kind)


def _gzip(upload: Upload, workdir: Path) -> Iterator[Part]:
    target = workdir / "unpacked"
    try:
        with gzip.open(upload.path) as packed:
            _pour(cast(IO[bytes], packed), target, upload.path.stat().st_size, upload.name)
        kind = recognise(target, upload.name)
        if kind in (Kind.GZIP, Kind.ZIP):
            raise UnreadableFile("nested_archive", file=upload.name, member=upload.name)
        yield Part(upload.name, target, kind)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise UnreadableFile("broken_archive", file=upload.name) from error
    finally:
        target.unlink(missing_ok=True)


def _zip(upload: Upload, workdir: Path, notices: list[Notice]) -> Iterator[Part]:
    target = workdir / "unpacked"
    with zipfile.ZipFile(upload.path) as archive:
        members = [m for m in archive.infolist() if not m.is_dir() and not _litter(m.filename)]
        if not members:
            raise UnreadableFile("empty_archive", file=upload.name)
        if len(members) > limits.MEMBERS:
            raise UnreadableFile("too_many_members", file=upload.name, members=len(members), limit=limits.MEMBERS)
        stated = sum(m.file_size for m in members)
        if _bomb(stated, upload.path.stat().st_size):
            raise UnreadableFile("archive_bomb", file=upload.name)
        refused: list[UnreadableFile] = []
        for member in members:
            shown = f"{upload.name}/{member_name(member)}"
            if member.flag_bits & 1:
                raise UnreadableFile("locked_archive", file=upload.name)
            try:
                with archive.open(member) as packed:
                    _pour(packed, target, max(member.compress_size, 1), shown)
                kind = recognise(target, shown)
                if kind in (Kind.GZIP, Kind.ZIP):
                    raise UnreadableFile("nested_archive", file=upload.name, member=member_name(member))
                yield Part(shown, target, kind)
            except (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error) as error:
                raise UnreadableFile("broken_archive", file=upload.name) from error
            except UnreadableFile as error:
                if error.code not in ("not_a_table", "empty_file"):
                    raise
                refused.append(error)
                notices.append(Notice("member_passed_over", {"file": upload.name, "member": member_name(member)}))
            finally:
                target.unlink(missing_ok=True)
        if len(refused) == len(members):
            raise refused[0]


def member_name(member: zipfile.ZipInfo) -> str:
    """A member's name as its maker wrote it: Chinese Windows packs names in GBK without saying so."""
    if member.flag_bits & 0x800:
        return member.filename
    raw = member.filename.encode("cp437", "replace")
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return member.filename


def _litter(name: str) -> bool:
    last = name.rsplit("/", 1)[-1]
    return name.startswith("__MACOSX/") or last.startswith(("._", "~$")) or last in (".DS_Store", "Thumbs.db")


def _pour(packed: IO[bytes], target: Path, packed_size: int, name: str) -> None:
    poured = 0
    with target.open("wb") as out:
        while block := packed.read(BLOCK):
            poured += len(block)
            if _bomb(poured, packed_size):
                raise UnreadableFile("archive_bomb", file=name)
            out.write(block)


def _bomb(unpacked: int, packed: int) -> bool:
    return unpacked > limits.UNPACKED_BYTES or (unpacked > limits.RATIO_FROM and unpacked > packed * limits.RATIO)
