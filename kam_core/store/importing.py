"""Importing: read, understand, account, publish. Either a version stands there afterwards, or nothing does.

The catalog and the datasets already there are touched only by the last step. What the file leaves open is either
asked (sure_only) or guessed and said; what is plainly missing refuses the file.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from kam_core.errors import Notice
from kam_core.ingest.ledger import Account
from kam_core.ingest.progress import Progress, silent
from kam_core.ingest.recipe import Layout, Question, Upload
from kam_core.ingest.understand import Hints, Understanding
from kam_core.store import carrying, reuse
from kam_core.store.dataset import Dataset
from kam_core.store.description import describe
from kam_core.store.identity import check
from kam_core.store.listing import clean_name
from kam_core.store.manifest import Manifest, Original
from kam_core.store.originals import Draft, Drafts
from kam_core.store.reading import Reading, Request, identify, present, read_files, workshop
from kam_core.store.staging import staging
from kam_core.store.store import Store

#: What is going on -> the step that is shown, and its part of the whole as measured on large files.
PARTS = {
    "read": ("read", 0.0, 0.40),
    "understand": ("understand", 0.40, 0.45),
    "straight": ("account", 0.05, 0.85),
    "values": ("account", 0.45, 0.60),
    "rows": ("account", 0.60, 0.65),
    "lines": ("account", 0.65, 0.85),
    "months": ("account", 0.85, 0.95),
    "publish": ("publish", 0.95, 1.0),
}


@dataclass(frozen=True)
class Outcome:
    """What became of an import: published, or it asks. `account` is None where nothing could be counted yet."""

    status: str  # published | asks
    dataset: Dataset | None
    understanding: Understanding
    account: Account | None
    questions: tuple[Question, ...]  # asks: those still open; published: those that were guessed
    notices: tuple[Notice, ...]


def import_files(
    store: Store,
    uploads: Sequence[Upload],
    *,
    principal: str,
    today: date,
    name: str | None = None,
    dataset: str | None = None,
    fixed_id: str | None = None,
    layout: Layout = Layout(),  # noqa: B008  (frozen)
    hints: Hints = Hints(),  # noqa: B008
    sure_only: bool = False,
    review: bool = False,
    accepted: tuple[str, ...] = (),
    keep: bool = True,
    job: Path | None = None,
    progress: Progress = silent,
) -> Outcome:
    """Import files as a new dataset, or as the next version of `dataset`, belonging to `principal`.

    sure_only: publish only when nothing is open; `accepted` names kinds of question the user answered by going on.
    review: ask in any case, so that what was understood can be looked at and corrected.
    keep=False: for this call only, in no list. job: a folder that keeps records and tables while it asks.
    Raises UnreadableFile, NotThisTable, BadMapping, UnknownDataset, RowsLost.
    """
    request = Request(tuple(uploads), principal, today, layout, hints)
    shown = _shown_name(store, request, name, dataset)
    bar = _overall(progress)
    with staging(store.folder / "staging") as folder, ExitStack() as beside:
        records, tables = (job or folder) / "records", folder / "tables"
        for room in (records, tables):
            shutil.rmtree(room, ignore_errors=True)
            room.mkdir(parents=True)
        engine = workshop(store, folder, records, *(upload.path.parent for upload in uploads))
        present(uploads)
        drafts = beside.enter_context(Drafts(store.originals, [u.path for u in uploads] if keep else []))
        reading = read_files(store, request, engine, records, tables, bar, asking=sure_only)
        doubts = (*reading.questions, *_another_layout(store, request, reading, dataset))
        still_open = tuple(question for question in doubts if question.about not in accepted)
        if reading.account is None or review or (sure_only and still_open):
            _hand_over(tables, job)
            return Outcome("asks", None, reading.understanding, reading.account, still_open, reading.notices)
        bar("publish", 0.0)
        check(reading.account, tables, engine)
        originals = _named(drafts.all(), uploads) if keep else identify(uploads)
        said = describe(reading, originals, reading.account, shown, request, tables, engine)
        bar("publish", 0.5)
        if keep:
            for draft, upload in zip(drafts.all(), uploads, strict=True):
                store.originals.keep(draft, upload.name)
            made = _publish(store, request, reading, said, tables, dataset or fixed_id)
            if dataset and name:
                store.rename(dataset, name, principal=principal)
        else:
            made = _keep_passing(store, request, said, tables)
        bar("publish", 1.0)
    return Outcome("published", made, reading.understanding, reading.account, reading.questions, reading.notices)


def _another_layout(store: Store, request: Request, reading: Reading, dataset: str | None) -> tuple[Question, ...]:
    """A file with other columns than the dataset it is to become a version of is more likely another dataset."""
    if dataset is None or request.confirmed:
        return ()
    newest = store.open(dataset, principal=request.principal).manifest
    return () if newest.signature == reading.understanding.signature else (Question("dataset"),)


def open_file(
    store: Store,
    uploads: Sequence[Upload],
    *,
    principal: str,
    today: date,
    layout: Layout = Layout(),  # noqa: B008
    hints: Hints = Hints(),  # noqa: B008
    progress: Progress = silent,
) -> Dataset:
    """The dataset made of these files: one already imported or read today, else read now for this call only."""
    request = Request(tuple(uploads), principal, today, layout, hints)
    content = reuse.content_of(identify(uploads))
    key = reuse.key_of(content, layout, hints)
    there = reuse.published(store, content, None if request.plain else key, principal)
    there = there or reuse.passing(store, reuse.passing_place(store, key, today, principal))
    if there is not None:
        return there
    made = import_files(
        store,
        uploads,
        principal=principal,
        today=today,
        layout=layout,
        hints=hints,
        keep=False,
        progress=progress,
    ).dataset
    if made is None:
        raise AssertionError("an import that may guess never asks")
    return made


def _named(drafts: Sequence[Draft], uploads: Sequence[Upload]) -> tuple[Original, ...]:
    return tuple(Original(upload.name, draft.sha256, draft.size) for upload, draft in zip(uploads, drafts, strict=True))


def _publish(
    store: Store, request: Request, reading: Reading, said: Manifest, tables: Path, dataset_id: str | None
) -> Dataset:
    content = reuse.content_of(said.originals)
    made_id, version = carrying.publish_over(
        store,
        tables,
        lambda base: carrying.carry_side(store, base, tables, said),
        principal=request.principal,
        dataset_id=dataset_id,
        content=content,
        key=reuse.key_of(content, request.layout, request.hints),
    )
    if request.confirmed and any(said.header):  # files without a header would all look alike
        mapping = reading.understanding.recipe.mapping
        store.remember(reading.understanding.signature, mapping, principal=request.principal)
    return store.open(made_id, version, principal=request.principal)


def _keep_passing(store: Store, request: Request, said: Manifest, tables: Path) -> Dataset:
    key = reuse.key_of(reuse.content_of(said.originals), request.layout, request.hints)
    place = reuse.passing_place(store, key, request.today, request.principal)
    reuse.keep_passing(tables, place, replace(said, dataset=f"passing-{place.name[:10]}"))
    made = reuse.passing(store, place)
    if made is None:
        raise AssertionError("what was just kept is there")
    return made


def _hand_over(tables: Path, job: Path | None) -> None:
    """Leave the counted tables to the job, so that the screen can show which rows are in doubt."""
    if job is not None:
        shutil.rmtree(job / "tables", ignore_errors=True)
        shutil.move(tables, job / "tables")


def _shown_name(store: Store, request: Request, name: str | None, dataset: str | None) -> str:
    if dataset is not None:
        known = store.about_to_change(dataset, principal=request.principal)  # refuses before any work
        return clean_name(name) if name is not None else known
    if name is not None:
        return clean_name(name)
    return clean_name(Path(request.uploads[0].name).stem or "-") if request.uploads else "-"


def _overall(progress: Progress) -> Progress:
    """The four steps as parts of one bar that never goes back."""
    furthest = 0.0

    def said(step: str, done: float) -> None:
        nonlocal furthest
        shown, begin, end = PARTS.get(step, ("account", furthest, furthest))
        furthest = max(furthest, begin + (end - begin) * min(1.0, max(0.0, done)))
        progress(shown, furthest)

    return said
