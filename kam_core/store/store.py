"""The store: every dataset of this server, in one folder, with the catalog that says what is there.

datasets/<id>/<version>/   lines, months, accounts, rejects (Parquet) and manifest.json: immutable
originals/ab/abcdef…       the bytes that were uploaded, under the SHA-256 of their content
passing/<key>/             files read for one call of the command line, until they expire
staging/<name>/            what is being written; nobody looks there
jobs/<id>/                 imports that wait for an answer
catalog.sqlite             see catalog.py
log/                       what went wrong, whole
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Row, func, select, update

from kam_core.engine import Engine
from kam_core.errors import BadInput, UnknownDataset, UnknownShare
from kam_core.hand import HandPick
from kam_core.ingest.recipe import Mapping, Upload
from kam_core.store import agreed, group_lists, hand_lists, listing, mappings
from kam_core.store.agreed import Agreement, Seen
from kam_core.store.catalog import Catalog
from kam_core.store.catalog import datasets as datasets_table
from kam_core.store.catalog import versions as versions_table
from kam_core.store.dataset import Dataset
from kam_core.store.grouping import Grouping
from kam_core.store.listing import DatasetInfo, VersionInfo, clean_name
from kam_core.store.manifest import Manifest
from kam_core.store.originals import Originals
from kam_core.store.place import home
from kam_core.store.principal import changes, may, viewing
from kam_core.store.sharing import Sharing

__all__ = ["DatasetInfo", "Store", "VersionInfo", "home", "moment"]

ROOMS = ("datasets", "originals", "passing", "staging", "jobs", "log")


def moment() -> str:
    """Now, as the catalog writes it."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


