"""Publication: a version appears whole or not at all.

The Parquet files are written and synced in staging. Then, inside one transaction that claims the version number, the
folder is moved to its place; the version exists when that transaction commits. Whoever dies before leaves a folder
that no row speaks of: nobody sees it, the next publication under that number replaces it, the janitor removes it.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.exc import IntegrityError

from kam_core.errors import BadInput, UnknownDataset, UnknownShare
from kam_core.store.catalog import datasets, originals, versions
from kam_core.store.manifest import Manifest
from kam_core.store.originals import sync_folder
from kam_core.store.principal import changes, may, viewing
from kam_core.store.store import Store

ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
ATTEMPTS = 20


def new_id() -> str:
    """A dataset's id: 'd' and ten letters or digits that are hard to mix up."""
    return "d" + "".join(secrets.choice(ALPHABET) for _ in range(10))


def publish(
    store: Store,
    folder: Path,
    describe: Callable[[str, int], Manifest],
    *,
    owner: str,
    dataset_id: str | None,
    content: str,
    key: str,
) -> tuple[str, int]:
    """Make the files in `folder` the next version of a dataset (a new one without `dataset_id`): its id and number.

    describe: the manifest, once id and number are known. content, key: see reuse.py. The folder is moved away.
    Raises BadInput where the dataset is the house's and not the owner's, UnknownDataset where it is somebody else's,
    UnknownShare for the viewer of a share, who publishes nothing.
    """
    if viewing(owner):
        raise UnknownShare("unknown_share")
    for attempt in range(ATTEMPTS):
        try:
            return _publish(store, folder, describe, owner, dataset_id or new_id(), content, key)
        except IntegrityError:  # another process took this number (or, hardly, this id) at the same moment
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError("unreachable")


def _publish(
    store: Store,
    folder: Path,
    describe: Callable[[str, int], Manifest],
    owner: str,
    dataset_id: str,
    content: str,
    key: str,
) -> tuple[str, int]:
    place: Path | None = None
    try:
        with store.catalog.writing() as connection:
            version = _claim(connection, dataset_id, describe, owner, content, key)
            place = store.place(dataset_id, version)
            describe(dataset_id, version).write(folder)
            sync_files(folder)
            move(folder, place, store.folder / "staging")
    except BaseException:
        if place and place.exists() and not exists(store, dataset_id, place.name):
            place.rename(folder)  # back, so that the block that owns it can try again or clean up
        raise
    return dataset_id, version


def _claim(
    connection: Connection,
    dataset_id: str,
    describe: Callable[[str, int], Manifest],
    owner: str,
    content: str,
    key: str,
) -> int:
    known = connection.execute(select(datasets).where(datasets.c.id == dataset_id)).first()
    if known is not None and not changes(owner, known.owner):
        if not may(owner, known.owner):
            raise UnknownDataset("unknown_dataset", dataset=dataset_id)
        raise BadInput("belongs_to_house", name=known.name)
    newest = select(func.max(versions.c.version)).where(versions.c.dataset == dataset_id)
    version = int(connection.execute(newest).scalar() or 0) + 1
    said = describe(dataset_id, version)
    if known is None:
        values = {"id": dataset_id, "owner": owner, "name": said.name, "created": said.created}
        connection.execute(insert(datasets).values(values))
    row = {
        "dataset": dataset_id,
        "version": version,
        "created": said.created,
        "rows": said.account.read,
        "customers": said.account.customers,
        "first_month": said.first_month,
        "last_month": said.last_month,
        "content": content,
        "key": key,
    }
    connection.execute(insert(versions).values(row))
    for position, original in enumerate(said.kept):
        kept = {"dataset": dataset_id, "version": version, "position": position}
        connection.execute(insert(originals).values(kept | {"sha256": original.sha256, "name": original.name}))
    return version


def exists(store: Store, dataset_id: str, version: str) -> bool:
    """Whether the catalog knows this version."""
    question = select(versions.c.version).where(versions.c.dataset == dataset_id, versions.c.version == int(version))
    with store.catalog.reading() as connection:
        return connection.execute(question).first() is not None


def sync_files(folder: Path) -> None:
    """Bring every file of the folder, and its names, onto the disk."""
    for path in folder.iterdir():
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    sync_folder(folder)


def move(folder: Path, place: Path, aside: Path) -> None:
    """Move a synced folder to its place in one step; what a dead process left there goes first."""
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.exists():
        grave = aside / f"grave-{secrets.token_hex(8)}"
        place.rename(grave)
        shutil.rmtree(grave, ignore_errors=True)
    folder.rename(place)
    sync_folder(place.parent)
    sync_folder(place.parent.parent)
