"""Files of a side table read, understood and counted, but not published yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NoReturn

from kam_core.errors import BadInput, Notice, NotThisTable
from kam_core.ingest.progress import Progress
from kam_core.ingest.read import read
from kam_core.ingest.recipe import Layout, Question, Upload
from kam_core.ingest.side.columns import lacking
from kam_core.ingest.side.count import SideCount, count
from kam_core.ingest.side.known import Known
from kam_core.ingest.side.sheet import Sheet, SideHints
from kam_core.ingest.side.sheets import recognise, understand
from kam_core.ingest.side.tables import SideTable, side_table
from kam_core.store.dataset import Dataset
from kam_core.store.known_parties import known
from kam_core.store.manifest import Original
from kam_core.store.reading import identify, workshop
from kam_core.store.staging import staging
from kam_core.store.store import Store

MOST = 30  # columns named in a sentence
OLD = 31  # days by which a stock may be older than the last sale


@dataclass(frozen=True)
class SideRequest:
    """What is to be read, for whom, on which day. table None: by its headers. over: earlier rows do not stay."""

    uploads: tuple[Upload, ...]
    principal: str
    today: date
    table: str | None = None
    layout: Layout = Layout()  # noqa: RUF009  (frozen)
    hints: SideHints = SideHints()  # noqa: RUF009
    over: bool = False


@dataclass(frozen=True)
class SideReading:
    """The files as understood and counted; counted is None where a day or a needed column is missing."""

    table: SideTable
    originals: tuple[Original, ...]
    sheets: tuple[Sheet, ...]
    counted: SideCount | None
    questions: tuple[Question, ...]
    notices: tuple[Notice, ...]

    @property
    def mapping(self) -> dict[str, str]:
        """Column -> the headers that feed it, over all files."""
        found: dict[str, dict[str, None]] = {}
        for sheet in self.sheets:
            for column, header in sheet.mapping.items():
                found.setdefault(column, {})[header] = None
        return {column: " | ".join(headers) for column, headers in found.items()}


def read_side(
    store: Store, request: SideRequest, base: Dataset, folder: Path, asking: bool, progress: Progress
) -> tuple[SideReading, Known]:
    """Read and count below `folder`; and the customers and products the rows were joined to.

    Raises UnreadableFile, BadMapping, RowsLost, NotThisTable for files of another kind; and unless `asking`
    NotThisTable for a missing column and BadInput for a missing day.
    """
    records = folder / "records"
    for room in (records, folder / "tables"):
        room.mkdir()
    originals = identify(request.uploads)
    engine = workshop(store, folder, records, *(upload.path.parent for upload in request.uploads))
    sources, noticed = read(request.uploads, records, engine, layout=request.layout, progress=progress)
    progress("understand", 0.0)
    parties = known(store.engine, base.views)
    name = request.table or recognise(sources, engine)
    if name is None:
        raise NotThisTable("no_side_table", file=request.uploads[0].name)
    table = side_table(name)
    fit, unfit = understand(sources, table, engine, request.hints, parties, request.today)
    if not fit and asking and unfit:
        missing = tuple(Question("column", group) for group in lacking(unfit[0].columns, table))
        return SideReading(table, originals, tuple(unfit), None, missing, tuple(noticed)), parties
    if not fit:
        _refuse(unfit, table, request.uploads[0].name)
    if unfit:
        taken, left = (tuple(sheet.called for sheet in sheets) for sheets in (fit, unfit))
        noticed.append(Notice("other_tables", {"taken": taken, "left": left}))
    questions = tuple(question for sheet in fit for question in sheet.questions)
    undated = [sheet.called for sheet in fit if Question("stock_date") in sheet.questions]
    if undated:
        if not asking:
            raise BadInput("no_stock_date", file=undated[0])
        return SideReading(table, originals, tuple(fit), None, questions, tuple(noticed)), parties
    progress("values", 0.0)
    counted = count(fit, table, parties)
    if not counted.account.read:
        raise NotThisTable("no_rows", file=fit[0].called)
    if not counted.rows.num_rows:
        by = ", ".join(f"{column} = {header}" for column, header in fit[0].mapping.items())
        raise NotThisTable("side_nothing_counted", file=fit[0].called, rows=counted.account.read, taken=by)
    orders = [s.order for s in fit if not asking and any(q.about == "date_order" for q in s.questions)]
    guessed = [Notice("guessed_date_order", {"order": order}) for order in orders]
    notices = (*noticed, *counted.account.notices, *_age(table, counted, base), *guessed)
    return SideReading(table, originals, tuple(fit), counted, questions, notices), parties


def table_of(store: Store, uploads: Sequence[Upload], layout: Layout) -> str | None:
    """The table beside sales these files are by their headers, or None. Raises UnreadableFile."""
    with staging(store.folder / "staging") as folder:
        engine = workshop(store, folder, *(upload.path.parent for upload in uploads))
        (records := folder / "records").mkdir()
        sources, _ = read(uploads, records, engine, layout=layout)
        return recognise(sources, engine)


def _age(table: SideTable, counted: SideCount, base: Dataset) -> list[Notice]:
    """A stock much older than the last sale says little of today."""
    stock, sale = counted.account.last_day, base.manifest.account.last_day
    if "on_hand" not in table.columns or not stock or not sale or (sale - stock).days <= OLD:
        return []
    return [Notice("stock_older_than_sales", {"stock": stock, "sale": sale, "days": (sale - stock).days})]


def _refuse(unfit: Sequence[Sheet], table: SideTable, file: str) -> NoReturn:
    """Raise NotThisTable, naming what is missing and what there is."""
    if not unfit:
        raise NotThisTable("no_table", file=file)
    names = [name or str(n) for n, name in enumerate(unfit[0].names, 1)]
    missing = lacking(unfit[0].columns, table)
    raise NotThisTable(
        "no_side_columns",
        table=table.name,
        file=unfit[0].called,
        missing=" / ".join(group[0] for group in missing),
        columns=", ".join(names[:MOST]) + (" …" if len(names) > MOST else ""),
        flags=" ".join(f"--map {group[0]}=…" for group in missing),
    )
