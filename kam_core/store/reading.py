"""Files read, understood and counted, but not published yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from kam_core.engine import Engine
from kam_core.errors import BadInput, Notice
from kam_core.ingest.account import account as account_for
from kam_core.ingest.ledger import Account
from kam_core.ingest.progress import Progress
from kam_core.ingest.read import read
from kam_core.ingest.recipe import Layout, Mapping, Question, Source, Upload
from kam_core.ingest.straight import road
from kam_core.ingest.straight.evidence import Scouted, scout
from kam_core.ingest.straight.surprise import Surprise
from kam_core.ingest.understand import Hints, Understanding, understand
from kam_core.schema import State
from kam_core.store.manifest import Original
from kam_core.store.missing import refuse, refuse_uncounted
from kam_core.store.originals import sha256_of
from kam_core.store.store import Store

PATIENCE = 3600.0  # seconds one statement of an import may take
UNASSIGNED = Decimal("0.01")  # more than this share of the money without a customer stops and asks
DOUBLED = Decimal("0.25")  # of the rows: a sheet beside its copy, the year beside its months


@dataclass(frozen=True)
class Request:
    """What is to be read, for whom, on which day, and what was said about it beforehand."""

    uploads: tuple[Upload, ...]
    principal: str
    today: date
    layout: Layout = Layout()  # noqa: RUF009  (frozen)
    hints: Hints = Hints()  # noqa: RUF009

    @property
    def plain(self) -> bool:
        """Nothing was said beforehand."""
        return (self.layout, self.hints) == (Layout(), Hints())

    @property
    def confirmed(self) -> bool:
        """The user said which columns play which role."""
        return bool(self.hints.roles or self.hints.mapping)


@dataclass(frozen=True)
class Reading:
    """The files as understood and counted; account is None where a needed column is missing."""

    understanding: Understanding
    account: Account | None
    questions: tuple[Question, ...]
    notices: tuple[Notice, ...]


def read_files(
    store: Store, request: Request, engine: Engine, records: Path, tables: Path, progress: Progress, asking: bool
) -> Reading:
    """Read into `records` and count into `tables` (both the engine's to write in).

    Raises UnreadableFile, BadMapping, RowsLost, and NotThisTable unless `asking`.
    """
    if len(request.uploads) == 1:
        scouted = scout(request.uploads[0], records / "evidence", engine, request.layout)
        if scouted and (reading := _along(scouted, store, request, engine, tables, progress, asking)):
            return reading
    sources, noticed = read(request.uploads, records, engine, layout=request.layout, progress=progress)
    progress("understand", 0.0)
    understanding, recalled = _understood(store, request, sources, engine)
    notices = (*noticed, *recalled, *understanding.notices)
    if _missing(understanding, asking):
        return Reading(understanding, None, understanding.questions, notices)
    counted = account_for(understanding, engine, tables, request.today, progress)
    return _read(understanding, counted, notices, asking)


def _along(
    scouted: Scouted,
    store: Store,
    request: Request,
    engine: Engine,
    tables: Path,
    progress: Progress,
    asking: bool,
) -> Reading | None:
    """The reading of one file along the straight road; None where it must take the whole one."""
    understanding, recalled = _understood(store, request, [scouted.source], engine)
    notices = (*recalled, *understanding.notices)
    if _missing(understanding, asking):
        return Reading(understanding, None, understanding.questions, notices)
    try:
        understanding, counted = road.account(scouted, understanding, engine, tables, request.today, progress)
    except Surprise:
        return None
    return _read(understanding, counted, notices, asking)


def _missing(understanding: Understanding, asking: bool) -> bool:
    """Whether a needed column is missing, so that it must be asked for. Raises NotThisTable where nobody can be."""
    missing = [question for question in understanding.questions if not question.candidates]
    if missing and not asking:
        refuse(understanding, missing)
    return bool(missing)


def _read(
    understanding: Understanding,
    counted: Account,
    notices: tuple[Notice, ...],
    asking: bool,
) -> Reading:
    if not asking and not counted.tallies[State.ACCEPTED].rows and not counted.tallies[State.UNASSIGNED].rows:
        refuse_uncounted(understanding, counted.read)
    questions = (*understanding.questions, *_doubts(counted))
    return Reading(understanding, counted, questions, (*notices, *counted.notices))


def present(uploads: Sequence[Upload]) -> None:
    """Raises BadInput when a file is not there."""
    for upload in uploads:
        if not upload.path.is_file():
            raise BadInput("no_such_file", file=upload.name)


def identify(uploads: Sequence[Upload]) -> tuple[Original, ...]:
    """Name, hash and size of each file. Raises BadInput when one is not there."""
    present(uploads)
    return tuple(Original(u.name, sha256_of(u.path), u.path.stat().st_size) for u in uploads)


def workshop(store: Store, *folders: Path) -> Engine:
    """A DuckDB of its own for one import: patient, and shut in with what it reads and writes."""
    places = dict.fromkeys(folder.resolve() for folder in folders)
    return Engine(list(places), memory=store.memory, patience=PATIENCE)


def _understood(
    store: Store, request: Request, sources: list[Source], engine: Engine
) -> tuple[Understanding, list[Notice]]:
    """How the sources are understood, by a remembered mapping where there is one; and that this is so."""
    fresh = understand(sources, engine, request.hints, request.today)
    kept = None if request.confirmed else store.remembered(fresh.signature, principal=request.principal)
    if kept is None:
        return fresh, []
    hints = replace(request.hints, mapping=_renewed(kept, fresh))
    return understand(sources, engine, hints, request.today), [Notice("remembered_mapping")]


def _renewed(kept: Mapping, fresh: Understanding) -> Mapping:
    """The columns as confirmed; the values this file shows for the first time as they are understood now."""
    new = fresh.recipe.mapping
    open_dates = any(question.about == "date_order" for question in fresh.questions)
    return replace(
        kept,
        months=new.months if kept.months else (),
        date_order=kept.date_order if open_dates else new.date_order,
        returns=tuple(dict.fromkeys((*kept.returns, *new.returns))),
        void=tuple(dict.fromkeys((*kept.void, *new.void))),
        gifts=tuple(dict.fromkeys((*kept.gifts, *new.gifts))),
    )


def _doubts(account: Account) -> tuple[Question, ...]:
    """What only counting shows: too much money without a customer, a total that differs, a sheet that stands twice."""
    lost, kept = account.tallies[State.UNASSIGNED], account.tallies[State.ACCEPTED]
    part, rest = (abs(lost.money), abs(kept.money)) if lost.money or kept.money else (lost.rows, kept.rows)
    doubts = [Question("unassigned")] if part > UNASSIGNED * (part + rest) else []
    if any(not total.agrees for total in account.totals):
        doubts.append(Question("total"))
    doubled = sum(notice.facts["rows"] for notice in account.notices if notice.code == "double_rows")
    if doubled > DOUBLED * account.read:
        doubts.append(Question("doubles"))
    return tuple(doubts)
