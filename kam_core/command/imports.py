"""`import`: keep files as a dataset; or, for the screen, say what is still open."""

from __future__ import annotations

import argparse
import json
import sys
from types import ModuleType
from typing import Any

from kam_core.command import answers, limits, progress, wishes
from kam_core.command.failures import one_line
from kam_core.command.language import chosen
from kam_core.command.uploads import given
from kam_core.errors import Notice, NotThisTable
from kam_core.ingest.recipe import Layout
from kam_core.ingest.recipe_json import Confirmed, load
from kam_core.ingest.side.notices import stock_among
from kam_core.ingest.understand import Hints
from kam_core.plain import to_plain
from kam_core.store import guesses, janitor
from kam_core.store.importing import Outcome, import_files
from kam_core.store.store import Store
from kam_core.wording import say

DOUBTS = ("unassigned", "total")


def run(asked: argparse.Namespace) -> None:
    """Import, and answer with what became of it. What is no sales file may be a table of the dataset it is given to."""
    limits.set_limits()
    if asked.table not in (None, "sales"):
        _beside().run(asked)
        return
    try:
        outcome = _imported(asked)
    except NotThisTable:
        if not _beside().attempt(asked):
            raise
        return
    if outcome.account is None and _beside().attempt(asked):
        return
    _answer(outcome, asked)


def _beside() -> ModuleType:
    """What reads the tables beside the sales: loaded only where a file is one, or may be."""
    from kam_core.command import side

    return side


def _imported(asked: argparse.Namespace) -> Outcome:
    lang = asked.lang or chosen(())
    confirmed = load(asked.recipe) if asked.recipe else None
    layout, hints = as_confirmed(confirmed) if confirmed else (wishes.layout(asked), wishes.hints(asked))
    uploads = given(asked)
    store = Store()
    janitor.clean(store)
    with progress.shown(asked.progress_json, lang) as bar:
        return import_files(
            store,
            uploads,
            principal=wishes.principal(asked),
            today=wishes.today(asked),
            name=asked.name,
            dataset=asked.dataset,
            layout=layout,
            hints=hints,
            sure_only=asked.ask,
            review=confirmed.review if confirmed else False,
            accepted=_accepted(confirmed),
            job=asked.job.resolve() if asked.job else None,
            progress=bar,
        )


def _answer(outcome: Outcome, asked: argparse.Namespace) -> None:
    notices, lang = said(outcome), asked.lang or chosen(())
    answer: dict[str, Any] = published(outcome, notices, lang) if outcome.status == "published" else {"status": "asks"}
    if asked.job:
        answer |= everything(outcome, notices)
        (asked.job / "understanding.json").write_text(json.dumps(to_plain(outcome.understanding)), "utf-8")
    if asked.json:
        answers.give(answer)
        return
    for sentence in answers.sentences(notices, lang):
        print(one_line(sentence), file=sys.stderr)
    if outcome.status == "published":
        print(
            say(lang, "done.imported", **{"dataset": answer["dataset"], "version": answer["version"], **answer["rows"]})
        )
    else:
        print(say(lang, "done.asks", about=", ".join(question.about for question in outcome.questions)))


def said(outcome: Outcome) -> tuple[Notice, ...]:
    """Everything the user should know: what was noticed, and what was guessed."""
    if outcome.account is None or outcome.status == "asks":
        return outcome.notices
    stock = stock_among([column.header for column in outcome.understanding.columns])
    return (*outcome.notices, *stock, *guesses.notices(outcome.questions, outcome.understanding, outcome.account))


def published(outcome: Outcome, notices: tuple[Notice, ...], lang: str) -> dict[str, Any]:
    """The answer of the contract."""
    if outcome.dataset is None:
        raise AssertionError("published is a dataset")
    manifest = outcome.dataset.manifest
    first = manifest.sources[0]
    return {
        "status": "published",
        "dataset": manifest.dataset,
        "version": manifest.version,
        "rows": answers.rows(manifest.account),
        "mapping": manifest.mapping,
        "encoding": first.encoding,
        "delimiter": first.delimiter,
        "period": [manifest.first_month, manifest.last_month],
        "warnings": answers.sentences(notices, lang),
    }


def everything(outcome: Outcome, notices: tuple[Notice, ...]) -> dict[str, Any]:
    """What the screen needs to show what was understood and to ask the rest."""
    known, account = outcome.understanding, outcome.account
    first = known.sources[0].layout if known.sources else Layout()
    counted: dict[str, Any] = {"rows": None, "money": None, "reasons": [], "totals": [], "account": None}
    if account is not None:
        counted = {
            "rows": answers.rows(account),
            "money": to_plain({state: tally.money for state, tally in account.tallies.items()}),
            "reasons": to_plain(account.reasons),
            "totals": to_plain(account.totals),
            "account": to_plain(account),
        }
    return counted | {
        "columns": to_plain(known.columns),
        "questions": to_plain(outcome.questions),
        "recipe": to_plain(known.recipe),
        "signature": known.signature,
        "sources": to_plain(known.sources),
        "encoding": first.encoding or "",
        "delimiter": first.delimiter or "",
        "sheet": first.sheet or "",
        "header_line": first.header_line or 0,
        "date_order": known.recipe.mapping.date_order,
        "decimal": known.recipe.mapping.decimal,
        "notices": to_plain(notices),
    }


def as_confirmed(seen: Confirmed) -> tuple[Layout, Hints]:
    """What the user confirmed on the screen, as layout and hints."""
    table = seen.layouts[0].table if len({layout.table for layout in seen.layouts}) == 1 else None
    headless, header_line = seen.header_line == 0, seen.header_line or None
    return seen.layout, Hints(no_header=headless, header_line=header_line, table=table, mapping=seen.mapping)


def _accepted(seen: Confirmed | None) -> tuple[str, ...]:
    if seen is None:
        return ()
    return DOUBTS if seen.accepted is None else seen.accepted
