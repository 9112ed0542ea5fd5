"""A backup becomes a store again, in an empty folder; whole and as it was, or not at all.

A backup may have been damaged, or made by somebody who wishes us ill: only plain files under the names of a store are
taken, each must have the SHA-256 the backup itself states, an original must have the one that is its name, and the
catalog must speak of exactly what came with it and hold tables alone. Everything is written to a folder of its own
first and moved to its place, the catalog last, once all of it has been checked.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import secrets
import shutil
import sqlite3
import tarfile
import zlib
from contextlib import closing
from pathlib import Path
from typing import Any, NoReturn

from kam_core.errors import BadInput
from kam_core.ingest.reading.limits import RATIO, RATIO_FROM
from kam_core.store.backup import CATALOG, CONTENTS, FORMAT, SECRET, Copied, fits, named_by
from kam_core.store.manifest import FILE as MANIFEST
from kam_core.store.originals import sync_folder

PIECE = 1 << 20
MOST_CONTENTS = 256 << 20  # bytes of contents.json: about a million files
SPARE = 64 << 20  # bytes of the disk that are left alone


def restore(file: Path, folder: Path) -> Copied:
    """Make the store a backup holds, in `folder`, which must be empty or not there.

    Raises BadInput: no_such_file, restore_not_empty, restore_no_room, and backup_damaged or backup_strange, which name
    the file, the member and what is wrong. The folder is then as it was.
    """
    if not file.is_file():
        raise BadInput("no_such_file", file=str(file))
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInput("restore_not_empty", folder=str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / f".restoring-{secrets.token_hex(4)}"
    aside.mkdir(mode=0o700)
    try:
        copied = _Reading(file, aside).all()
        for room in sorted(aside.iterdir(), key=lambda path: path.name == CATALOG):  # with it the store is there
            room.rename(folder / room.name)
        sync_folder(folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return Copied(folder, *copied)


class _Plain(tarfile.TarInfo):
    """A member that is a plain file: any other is refused before anything of it is read."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> _Plain:
        member = super().frombuf(buf, encoding, errors)
        if member.type not in (tarfile.REGTYPE, tarfile.AREGTYPE) or not fits(member.name):
            raise _Strange(member.name)
        return member


class _Strange(Exception):
    """A member no backup of ours has."""


class _Measured(io.RawIOBase):
    """What a backup unpacks to, read only as far as an honest one goes."""

    def __init__(self, path: Path, unpacked: io.BufferedIOBase) -> None:
        self._unpacked, self._read = unpacked, 0
        self._most = max(RATIO_FROM, path.stat().st_size * RATIO)

    def read(self, size: int = -1) -> bytes:
        piece = self._unpacked.read(min(size, PIECE) if size >= 0 else PIECE)
        self._read += len(piece)
        if self._read > self._most:
            raise _Strange("")
        return piece


class _Reading:
    """One pass over a backup into an empty folder."""

    def __init__(self, file: Path, aside: Path) -> None:
        self.file, self.aside = file, aside
        self.hashes: dict[str, str] = {}
        self.said: dict[str, Any] = {}

    def all(self) -> tuple[int, int, int, int, tuple[str, ...]]:
        """Everything written and checked: what `Copied` says of it."""
        try:
            with gzip.open(self.file) as unpacked:
                stream: Any = _Measured(self.file, unpacked)
                with tarfile.open(fileobj=stream, mode="r|", tarinfo=_Plain) as archive:
                    for member in archive:
                        self._take(archive, member)
        except _Strange as error:
            self._strange(str(error))
        except (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, ValueError) as error:
            self._damaged("", error)
        size = self._as_stated()
        missing = tuple(str(name) for name in self.said.get("missing", ()))
        datasets, versions = self._as_the_catalog_says(missing)
        return datasets, versions, len(self.hashes), size, missing

    def _take(self, archive: tarfile.TarFile, member: tarfile.TarInfo) -> None:
        name, source = member.name, archive.extractfile(member)
        if source is None or name in self.hashes or self.said:  # twice, or after the end
            self._strange(name)
        if name == CONTENTS:
            if member.size > MOST_CONTENTS:
                self._strange(name)
            self.said = json.loads(source.read())
            if not isinstance(self.said, dict) or self.said.get("format") != FORMAT:
                self._strange(name)
            return
        if member.size > shutil.disk_usage(self.aside).free - SPARE:
            raise BadInput("restore_no_room", folder=str(self.aside.parent), megabytes=member.size >> 20)
        place, sha256 = self.aside / name, hashlib.sha256()
        place.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            while piece := source.read(PIECE):
                sha256.update(piece)
                target.write(piece)
            target.flush()
            os.fsync(target.fileno())
        self.hashes[name] = sha256.hexdigest()

    def _as_stated(self) -> int:
        """Every file is the one contents.json states, and none is lacking. The bytes of all."""
        stated = self.said.get("files")
        if not isinstance(stated, dict):
            self._damaged(CONTENTS)
        for name in sorted(stated.keys() | self.hashes.keys()):
            about = stated.get(name)
            if not isinstance(about, dict) or self.hashes.get(name) != about.get("sha256"):
                self._damaged(name)
            if name.startswith("originals/") and Path(name).name != self.hashes[name]:
                self._damaged(name)
        return sum((self.aside / name).stat().st_size for name in self.hashes)

    def _as_the_catalog_says(self, missing: tuple[str, ...]) -> tuple[int, int]:
        """The catalog is sound, holds tables alone, and names exactly what came. Numbers of datasets and versions."""
        if CATALOG not in self.hashes:
            self._damaged(CATALOG)
        try:
            with closing(sqlite3.connect(f"file:{self.aside / CATALOG}?mode=ro", uri=True)) as connection:
                connection.execute("PRAGMA trusted_schema = OFF")
                sound = connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
                kinds = {kind for (kind,) in connection.execute("SELECT DISTINCT type FROM sqlite_master")}
            if not sound:
                self._damaged(CATALOG)
            if not kinds <= {"table", "index"}:
                self._strange(CATALOG)
            datasets, versions, originals = named_by(self.aside / CATALOG)
        except sqlite3.DatabaseError as error:
            self._damaged(CATALOG, error)
        there = {name for name in self.hashes if name not in (CATALOG, SECRET)}
        needed = {*originals, *(f"{version}/{MANIFEST}" for version in versions)} - set(missing)
        of_versions = {name.rpartition("/")[0] for name in there if name.startswith("datasets/")}
        unnamed = {n for n in there if n.startswith("originals/")} - set(originals) | of_versions - set(versions)
        for name in sorted(needed - there) + sorted(unnamed):
            self._damaged(name)
        return datasets, len(versions)

    def _damaged(self, member: str, error: Exception | None = None) -> NoReturn:
        raise BadInput("backup_damaged", file=str(self.file), member=member or "…") from error

    def _strange(self, member: str) -> NoReturn:
        raise BadInput("backup_strange", file=str(self.file), member=member[:80] or "…")
