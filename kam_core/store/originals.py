"""The uploaded bytes themselves, kept under the SHA-256 of their content: a better mapping can be applied later."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from kam_core.errors import UnreadableFile


@dataclass(frozen=True)
class Draft:
    """A copy of a file: its content's hash, and the size and time of writing the file had when copying began."""

    source: Path
    path: Path
    sha256: str
    size: int
    written: int  # nanoseconds


class Originals:
    """A folder of files named by their content. Names given by users are data and never a path."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        """Where a file of this content stands, or would stand."""
        if len(sha256) != 64 or not sha256.isalnum():
            raise ValueError("not a SHA-256")
        return self.folder / sha256[:2] / sha256

    def draft(self, source: Path) -> Draft:
        """Copy a file in under a name nobody asks for, sync and hash the copy; `keep` makes it an original."""
        path = self.folder / "drafts" / secrets.token_hex(8)
        path.parent.mkdir(parents=True, exist_ok=True)
        before = source.stat()
        shutil.copyfile(source, path)
        with path.open("rb") as copy:
            os.fsync(copy.fileno())
        return Draft(source, path, sha256_of(path), before.st_size, before.st_mtime_ns)

    def keep(self, draft: Draft, name: str) -> Path:
        """Give a draft its name. Raises UnreadableFile where the file was written to meanwhile."""
        now = draft.source.stat()
        if (now.st_size, now.st_mtime_ns) != (draft.size, draft.written):
            raise UnreadableFile("file_changed", file=name)
        place = self.path(draft.sha256)
        if place.exists():
            os.utime(place)  # young again, so that the janitor leaves it until the version is published
            return place
        place.parent.mkdir(parents=True, exist_ok=True)
        draft.path.rename(place)
        sync_folder(place.parent)
        return place


class Drafts:
    """Files on their way into the originals, copied and hashed beside whoever reads them; gone with the block."""

    def __init__(self, originals: Originals, paths: Sequence[Path]) -> None:
        self._beside = ThreadPoolExecutor(1)
        self._coming = [self._beside.submit(originals.draft, path) for path in paths]

    def all(self) -> list[Draft]:
        """The drafts, once every one is there."""
        return [coming.result() for coming in self._coming]

    def __enter__(self) -> Drafts:
        return self

    def __exit__(self, *_: object) -> None:
        self._beside.shutdown(cancel_futures=True)
        for coming in self._coming:
            if not coming.cancelled() and not coming.exception():
                coming.result().path.unlink(missing_ok=True)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
