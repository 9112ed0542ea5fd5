"""When a file need not be read again: the same bytes, understood under the same options by the same reader.

content   a hash of the files' hashes, in order
key       content, options, and a hash of the reader's own source: a better reader reads again
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

import kam_core
from kam_core.plain import to_plain
from kam_core.store import mappings
from kam_core.store.catalog import datasets as d
from kam_core.store.catalog import versions as v
from kam_core.store.dataset import Dataset
from kam_core.store.manifest import FILE, Manifest, Original
from kam_core.store.principal import may
from kam_core.store.publishing import sync_files
from kam_core.store.store import Store


def content_of(originals: Sequence[Original]) -> str:
    """What these files hold, whatever they are called."""
    return _hash(*(original.sha256 for original in originals))


def key_of(content: str, *options: Any) -> str:
    """The key of reading this content with these options (dataclasses or plain values)."""
    return _hash(content, json.dumps(to_plain(options), sort_keys=True, ensure_ascii=False), reader())


@functools.cache
def reader() -> str:
    """A hash of all that decides how a file is read: the ingest rooms, their words, the questions, the schema."""
    home = Path(kam_core.__file__).parent
    parts = sorted([*home.glob("ingest/**/*"), *home.glob("sql/**/*.sql"), home / "schema.py", home / "side_schema.py"])
    return _hash(*(hashlib.sha256(p.read_bytes()).hexdigest() for p in parts if p.suffix in {".py", ".toml", ".sql"}))


def published(store: Store, content: str, key: str | None, principal: str) -> Dataset | None:
    """The newest dataset version made of this content; with a key, made of it in just this way."""
    same = v.c.key == key if key else v.c.content == content
    question = (
        select(v.c.dataset, v.c.version, d.c.owner)
        .join(d, d.c.id == v.c.dataset)
        .where(same, d.c.deleted.is_(None))
        .order_by(v.c.created.desc())
    )
    with store.catalog.reading() as connection:
        found = connection.execute(question).all()
    for row in found:
        if may(principal, row.owner):
            return store.open(row.dataset, row.version, principal=principal)
    return None


def passing_place(store: Store, key: str, today: date, principal: str) -> Path:
    """Where a reading for one call is kept for the next such call of the same day."""
    name = _hash(key, today.isoformat(), principal, mappings.state(store.catalog, principal))
    return store.folder / "passing" / name[:32]


def passing(store: Store, place: Path) -> Dataset | None:
    """The reading kept there, if it is whole."""
    try:
        manifest = Manifest.read(place)
        os.utime(place)  # seen again: it stays a while longer
    except (OSError, ValueError):
        return None
    return Dataset(manifest.dataset, 0, manifest.name, place, manifest, store.engine)


def keep_passing(folder: Path, place: Path, manifest: Manifest) -> None:
    """Move a finished folder to its place; when another process was there first, that one's stays."""
    manifest.write(folder)
    sync_files(folder)
    try:
        folder.rename(place)
    except OSError:
        if not (place / FILE).exists():
            raise


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
