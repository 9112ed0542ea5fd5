"""`report`: a view written as HTML, Excel and CSV into a folder, and a visit sheet of every key account where asked."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from kam_core.analysis.visit import visit
from kam_core.command import answers, wishes
from kam_core.command.agreed import agreed_ahead
from kam_core.command.failures import one_line
from kam_core.command.language import chosen
from kam_core.command.pareto import warn
from kam_core.command.source import open_source
from kam_core.command.stock_file import with_stock
from kam_core.errors import BadInput, UnknownDataset
from kam_core.report import printing
from kam_core.report.html_report import html_report
from kam_core.report.shown import Shown, shown
from kam_core.report.view_file import view_csv, view_xlsx
from kam_core.report.visit_sheet import visit_sheet
from kam_core.store.agreed import Agreement
from kam_core.store.dataset import Dataset
from kam_core.store.store import Store
from kam_core.wording import say

SHEETS = "visit-sheets"
Files = Iterator[tuple[str, bytes]]  # name below the folder, content


def run(asked: argparse.Namespace) -> None:
    """Write the files, and answer with their names. Raises BadInput for a folder that cannot be written into."""
    lang = asked.lang or chosen(())
    cut, scope, settings = wishes.cut(asked), wishes.scope(asked), wishes.supply(asked)
    folder, today = asked.out, wishes.today(asked)
    _make(folder, folder)
    store = Store()
    dataset = with_stock(store, open_source(store, asked, lang), asked)
    agreed = _agreed(store, dataset, asked)
    view = shown(asked.page, dataset, scope, cut, settings, agreed_ahead(store, dataset.id, asked))
    written = []
    for name, content in _files(view, asked, agreed, lang, today):
        _make(folder, (folder / name).parent)
        try:
            (folder / name).write_bytes(content)
        except OSError as error:
            raise BadInput("no_out_folder", folder=str(folder)) from error
        written.append(name)
    warn(dataset, lang)
    if asked.pdf and not any(name.endswith(".pdf") for name in written):
        print(say(lang, f"report.{'printing_failed' if printing.chromium() else 'no_chromium'}"), file=sys.stderr)
    if asked.json:
        found = {"out": str(folder), "files": written, "key_accounts": view.pareto.key_accounts}
        answers.give(found | {"finding": view.sentence(lang)})
    else:
        print(one_line(view.sentence(lang)))
        print(one_line(say(lang, "report.written", n=len(written), folder=str(folder))))


def _files(view: Shown, asked: argparse.Namespace, agreed: tuple[Agreement, ...], lang: str, today: date) -> Files:
    """One after the other, so that a thousand sheets stand in memory one at a time. No name of a customer is a path."""
    yield from _page("report", lambda: html_report(view, lang, today), asked.pdf)
    yield "key-accounts.xlsx", view_xlsx(view, lang)
    yield "key-accounts.csv", view_csv(view, lang)
    if asked.sheets:
        ranking = view.pareto.ranking
        for customer in view.pareto.key_customers.tolist():
            year = visit(view.dataset, ranking.scope, customer)
            sheet = visit_sheet(view, year, agreed, lang, today)
            name = f"{SHEETS}/{ranking.position[customer] + 1:04d}"
            yield from _page(name, lambda sheet=sheet: sheet, asked.pdf)  # type: ignore[misc]


def _page(name: str, make: Callable[[], bytes], as_pdf: bool) -> Files:
    html = make()
    yield f"{name}.html", html
    if as_pdf and (made := printing.pdf(html)):
        yield f"{name}.pdf", made


def _agreed(store: Store, dataset: Dataset, asked: argparse.Namespace) -> tuple[Agreement, ...]:
    """What was agreed on the season sheets; nothing on a file that is read for this call only."""
    try:
        return store.agreed(dataset.id, principal=wishes.principal(asked))
    except UnknownDataset:
        return ()


def _make(folder: Path, place: Path) -> None:
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput("no_out_folder", folder=str(folder)) from error
