"""The result of the page, remembered under what it was asked with, and the small line under its sentence."""

from __future__ import annotations

from datetime import date

from kam_core import figures
from kam_core.analysis.coverage.coverage import Coverage, coverage
from kam_core.analysis.coverage.settings import LEVELS, CoverageSettings, State
from kam_core.analysis.cut import Cut
from kam_core.analysis.pareto import draw
from kam_core.analysis.scope import Scope
from kam_core.analysis.stock_reports import last_heard
from kam_core.store.dataset import Dataset
from kam_ui import resources
from kam_ui.kept import kept
from kam_ui.taken import Facts, stated_year
from kam_ui.text import language, t
from kam_ui.view import View

OPENS = ("contacts", "activities")  # either of them says something of who is covered


def is_open(dataset: Dataset) -> bool:
    """Whether there is a list to answer from."""
    return not set(OPENS).isdisjoint(dataset.views)


def covered(current: View, dataset: Dataset) -> Coverage:
    """The coverage of the view's key accounts, on the last day anything is known of. Raises BadScope, Mixed, Busy."""
    settings = CoverageSettings(stale=current.people.stale)
    return kept(_coverage, dataset, current.scope, resources.cut(current), as_of(dataset), settings)


def as_of(dataset: Dataset) -> date:
    """The last day a sale or an activity is of, at the latest the day it was imported."""
    return last_heard(dataset, "activities")


def _coverage(dataset: Dataset, scope: Scope, cut: Cut, day: date, settings: CoverageSettings) -> Coverage:
    return coverage(dataset, draw(resources.ranking(dataset, scope), cut), day, settings)


def small_line(found: Coverage) -> str:
    """The day looked from, what else is lacking, each level nobody is known of, and the months of the money."""
    lang, parts = language(), [t("coverage.line.day", day=found.as_of)]
    if rest := found.rest:
        parts.append(rest.say(lang).rstrip(".。"))
    missing = [(level, found.count(State.NOBODY, level)) for level in LEVELS]
    said = [t(f"coverage.line.{level.value}", n=n) for level, n in missing if n]
    if said:
        parts.append(t("coverage.line.missing", levels=figures.names(lang, said)))
    parts.append(t("coverage.line.months", months=figures.period(lang, found.year.first, found.year.last)))
    return " · ".join(parts)


def facts(found: Coverage, dataset: Dataset) -> Facts:
    """What the tables that are taken away are of."""
    stale = (t("coverage.file.stale"), found.settings.stale)
    return stated_year(dataset, found.as_of, int(found.key.sum()), found.year, stale)
