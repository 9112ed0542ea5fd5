"""The catalog: which datasets there are, who owns them, and what was decided about them.

SQLite beside the data (several processes use it at once), or any database SQLAlchemy speaks to when KAM_CATALOG_URL
names one. A version exists from the moment its row is committed, and not before.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    create_engine,
    event,
)

from kam_core.store import sqlite
from kam_core.store.decision_tables import metadata
from kam_core.store.later_columns import add_later_columns

datasets = Table(
    "datasets",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("owner", String(200), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("created", String(40), nullable=False),  # ISO 8601, UTC; so are all moments here
    Column("deleted", String(40)),  # when it was deleted; NULL: it is there
)
versions = Table(
    "versions",
    metadata,
    Column("dataset", ForeignKey("datasets.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("created", String(40), nullable=False),
    Column("rows", Integer, nullable=False),  # read
    Column("customers", Integer, nullable=False),
    Column("first_month", String(7)),
    Column("last_month", String(7)),
    Column("content", String(64), nullable=False, index=True),  # a hash of the originals' hashes, in order
    Column("key", String(64), nullable=False, index=True),  # content, options and the version of the reader
)
originals = Table(
    "originals",
    metadata,
    Column("dataset", String(40), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False, index=True),
    Column("name", Text, nullable=False),
)
mappings = Table(
    "mappings",
    metadata,
    Column("owner", String(200), primary_key=True),
    Column("signature", String(64), primary_key=True),
    Column("mapping", Text, nullable=False),  # JSON
    Column("kept", String(40), nullable=False),
)
workspaces = Table(
    "workspaces",  # only those whose recovery link was renewed
    metadata,
    Column("id", String(200), primary_key=True),
    Column("renewals", Integer, nullable=False),
)
shares = Table(
    "shares",
    metadata,
    Column("id", String(40), primary_key=True),  # public
    Column("token", String(64), nullable=False, unique=True),  # SHA-256 of the token, which is kept nowhere
    Column("owner", String(200), nullable=False, index=True),
    Column("dataset", ForeignKey("datasets.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("page", String(40), nullable=False),
    Column("query", Text, nullable=False),  # JSON
    Column("lang", String(8), nullable=False),
    Column("label", Text, nullable=False),
    Column("created", String(40), nullable=False),
    Column("expires", String(40), nullable=False),
    Column("revoked", String(40)),
    Column("live", Boolean, nullable=False),
    Column("movable", Boolean, nullable=False),
    Column("export", Boolean, nullable=False),
    Column("account", Text),  # NULL: not restricted to one
    Column("day", String(10), nullable=False),
    Column("opened", Integer, nullable=False),
    Column("last_opened", String(40)),
    Column("who", Text),  # who sends it, as its readers see it; NULL: says nothing
)
leaves = Table(
    "leaves",
    metadata,
    Column("share", String(40), primary_key=True),
    Column("lang", String(8), primary_key=True),
    Column("form", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),  # see leaves.py
)


class Catalog:
    """The tables above, behind two doors: `reading()` and `writing()`."""

    def __init__(self, folder: Path) -> None:
        url = os.environ.get("KAM_CATALOG_URL") or f"sqlite:///{folder / 'catalog.sqlite'}"
        self._db = create_engine(url)
        if self._db.dialect.name == "sqlite":
            event.listen(self._db, "connect", sqlite.prepare)
            event.listen(self._db, "begin", sqlite.begin)
        with self.writing() as connection:
            add_later_columns(connection, metadata)
            metadata.create_all(connection)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that only looks."""
        with self._db.connect().execution_options(reading=True) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: committed whole at the end of the block, or not at all."""
        with self._db.begin() as connection:
            yield connection

    def close(self) -> None:
        self._db.dispose()
