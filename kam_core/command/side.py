"""`import --table inventory --dataset ID`: keep files as a table beside the sales of a dataset."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kam_core.command import answers, progress, uploads, wishes
from kam_core.command.failures import one_line
from kam_core.command.language import chosen
from kam_core.errors import BadInput, BadMapping, NotThisTable
from kam_core.ingest.side.sheet import SideHints
from kam_core.plain import from_plain, to_plain
from kam_core.store import janitor
from kam_core.store.side import SideOutcome, import_side
from kam_core.store.side_reading import SideRequest, table_of
from kam_core.store.store import Store
from kam_core.wording import say


@dataclass(frozen=True)
class Confirmed:
    """What the screen gives back of a table beside the sales. review: show it and wait, even where all is sure."""

    hints: SideHints = SideHints()  # noqa: RUF009  (frozen)
    review: bool = False


def attempt(asked: argparse.Namespace) -> bool:
    """Where a file is no sales file: import it as the table its headers say it is. False where they say nothing.

    Raises BadInput where they do and there are no sales to put it beside.
    """
    if asked.table is not None or asked.recipe or asked.maps:
        return False
    if not asked.dataset:
        if table := table_of(Store(), uploads.given(asked), wishes.layout(asked)):
            raise BadInput("side_needs_dataset", table=table)
        return False
    try:
        run(asked)
    except NotThisTable as error:
        if error.code == "no_side_table":
            return False
        raise
    return True


def run(asked: argparse.Namespace) -> None:
    """Import, and answer with what became of it. Raises BadInput without a dataset."""
    if not asked.dataset:
        raise BadInput("side_needs_dataset", table=asked.table)
    lang = asked.lang or chosen(())
    store = Store()
    janitor.clean(store)
    said = _confirmed(asked.recipe) if asked.recipe else Confirmed(hints(asked))
    request = SideRequest(
        tuple(uploads.given(asked)),
        wishes.principal(asked),
        wishes.today(asked),
        asked.table,
        wishes.layout(asked),
        said.hints,
        asked.replace,
    )
    with progress.shown(asked.progress_json, lang) as bar:
        outcome = import_side(
            store, request, dataset=asked.dataset, sure_only=asked.ask, review=said.review, progress=bar
        )
    answer = answered(outcome, lang)
    if asked.job:
        answer |= everything(outcome, said.hints)
    if asked.json:
        answers.give(answer)
        return
    for sentence in answers.sentences(outcome.notices, lang):
        print(one_line(sentence), file=sys.stderr)
    if outcome.status == "published":
        facts = {"dataset": answer["dataset"], "version": answer["version"], "table": answer["table"], **answer["rows"]}
        print(say(lang, "done.imported_side", **facts))
    else:
        print(say(lang, "done.asks", about=", ".join(dict.fromkeys(q.about for q in outcome.reading.questions))))


def _confirmed(path: Path) -> Confirmed:
    try:
        return from_plain(Confirmed, json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, RecursionError) as error:
        raise BadMapping("bad_recipe", why=str(error)[:200]) from error


def hints(asked: argparse.Namespace) -> SideHints:
    """What the flags say about the columns. Raises BadMapping for one said twice or without a column."""
    columns: dict[str, str] = {}
    for said in asked.maps:
        name, equals, header = said.partition("=")
        name = name.strip().lower().replace("-", "_")
        if not equals or not header.strip():
            raise BadMapping("map_without_column", value=said)
        if name in columns:
            raise BadMapping("role_twice", role=name)
        columns[name] = header.strip()
    whose = {} if asked.stock_of is None else {"": asked.stock_of}
    return SideHints(columns, asked.no_header, wishes.DATES.get(asked.dates), asked.stock_date, whose)


def answered(outcome: SideOutcome, lang: str) -> dict[str, Any]:
    """The answer of the contract, with the table and the days it holds."""
    reading, account = outcome.reading, outcome.account
    if outcome.dataset is None or account is None:
        return {"status": "asks", "table": reading.table.name}
    first = reading.sheets[0].source.layout
    days = [account.first_day, account.last_day]
    return {
        "status": "published",
        "dataset": outcome.dataset.id,
        "version": outcome.dataset.version,
        "table": reading.table.name,
        "rows": answers.rows(account),
        "mapping": reading.mapping,
        "encoding": first.encoding or "",
        "delimiter": first.delimiter or "",
        "period": [day and f"{day:%Y-%m}" for day in days],
        "days": [day and day.isoformat() for day in days],
        "warnings": answers.sentences(outcome.notices, lang),
    }


def everything(outcome: SideOutcome, said: SideHints) -> dict[str, Any]:
    """What a screen needs to show what was understood and to ask the rest; `said`: what it has been told."""
    reading, account = outcome.reading, outcome.account
    return {
        "questions": to_plain(reading.questions),
        "notices": to_plain(outcome.notices),
        "sheets": [
            {
                "file": sheet.called,
                "mapping": sheet.mapping,
                "headers": list(sheet.names),
                "samples": to_plain(sheet.samples),
                "day": to_plain(sheet.day),
                "dealer": to_plain(sheet.dealer),
                "questions": to_plain(sheet.questions),
            }
            for sheet in reading.sheets
        ],
        "account": to_plain(account),
        "said": to_plain(said),
    }
