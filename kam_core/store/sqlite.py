"""How SQLite is set up for several processes at once: writers queue, readers never wait, a power cut loses nothing."""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import Connection


def prepare(connection: Any, _record: Any) -> None:
    """A new connection of the driver."""
    connection.isolation_level = None  # the driver's own transactions begin too late to keep two writers apart
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout = 30000")
    for attempt in range(50):  # changing the journal does not wait for other processes as everything else does
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
            break
        except Exception:
            if attempt == 49:
                raise
            time.sleep(0.1)
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def begin(connection: Connection) -> None:
    """A transaction: one that writes waits for its turn at once, not at its first change."""
    reading = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
