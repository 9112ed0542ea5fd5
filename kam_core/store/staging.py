"""A folder to write in, alive as long as the process that writes.

A lock beside the folder is held by the process and given back by the operating system when it dies, however it dies;
so the janitor knows what is left over without guessing from process numbers.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def staging(room: Path) -> Iterator[Path]:
    """A new folder below `room`, removed at the end of the block unless it was moved away."""
    name = secrets.token_hex(8)
    folder, lock = room / name, room / f"{name}.lock"
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            lock.unlink(missing_ok=True)


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Hold a named lock: one process at a time goes through the block."""
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def left_over(room: Path) -> Iterator[Path]:
    """Folders of `room` whose writer is gone; each is locked while it is looked at, then its lock is removed."""
    for lock in sorted(room.glob("*.lock")):
        try:
            handle = os.open(lock, os.O_RDWR)
        except FileNotFoundError:
            continue
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield lock.with_suffix("")
            lock.unlink(missing_ok=True)
        except BlockingIOError:
            continue
        finally:
            os.close(handle)