class Store(Sharing):
    """All datasets of one folder: KAM_DATA_DIR, else data/store."""

    def __init__(self, folder: Path | None = None, *, memory: str = "1GB", patience: float = 30.0) -> None:
        self.folder = Path(folder or home()).expanduser().resolve()
        for room in ROOMS:
            (self.folder / room).mkdir(parents=True, exist_ok=True)
        self.memory, self.patience = memory, patience
        self.catalog = Catalog(self.folder)
        self.originals = Originals(self.folder / "originals")

    @functools.cached_property
    def engine(self) -> Engine:
        """The one DuckDB that answers questions in this process."""
        return Engine([self.folder], memory=self.memory, patience=self.patience)

    def place(self, dataset_id: str, version: int) -> Path:
        """Where a version's files stand."""
        return self.folder / "datasets" / dataset_id / str(version)

    # ---- what is there

    def datasets(self, principal: str, *, deleted: bool = False) -> list[DatasetInfo]:
        """The datasets this principal sees, the newest first; with `deleted` those it can bring back instead."""
        seen = changes if deleted else may
        return [info for owner, info in listing.all_datasets(self.catalog, deleted) if seen(principal, owner)]

    def versions(self, dataset_id: str, *, principal: str) -> list[VersionInfo]:
        """All versions of a dataset, the newest first. Raises UnknownDataset."""
        self._known(dataset_id, principal)
        return listing.all_versions(self.catalog, dataset_id)

    def open(self, dataset_id: str, version: int | None = None, *, principal: str) -> Dataset:
        """A version of a dataset, the newest when none is named. Raises UnknownDataset, UnknownShare.

        The viewer of a share opens what its share names, as its owner would, and nothing else.
        """
        if share := self.grant(principal):
            principal, version = share.owner, self.through(share, dataset_id, version)
        known = self._known(dataset_id, principal)
        question = select(func.max(versions_table.c.version)).where(versions_table.c.dataset == dataset_id)
        if version is not None:
            question = question.where(versions_table.c.version == version)
        with self.catalog.reading() as connection:
            found = connection.execute(question).scalar()
        if found is None:
            raise UnknownDataset("unknown_version", dataset=dataset_id, version=version or 0)
        place = self.place(dataset_id, found)
        try:
            manifest = Manifest.read(place)
        except (OSError, ValueError) as error:
            raise UnknownDataset("damaged_dataset", dataset=dataset_id, name=known.name, version=found) from error
        lists = functools.partial(self.grouping, dataset_id, principal=principal)
        return Dataset(dataset_id, found, known.name, place, manifest, self.engine, lists)

    def uploads(
        self, dataset_id: str, version: int | None = None, *, principal: str, table: str | None = None
    ) -> list[Upload]:
        """The kept originals of a version, to be read again with a better mapping; those of its sales, or of the last
        import of a table beside them. Raises UnknownDataset."""
        self._known(dataset_id, principal)  # originals are never a viewer's
        about = self.open(dataset_id, version, principal=principal).manifest
        originals = about.side[table][-1].originals if table else about.originals
        return [Upload(o.name, self.originals.path(o.sha256)) for o in originals]

    # ---- what can be done with it

    def changes(self, dataset_id: str, *, principal: str) -> bool:
        """Whether this principal may rename and delete the dataset and add versions to it. Raises UnknownDataset."""
        return changes(principal, self._known(dataset_id, principal).owner)

    def about_to_change(self, dataset_id: str, *, principal: str, deleted: bool = False) -> str:
        """The name of a dataset about to be changed. Raises UnknownDataset, and BadInput where it is the house's."""
        row = self._known(dataset_id, principal, deleted=deleted)
        if not changes(principal, row.owner):
            raise BadInput("belongs_to_house", name=row.name)
        return str(row.name)

    def rename(self, dataset_id: str, name: str, *, principal: str) -> None:
        """Give a dataset another name. Raises UnknownDataset, BadInput for an empty name and for the house's."""
        self.about_to_change(dataset_id, principal=principal)
        self._change(dataset_id, name=clean_name(name))

    def delete(self, dataset_id: str, *, principal: str) -> None:
        """Take a dataset away; `undelete` brings it back within 30 days. Raises UnknownDataset, BadInput."""
        self.about_to_change(dataset_id, principal=principal)
        self._change(dataset_id, deleted=moment())

    def undelete(self, dataset_id: str, *, principal: str) -> None:
        """Undo `delete`. Raises UnknownDataset when it is gone for good, BadInput."""
        self.about_to_change(dataset_id, principal=principal, deleted=True)
        self._change(dataset_id, deleted=None)

    # ---- what was decided

    def keep_hand(self, dataset_id: str, picks: tuple[HandPick, ...], *, principal: str) -> str:
        """Keep a list of pinned and excluded names; its address is a hash of its content. Raises UnknownDataset."""
        self._known(dataset_id, principal)
        return hand_lists.keep(self.catalog, dataset_id, picks, moment(), principal)

    def hand(self, hand_id: str, *, principal: str) -> tuple[HandPick, ...]:
        """The list behind an address. Raises UnknownDataset when there is none for this principal."""
        if (share := self.grant(principal)) and share.query.get("hand") == [hand_id]:
            principal = share.owner
        dataset_id, picks = hand_lists.find(self.catalog, hand_id, principal)
        self._known(dataset_id, principal)
        return picks

    def grouping(self, dataset_id: str, address: str, *, principal: str) -> Grouping:
        """The frozen list of groups of a dataset behind an address. Raises UnknownDataset when there is none for this
        principal. What is decided now, and how a list is frozen: groups.py."""
        if (share := self.grant(principal)) and share.query.get("groups") == [address]:
            principal = share.owner
        return group_lists.find(self.catalog, dataset_id, address, principal)

    def keep_agreed(
        self, dataset_id: str, said: Iterable[Agreement], *, principal: str, seen: Seen | None = None
    ) -> None:
        """Keep quantities agreed for a season, as said now (agreed.py). Raises UnknownDataset, ChangedMeanwhile."""
        self._known(dataset_id, principal)
        now = moment()
        agreed.keep(self.catalog, dataset_id, [replace(one, moment=now) for one in said], principal, seen)

    def agreed(self, dataset_id: str, *, principal: str) -> tuple[Agreement, ...]:
        """The agreements of this principal and of the house that count now. Raises UnknownDataset.

        The viewer of a frozen share meets those that its owner met when it was made.
        """
        owner, until = self.met_by(dataset_id, principal)
        return agreed.standing(self.catalog, dataset_id, owner, until)

    def met_by(self, dataset_id: str, principal: str) -> tuple[str, datetime | None]:
        """Whose decisions of a dataset a principal meets, up to which moment (None: all). Raises UnknownDataset."""
        until = None
        if share := self.grant(principal):
            self.through(share, dataset_id, None)
            principal, until = share.owner, None if share.live else share.created
        self._known(dataset_id, principal)
        return principal, until

    def remember(self, signature: str, mapping: Mapping, *, principal: str) -> None:
        """Keep a mapping the user confirmed, for the next file with the same header. Raises UnknownShare."""
        if viewing(principal):
            raise UnknownShare("unknown_share")
        mappings.remember(self.catalog, principal, signature, mapping, moment())

    def remembered(self, signature: str, *, principal: str) -> Mapping | None:
        """The mapping this principal confirmed for a header of this signature; else the house's."""
        if viewing(principal):
            return None
        return mappings.find(self.catalog, principal, signature)

    # ----

    def _known(self, dataset_id: str, principal: str, *, deleted: bool = False) -> Row[Any]:
        question = select(datasets_table).where(datasets_table.c.id == dataset_id)
        with self.catalog.reading() as connection:
            row = connection.execute(question).first()
        if row is None or not may(principal, row.owner):
            raise UnknownDataset("unknown_dataset", dataset=dataset_id)
        if row.deleted and not deleted:
            raise UnknownDataset("deleted_dataset", dataset=dataset_id, name=row.name)
        return row

    def _change(self, dataset_id: str, **values: str | None) -> None:
        with self.catalog.writing() as connection:
            connection.execute(update(datasets_table).where(datasets_table.c.id == dataset_id).values(**values))
