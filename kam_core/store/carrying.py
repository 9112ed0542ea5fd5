"""A new version is made beside an older one: what is new in it replaces, everything else is carried over.

New sales keep the stock and supply of the version before; new stock keeps its sales. Files that do not change are hard
links to the same immutable bytes. Whoever published in between is not written over: the work is done again on top.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
from sqlalchemy import select

from kam_core.errors import Busy, UnknownDataset
from kam_core.side_schema import SIDE_TABLES
from kam_core.store.catalog import versions
from kam_core.store.dataset import SIDE, TABLES, Dataset
from kam_core.store.known_parties import join_again, known, write
from kam_core.store.manifest import Manifest
from kam_core.store.publishing import ATTEMPTS, publish
from kam_core.store.store import Store


class Overtaken(Exception):
    """Another version was published while this one was made."""


def publish_over(
    store: Store,
    folder: Path,
    make: Callable[[Dataset | None], Manifest],
    *,
    principal: str,
    dataset_id: str | None,
    content: str | None = None,
    key: str | None = None,
) -> tuple[str, int]:
    """Publish `folder` as the version after the newest one, which `make` is given to fill folder and manifest from.

    `make` may be called again, with a newer version. content, key: see reuse.py; without them those of the version
    before, for its sales stay. Raises what `make` raises, UnknownDataset, and Busy where others are always faster.
    """
    for _ in range(ATTEMPTS):
        base = newest(store, dataset_id, principal)
        said = make(base)
        same = _made_of(store, base) if base else ("", "")

        def described(number: str, version: int, base: Dataset | None = base, said: Manifest = said) -> Manifest:
            if version != (base.version if base else 0) + 1:
                raise Overtaken
            return replace(said, dataset=number, version=version)

        try:
            return publish(
                store,
                folder,
                described,
                owner=principal,
                dataset_id=dataset_id,
                content=same[0] if content is None else content,
                key=same[1] if key is None else key,
            )
        except Overtaken:
            continue
    raise Busy("busy")


def newest(store: Store, dataset_id: str | None, principal: str) -> Dataset | None:
    """The newest version, if there is one yet."""
    if dataset_id is None:
        return None
    try:
        return store.open(dataset_id, principal=principal)
    except UnknownDataset as error:
        if error.code == "unknown_dataset":
            return None  # an id that is given beforehand, as the sample's
        raise


def carry_side(store: Store, base: Dataset | None, folder: Path, said: Manifest) -> Manifest:
    """The side tables of `base` beside new sales in `folder`, joined to these."""
    if base is None or not base.manifest.side:
        return said
    here = {table: folder / f"{table}.parquet" for table in ("lines", "accounts")}
    parties = known(store.engine, here)
    for table in SIDE_TABLES:
        if table in base.views:
            write(join_again(pq.read_table(base.views[table]), parties), folder / f"{table}.parquet")
    _link(base, folder, ("side_rejects",))
    return replace(said, side=base.manifest.side)


def carry_sales(base: Dataset, folder: Path, *, but: tuple[str, ...]) -> None:
    """Everything `base` has, except the tables that are written anew."""
    _link(base, folder, tuple(table for table in (*TABLES, *SIDE) if table not in but))


def _made_of(store: Store, base: Dataset) -> tuple[str, str]:
    """The content and key under which the sales of a version are found again."""
    question = select(versions.c.content, versions.c.key).where(
        versions.c.dataset == base.id, versions.c.version == base.version
    )
    with store.catalog.reading() as connection:
        content, key = connection.execute(question).one()
    return content, key


def _link(base: Dataset, folder: Path, tables: tuple[str, ...]) -> None:
    for table in tables:
        if table not in base.views:
            continue
        place = folder / f"{table}.parquet"
        place.unlink(missing_ok=True)
        try:
            os.link(base.views[table], place)
        except OSError:  # another disk
            shutil.copyfile(base.views[table], place)
