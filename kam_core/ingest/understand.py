"""Understanding: which tables are the sales, where their header stands, and what each column means.

Decided by evidence, corrected by hints; what stays open becomes a Question (with candidates: the likeliest was taken;
without: it is missing), what the user should know becomes a Notice. The values are read later, by `account`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kam_core.engine import Engine
from kam_core.errors import BadMapping, Notice, NotThisTable
from kam_core.ingest.hints import Hints as Hints
from kam_core.ingest.recipe import Column, Mapping, Question, Recipe, Source
from kam_core.ingest.understanding import align, headers
from kam_core.ingest.understanding.mapping import Reading
from kam_core.ingest.understanding.tables import Table, find_tables
from kam_core.ingest.words import speaks_of_targets

MANY = 200_000  # records from which a column is read whole only where the sample gives cause to


@dataclass(frozen=True)
class Understanding:
    """How an upload is understood: the chosen sources, one recipe for them, and what was seen on the way."""

    sources: tuple[Source, ...]
    recipe: Recipe
    columns: tuple[Column, ...]
    questions: tuple[Question, ...]
    notices: tuple[Notice, ...]
    signature: str  # of the header: the same layout next month has the same


def understand(
    sources: Sequence[Source],
    engine: Engine,
    hints: Hints = Hints(),  # noqa: B008
    today: date | None = None,
) -> Understanding:
    """The understanding of one upload. `today` gives wide months their year where nothing else does.

    Raises BadMapping (a hint names what is not there) and NotThisTable (no source holds a single record, or the months
    are targets).
    """
    tables = [t for source in sources for t in find_tables(source, engine, hints, today or date.today())]
    if not tables:
        raise NotThisTable("no_table", file=sources[0].file if sources else "")
    group, notices, asked = _choose(tables, hints)
    if group[0].unknown is not None:
        raise group[0].unknown
    own = hints.mapping is not None or hints.roles
    if group[0].months is not None and not own and speaks_of_targets(group[0].titles[:-1]):  # but for the file's name
        raise NotThisTable("months_are_targets", file=group[0].source.file)
    names, chosen = align.aligned(group)
    reading = Reading(group, names, chosen, engine, hints)
    questions: tuple[Question, ...] = ()
    if hints.mapping is not None:
        mapping = _checked(hints.mapping, len(names), chosen[0].file)
    else:
        mapping, questions = reading.mapping(), (*asked, *reading.questions)
    return Understanding(
        chosen,
        Recipe(tuple(source.layout for source in chosen), mapping),
        reading.columns(mapping),
        questions,
        (*notices, *reading.notices),
        signature(names, group[0].source.layout.header_lines),
    )


def signature(names: Sequence[str], lines: int = 1) -> str:
    """What a remembered mapping is found again by: the headers' letters and digits; without a header, the width."""
    said = "\x1f".join(headers.key(name) for name in names) if any(names) else f"width {len(names)}"
    return hashlib.sha256(f"{lines}\x1f{said}".encode()).hexdigest()


def _choose(tables: Sequence[Table], hints: Hints) -> tuple[list[Table], list[Notice], list[Question]]:
    """The tables taken together, what is said of those left out, and the question where tables are stacked."""
    wanted = [t for t in tables if hints.table is None or t.source.layout.table == hints.table]
    if not wanted:
        raise BadMapping("no_such_table", table=hints.table, file=tables[0].source.file)
    best, *others = align.groups(wanted)
    notices, questions = [], []
    left = [t for group in others for t in group if t.score > 0]
    stacked = sorted({t.source.layout.table for t in tables if t.source.upload == best[0].source.upload})
    if len(stacked) > 1 and hints.table is None:
        taken = best[0].source.layout.table
        questions.append(Question("table", (taken, *(n for n in stacked if n != taken))))
        notices.append(Notice("stacked_tables", {"count": len(stacked), "table": taken, "line": best[0].header_line}))
    apart = [_called(t) for t in left if not (len(stacked) > 1 and t.source.upload == best[0].source.upload)]
    if apart:
        taken_names = ", ".join(dict.fromkeys(_called(t) for t in best))
        notices.append(Notice("other_tables", {"taken": taken_names, "left": ", ".join(dict.fromkeys(apart))}))
    return best, notices, questions


def _called(table: Table) -> str:
    return table.source.layout.sheet or table.source.file


def _checked(mapping: Mapping, width: int, file: str) -> Mapping:
    for role, positions in mapping.roles.items():
        for position in positions:
            if not 1 <= position <= width:
                raise BadMapping("no_such_position", role=role.value, column=str(position), file=file, columns=width)
    return mapping
