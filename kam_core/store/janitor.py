"""Clears away what died: half-written folders, folders no row speaks of, what was deleted more than 30 days ago.

Runs when a server or an import starts. It touches only what it can show to be nobody's.
"""

from __future__ import annotations

import shutil
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from kam_core.store.catalog import datasets, leaves, originals, shares, versions
from kam_core.store.decision_tables import metadata
from kam_core.store.staging import left_over
from kam_core.store.store import Store, moment

DAY = 86_400.0
KEEP_DELETED = timedelta(days=30)
KEEP_PASSING = 7 * DAY  # files read for one call, since they were last asked
KEEP_JOBS = 2 * DAY


def clean(store: Store) -> None:
    """All of the below, in an order that leaves nothing behind."""
    purge_deleted(store)
    remove_left_over(store)
    remove_orphans(store)
    remove_unused_originals(store)


def purge_deleted(store: Store) -> None:
    """Forget datasets deleted more than 30 days ago; their folders are orphans from then on."""
    before = (datetime.now(UTC) - KEEP_DELETED).isoformat(timespec="microseconds")
    with store.catalog.writing() as connection:
        gone = select(datasets.c.id).where(datasets.c.deleted < before)
        for dataset_id in connection.execute(gone).scalars().all():
            for table in reversed(metadata.sorted_tables):  # all that speak of it, whatever was decided about it
                if "dataset" in table.c:
                    connection.execute(delete(table).where(table.c.dataset == dataset_id))
            connection.execute(delete(datasets).where(datasets.c.id == dataset_id))
        connection.execute(delete(leaves).where(leaves.c.share.not_in(select(shares.c.id))))


def remove_left_over(store: Store) -> None:
    """Staging of dead processes at once; anything without a lock, old jobs and old passing files by their age."""
    for folder in left_over(store.folder / "staging"):
        shutil.rmtree(folder, ignore_errors=True)
    for room, age in (("staging", DAY), ("jobs", KEEP_JOBS), ("passing", KEEP_PASSING)):
        for path in (store.folder / room).iterdir():
            if path.suffix == ".lock" or path.with_name(path.name + ".lock").exists():
                continue
            if _age(path) > age:
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def remove_orphans(store: Store) -> None:
    """Version folders without a row. Claiming the row shows that no living process is about to commit it."""
    for folder in (store.folder / "datasets").glob("*/*"):
        dataset_id, version = folder.parent.name, folder.name
        if not version.isdecimal() or _has_row(store, dataset_id, int(version)):
            continue
        try:
            with store.catalog.writing() as connection:
                if connection.execute(select(datasets.c.id).where(datasets.c.id == dataset_id)).first() is None:
                    row = {"id": dataset_id, "owner": "", "name": "", "created": moment()}
                    connection.execute(insert(datasets).values(row))
                claim = {"created": moment(), "rows": 0, "customers": 0, "content": "", "key": ""}
                connection.execute(insert(versions).values(dataset=dataset_id, version=int(version), **claim))
                shutil.rmtree(folder, ignore_errors=True)
                connection.rollback()
        except IntegrityError:
            continue
        if not any(folder.parent.iterdir()):
            folder.parent.rmdir()


def remove_unused_originals(store: Store) -> None:
    """Originals no version speaks of, once a day has passed (a version about to be published may need them)."""
    with store.catalog.reading() as connection:
        used = set(connection.execute(select(originals.c.sha256).distinct()).scalars())
    for path in (store.folder / "originals").glob("*/*"):
        if path.name not in used and _age(path) > DAY:
            path.unlink(missing_ok=True)


def _has_row(store: Store, dataset_id: str, version: int) -> bool:
    question = select(versions.c.version).where(versions.c.dataset == dataset_id, versions.c.version == version)
    with store.catalog.reading() as connection:
        return connection.execute(question).first() is not None


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
