"""Importing a table beside the sales: stock, supply and what else tables.toml describes, into an existing dataset.

A new version appears with the sales of the one before and the table's new rows, or nothing does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from kam_core.errors import Notice, UnreadableFile
from kam_core.ingest.ledger import Account
from kam_core.ingest.progress import Progress, silent
from kam_core.ingest.side.count import schema_of
from kam_core.ingest.side.known import Known
from kam_core.ingest.side.merging import merge
from kam_core.side_schema import SIDE_REJECTS, SIDE_TABLES
from kam_core.store import carrying, reuse
from kam_core.store.dataset import Dataset
from kam_core.store.description import source_file
from kam_core.store.known_parties import join_again, known, write
from kam_core.store.manifest import Manifest, SideImport
from kam_core.store.originals import Drafts
from kam_core.store.reading import identify
from kam_core.store.side_reading import SideReading, SideRequest, read_side
from kam_core.store.staging import staging
from kam_core.store.store import Store, moment


@dataclass(frozen=True)
class SideOutcome:
    """What became of it: published, or it asks (then nothing was changed and `dataset` is None)."""

    status: str
    dataset: Dataset | None
    reading: SideReading
    notices: tuple[Notice, ...]

    @property
    def account(self) -> Account | None:
        return self.reading.counted.account if self.reading.counted else None


def import_side(
    store: Store,
    request: SideRequest,
    *,
    dataset: str,
    sure_only: bool = False,
    review: bool = False,
    progress: Progress = silent,
) -> SideOutcome:
    """Import files as a table of `dataset`: its next version. sure_only: ask where something is open; review: even so.

    Raises UnknownDataset, UnreadableFile, BadMapping, NotThisTable, RowsLost, and BadInput where no day stands
    anywhere (unless sure_only: then that is asked).
    """
    store.about_to_change(dataset, principal=request.principal)  # refuses before any work
    base = store.open(dataset, principal=request.principal)
    with staging(store.folder / "staging") as folder:
        reading, parties = read_side(store, request, base, folder, sure_only, progress)
        said = list(reading.notices)
        if reading.counted is None or review or (sure_only and reading.questions):
            return SideOutcome("asks", None, reading, tuple(said))
        with Drafts(store.originals, [upload.path for upload in request.uploads]) as drafts:
            for original, draft in zip(reading.originals, drafts.all(), strict=True):
                if draft.sha256 != original.sha256:
                    raise UnreadableFile("file_changed", file=original.name)
                store.originals.keep(draft, original.name)

        def make(newest: Dataset | None) -> Manifest:
            if newest is None:
                raise AssertionError("opened above")
            joined = parties if newest == base else known(store.engine, newest.views)
            manifest, gave_way = _beside(newest, reading, request, joined, folder / "tables")
            said[len(reading.notices) :] = gave_way
            return manifest

        progress("publish", 0.5)
        made, version = carrying.publish_over(
            store, folder / "tables", make, principal=request.principal, dataset_id=dataset
        )
        progress("publish", 1.0)
    published = store.open(made, version, principal=request.principal)
    return SideOutcome("published", published, reading, tuple(said))


def open_with(store: Store, base: Dataset, request: SideRequest, progress: Progress = silent) -> Dataset:
    """`base` with this table beside its sales, for this call only: in no list. Raises as import_side does."""
    originals = identify(request.uploads)
    options = (base.address, request.table, request.layout, request.hints, request.over)
    key = reuse.key_of(reuse.content_of(originals), str(base.folder), *options, [o.name for o in originals])
    place = reuse.passing_place(store, key, request.today, request.principal)
    if there := reuse.passing(store, place):
        return there
    with staging(store.folder / "staging") as folder:
        reading, parties = read_side(store, request, base, folder, False, progress)
        manifest, _ = _beside(base, reading, request, parties, folder / "tables")
        reuse.keep_passing(folder / "tables", place, replace(manifest, dataset=f"passing-{place.name[:10]}"))
    made = reuse.passing(store, place)
    if made is None:
        raise AssertionError("what was just kept is there")
    return made


def _beside(
    base: Dataset, reading: SideReading, request: SideRequest, parties: Known, folder: Path
) -> tuple[Manifest, tuple[Notice, ...]]:
    """The tables of the new version in `folder`, and its manifest; a notice where earlier rows gave way."""
    counted, name = reading.counted, reading.table.name
    if counted is None:
        raise AssertionError("counted before it is kept")
    carrying.carry_sales(base, folder, but=(name, "side_rejects"))
    before = () if request.over else base.manifest.side.get(name, ())
    sources = [] if request.over else [source.sha256 for source in base.manifest.sources_of(name)]
    ours = {original.sha256 for original in reading.originals}
    again = [n for n, sha256 in enumerate(sources) if sha256 in ours]
    there = pq.read_table(base.views[name]) if before else schema_of(SIDE_TABLES[name]).empty_table()
    rows, gone = merge(there, join_again(counted.rows, parties), reading.table, again, len(sources))
    gave_way = (Notice("earlier_rows_gave_way", {"rows": gone}),) if gone else ()
    write(rows, folder / f"{name}.parquet")
    write(_rejects(base, name, bool(before), counted.rejects, len(sources)), folder / "side_rejects.parquet")
    this = SideImport(
        created=moment(),
        today=request.today,
        originals=reading.originals,
        sources=tuple(source_file(sheet.source, reading.originals) for sheet in reading.sheets),
        mappings=tuple(sheet.mapping for sheet in reading.sheets),
        account=counted.account,
        notices=(*reading.notices, *gave_way),
        samples=tuple({column: sheet.samples_of(column) for column in sheet.mapping} for sheet in reading.sheets),
        said=request.hints,
    )
    side = {**base.manifest.side, name: (*before, this)}
    return replace(base.manifest, created=this.created, side=side), gave_way


def _rejects(base: Dataset, name: str, keep: bool, new: pa.Table, sources: int) -> pa.Table:
    shift = pa.array([source + sources for source in new["source"].to_pylist()], pa.int16())
    new = new.set_column(1, new.schema.field(1), shift)
    if "side_rejects" not in base.views:
        return new
    there = pq.read_table(base.views["side_rejects"])
    kept = pa.array([keep or table != name for table in there["table"].to_pylist()], pa.bool_())
    return pa.concat_tables([there.filter(kept), new.cast(schema_of(SIDE_REJECTS))])
