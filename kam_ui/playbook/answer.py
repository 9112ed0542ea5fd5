"""The result of the page, remembered under what it was asked with, and the small line under its sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kam_core import figures
from kam_core.analysis.pareto import draw
from kam_core.analysis.playbook.playbook import Playbook, playbook
from kam_core.analysis.playbook.strategies import Book, Strategy, read_book
from kam_core.analysis.stock_reports import last_heard
from kam_core.analysis.supply.foresight import last_known_day
from kam_core.store.dataset import Dataset
from kam_core.store.decided import Decided
from kam_ui import resources
from kam_ui.kept import kept
from kam_ui.people import People
from kam_ui.risk import Risk
from kam_ui.supply.selected import for_home
from kam_ui.taken import Facts, stated_year
from kam_ui.text import language, t
from kam_ui.view import View


def played(view: View, dataset: Dataset) -> Playbook:
    """The playbook of the view's key accounts, on the day its season is looked from. Raises BadScope, Mixed, Busy."""
    asked = replace(view, lang="en", job="", people=People(), risk=Risk())  # none of that moves a figure here
    return kept(_played, dataset, asked, resources.agreed_ahead(dataset), _day(view, dataset), book())


def book() -> Book:
    """The strategies of this installation. Raises BadInput where its own file cannot be read."""
    return read_book(resources.store().folder)


def _day(view: View, dataset: Dataset) -> date:
    """The day of the season where one was chosen, else the last anything is known of."""
    chosen, usual = view.season.as_of, last_known_day(dataset)
    return chosen if chosen and chosen != usual else last_heard(dataset, "activities")


def _played(dataset: Dataset, view: View, _agreed: tuple[Decided, ...], day: date, strategies: Book) -> Playbook:
    pareto = draw(resources.ranking(dataset, view.scope), resources.cut(view))
    season = for_home(view, dataset)
    return playbook(dataset, pareto, day, season.outlook if season else None, strategies)


def small_line(found: Playbook) -> str:
    """The day looked from, how many strategies can be told, and the months of an account's year."""
    parts = [
        t("playbook.line.day", day=found.as_of),
        t("playbook.line.told", told=len(found.told), n=len(found.columns)),
        t("playbook.line.months", months=figures.period(language(), found.year.first, found.year.last)),
    ]
    return " · ".join(parts)


def titled(strategy: Strategy) -> str:
    """Its number and name."""
    return t("playbook.numbered", number=strategy.number, name=strategy.say("name", language()))


def facts(found: Playbook, dataset: Dataset) -> Facts:
    """What the tables that are taken away are of."""
    return stated_year(dataset, found.as_of, found.n, found.year)
