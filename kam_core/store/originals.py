"""The uploaded bytes themselves, kept under the SHA-256 of their content: a better mapping can be applied later."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from kam_core.errors import UnreadableFile

CHUNK = 1 << 20


class Originals:
    """A folder of files named by their content. Names given by users are data and never a path."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        """Where a file of this content stands, or would stand."""
        if len(sha256) != 64 or not sha256.isalnum():
            raise ValueError("not a SHA-256")
        return self.folder / sha256[:2] / sha256

    def keep(self, source: Path, expected: str, name: str) -> Path:
        """Copy a file in, streamed and synced. Raises UnreadableFile when it is no longer what was read."""
        place = self.path(expected)
        if place.exists():
            os.utime(place)  # young again, so that the janitor leaves it until the version is published
            return place
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = place.with_name(f".{expected}.{secrets.token_hex(4)}")
        digest = hashlib.sha256()
        try:
            with source.open("rb") as reading, draft.open("wb") as writing:
                while chunk := reading.read(CHUNK):
                    digest.update(chunk)
                    writing.write(chunk)
                writing.flush()
                os.fsync(writing.fileno())
            if digest.hexdigest() != expected:
                raise UnreadableFile("file_changed", file=name)
            draft.rename(place)
            sync_folder(place.parent)
        finally:
            draft.unlink(missing_ok=True)
        return place


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as reading:
        while chunk := reading.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
