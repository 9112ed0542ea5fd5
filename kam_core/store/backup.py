"""A copy of the whole store in one file, made while everybody works on.

The catalog is copied first, by SQLite's own online backup; then what it names: versions and originals never change, and
a version's row is committed only once its files stand. So the copy is the store as it was at one moment, whatever is
imported meanwhile. Left out is what passes: running imports, files read for one call, what is being written, the log.

The file is a tar.gz of plain names (see `fits`); its last member, contents.json, has every file's size and SHA-256, so
a copy that was cut short is known as such.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import secrets
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kam_core.errors import BadInput
from kam_core.store.manifest import FILE as MANIFEST
from kam_core.store.staging import staging
from kam_core.store.store import Store, moment

CATALOG, SECRET, CONTENTS = "catalog.sqlite", "secret", "contents.json"
FORMAT = 1
LEVEL = 1  # the tables are compressed already; text shrinks well enough at once
_VERSION = r"datasets/[A-Za-z0-9_-]{1,80}/[1-9][0-9]{0,8}/[a-z_]{1,40}"
_NAMES = re.compile(
    rf"{CATALOG}|{SECRET}|{CONTENTS}|{_VERSION}\.(?:parquet|json)|originals/[0-9a-f]{{2}}/[0-9a-f]{{64}}"
)


@dataclass(frozen=True)
class Copied:
    """What a backup holds, or what was restored from one. missing: files the catalog names and the store lacked."""

    place: Path
    datasets: int
    versions: int
    files: int
    size: int  # bytes of the files
    missing: tuple[str, ...] = ()


def fits(name: str) -> bool:
    """Whether a name in a backup is one that a backup gives: never absolute, never upwards."""
    return _NAMES.fullmatch(name) is not None


def back_up(store: Store, out: Path) -> Copied:
    """Write the store to a new file `out`, readable by its owner alone.

    Raises BadInput: backup_exists, backup_no_place, backup_of_other_catalog.
    """
    if os.environ.get("KAM_CATALOG_URL"):
        raise BadInput("backup_of_other_catalog", folder=str(store.folder))
    if out.exists():
        raise BadInput("backup_exists", file=str(out))
    if not out.parent.is_dir():
        raise BadInput("backup_no_place", folder=str(out.parent))
    part = out.with_name(f".{out.name}.{secrets.token_hex(4)}")
    try:
        with staging(store.folder / "staging") as folder:
            snapshot = folder / CATALOG
            copy_catalog(store.folder / CATALOG, snapshot)
            copied = _write(store.folder, snapshot, part)
        os.link(part, out)  # never over a file that came meanwhile
    except FileExistsError as error:
        raise BadInput("backup_exists", file=str(out)) from error
    finally:
        part.unlink(missing_ok=True)
    return Copied(out, *copied)


def copy_catalog(living: Path, copy: Path) -> None:
    """The catalog as it is at one moment, while others write to it."""
    with closing(sqlite3.connect(living, timeout=30)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it


def named_by(catalog: Path) -> tuple[int, list[str], list[str]]:
    """What a copied catalog speaks of: the number of datasets, folders of versions, and originals, as names."""
    with closing(sqlite3.connect(f"file:{catalog}?mode=ro", uri=True)) as connection:
        (datasets,) = connection.execute("SELECT count(*) FROM datasets").fetchone()
        versions = connection.execute("SELECT dataset, version FROM versions ORDER BY dataset, version").fetchall()
        kept = connection.execute("SELECT DISTINCT sha256 FROM originals ORDER BY sha256").fetchall()
    originals = [f"originals/{sha256[:2]}/{sha256}" for (sha256,) in kept]
    return datasets, [f"datasets/{dataset}/{version}" for dataset, version in versions], originals


def _write(store: Path, snapshot: Path, part: Path) -> tuple[int, int, int, int, tuple[str, ...]]:
    datasets, versions, originals = named_by(snapshot)
    files: dict[str, dict[str, int | str]] = {}
    missing: list[str] = []
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as raw:
        with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=LEVEL, format=tarfile.GNU_FORMAT) as archive:
            files[CATALOG] = _add(archive, CATALOG, snapshot)
            names = [*_of_versions(store, versions), *originals]
            for name in [SECRET, *names] if (store / SECRET).is_file() else names:
                try:
                    files[name] = _add(archive, name, store / name)
                except FileNotFoundError:
                    missing.append(name)
            about = {"format": FORMAT, "made": moment(), "files": files, "missing": missing}
            said = json.dumps(about, indent=1).encode()
            archive.addfile(_header(CONTENTS, len(said)), io.BytesIO(said))
        raw.flush()
        os.fsync(raw.fileno())
    size = sum(int(file["size"]) for file in files.values())
    return datasets, len(versions), len(files), size, tuple(missing)


def _of_versions(store: Path, versions: list[str]) -> Iterator[str]:
    for version in versions:
        found = sorted(path.name for path in (store / version).glob("*") if path.is_file())
        yield from (f"{version}/{name}" for name in found or [MANIFEST])  # a folder that is gone is told as missing


class _Hashing(io.RawIOBase):
    """A file that takes its SHA-256 while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.sha256 = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self.sha256.update(piece)
        return piece


def _add(archive: tarfile.TarFile, name: str, path: Path) -> dict[str, int | str]:
    with path.open("rb") as file:
        size, reading = os.fstat(file.fileno()).st_size, _Hashing(file)
        archive.addfile(_header(name, size), reading)
    return {"size": size, "sha256": reading.sha256.hexdigest()}


def _header(name: str, size: int) -> tarfile.TarInfo:
    header = tarfile.TarInfo(name)
    header.size, header.mode = size, 0o600
    return header
