"""The only caches of the project. They are shared by all users, so every key holds principal, dataset, version, scope.

A key never holds a table: Streamlit hashes large ones from a sample, and two different uploads could meet. What comes
back is frozen; nobody changes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from kam_core.analysis import choices as offered
from kam_core.analysis import flips as flipping
from kam_core.analysis import suggested, year_on_year
from kam_core.analysis.classes import firm_wide
from kam_core.analysis.cut import Cut
from kam_core.analysis.groups.picks import merged_picks
from kam_core.analysis.pareto import Pareto, draw
from kam_core.analysis.ranking import Ranking, rank
from kam_core.analysis.scope import Scope
from kam_core.analysis.side_tables import SideTable, side_tables
from kam_core.analysis.stock_mismatches import StockMismatches, stock_mismatches
from kam_core.analysis.supply.ahead import Ahead, look_ahead
from kam_core.analysis.supply.settings import SupplySettings
from kam_core.hand import HandPick
from kam_core.schema import Measure
from kam_core.store import janitor, sample
from kam_core.store.agreed import Agreement
from kam_core.store.dataset import Dataset
from kam_core.store.decided import Decided, decided
from kam_core.store.store import DatasetInfo, Store
from kam_ui import keeper, who
from kam_ui.text import t
from kam_ui.view import View, now


def principal() -> str:
    """Whose datasets these are. Raises KamError for a browser that is nobody."""
    return who.principal()


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """The one store of the process, with its one DuckDB; what an earlier process left half-written goes first."""
    made = Store()
    janitor.clean(made)
    return made


def listing() -> Sequence[DatasetInfo]:
    """The datasets this principal may see, the newest first."""
    return store().datasets(principal())


def versions(data: str) -> tuple[int, ...]:
    """The versions of a dataset, the newest first."""
    return tuple(info.version for info in store().versions(data, principal=principal()))


def opened(data: str, version: int | None = None) -> Dataset:
    """A version of a dataset, the newest when none is named, customers merged as on screen. Raises UnknownDataset."""
    groups = now().scope.groups if now().data == data else ""
    return store().open(data, version, principal=principal()).merged(groups)


def open_sample(lang: str) -> Dataset:
    """The sample in a language, imported when it is first asked for."""
    with st.spinner(t("empty.opening")):
        return sample.open_sample(store(), lang, principal())


# ---- results


@st.cache_resource(max_entries=64, show_spinner=False)
def _choices(who: str, data: str, version: int) -> offered.Choices:
    return offered.choices(store().open(data, version, principal=who))


def choices(dataset: Dataset) -> offered.Choices:
    """What the filters of a dataset offer."""
    return _choices(keeper.beyond(), dataset.id, dataset.version)


@st.cache_resource(max_entries=256, show_spinner=False)
def _whole(who: str, data: str, version: int, measure: Measure) -> offered.WholeTotal:
    return offered.whole_total(store().open(data, version, principal=who), measure)


def whole(dataset: Dataset, measure: Measure) -> offered.WholeTotal:
    """The whole file's total, whatever the scope."""
    return _whole(keeper.beyond(), dataset.id, dataset.version, measure)


@st.cache_resource(max_entries=48, show_spinner=False)
def _ranking(who: str, data: str, version: int, scope: Scope) -> Ranking:
    return rank(store().open(data, version, principal=who), scope)


def ranking(dataset: Dataset, scope: Scope) -> Ranking:
    """The customers of a scope in rank order. Raises BadScope, Mixed, Busy."""
    return _ranking(keeper.of(dataset), dataset.id, dataset.version, scope)


def picks(view: View) -> tuple[HandPick, ...]:
    """The names pinned or excluded in a view; where customers are merged, their groups. Raises UnknownDataset."""
    found = store().hand(view.hand, principal=principal()) if view.hand else ()
    return merged_picks(found, opened(view.data, view.version).grouping) if found else ()


def cut(view: View) -> Cut:
    """The cut a view draws, names picked by hand included."""
    return Cut(view.rule, view.cut, picks(view))


def pareto(view: View, dataset: Dataset) -> Pareto:
    """The answer of the first page: the line drawn on the view's scope."""
    return draw(ranking(dataset, view.scope), cut(view))


@st.cache_resource(max_entries=32, show_spinner=False)
def _mismatches(who: str, data: str, version: int, groups: str) -> StockMismatches:
    return stock_mismatches(store().open(data, version, principal=who).merged(groups))


def mismatches(dataset: Dataset) -> StockMismatches:
    """Who has stock and no sales, or sales and no stock."""
    return _mismatches(keeper.beyond(), dataset.id, dataset.version, dataset.groups)


@st.cache_resource(max_entries=32, show_spinner=False)
def _beside(who: str, data: str, version: int) -> tuple[SideTable, ...]:
    return side_tables(store().open(data, version, principal=who))


def beside(dataset: Dataset) -> tuple[SideTable, ...]:
    """What stands beside the sales."""
    return _beside(keeper.beyond(), dataset.id, dataset.version)


def firm(view: View, dataset: Dataset) -> Pareto:
    """The same line drawn on the whole firm; the same result where nothing is filtered."""
    whole = firm_wide(view.scope)
    if whole != view.scope:
        keeper.beyond()
    return draw(ranking(dataset, whole), cut(view))


@st.cache_resource(max_entries=32, show_spinner=False)
def _compared(who: str, data: str, version: int, scope: Scope) -> year_on_year.YearOnYear | None:
    return year_on_year.year_on_year(store().open(data, version, principal=who), _ranking(who, data, version, scope))


def compared(dataset: Dataset, scope: Scope) -> year_on_year.YearOnYear | None:
    """Each customer's value beside the same months a year earlier."""
    return _compared(keeper.of(dataset), dataset.id, dataset.version, scope)


@st.cache_resource(max_entries=32, show_spinner=False)
def _flips(who: str, data: str, version: int, scope: Scope, line: Cut) -> flipping.Flips:
    return flipping.flips(store().open(data, version, principal=who), scope, line)


def flips(dataset: Dataset, scope: Scope, line: Cut) -> flipping.Flips:
    """Who would have changed sides in each of the last four quarters."""
    return _flips(keeper.beyond(), dataset.id, dataset.version, scope, line)


@st.cache_resource(max_entries=64, show_spinner=False)
def _suggestion(who: str, data: str, version: int, scope: Scope) -> suggested.Suggested | None:
    return suggested.suggest(_ranking(who, data, version, scope))


def suggestion(dataset: Dataset, scope: Scope) -> suggested.Suggested | None:
    """Where the curve itself would draw the line."""
    return _suggestion(keeper.beyond(), dataset.id, dataset.version, scope)


# ---- the season


def agreements(dataset: Dataset) -> Sequence[Agreement]:
    """What was agreed with customers on the season sheets, as it stands now."""
    return store().agreed(dataset.id, principal=principal())


def agreed_ahead(dataset: Dataset) -> tuple[Decided, ...]:
    """What was agreed of the months to come, on the season sheets and in the joint plans, as it stands now."""
    return decided(store(), dataset.id, principal=principal())


@st.cache_resource(max_entries=6, show_spinner=False)
def _ahead(
    who: str, data: str, version: int, scope: Scope, settings: SupplySettings, agreed: tuple[Decided, ...]
) -> Ahead:
    return look_ahead(store().open(data, version, principal=who), scope, settings, agreed)


def ahead(view: View, dataset: Dataset) -> Ahead:
    """Every customer of a view's filters before its season, wherever the line is. Raises BadScope, Mixed, Busy."""
    return ahead_of(keeper.of(dataset), view, dataset)


def ahead_of(who: str, view: View, dataset: Dataset) -> Ahead:
    """The same, kept under another name than the principal's."""
    scope = replace(view.scope, measure=Measure.AMOUNT, first=None, last=None)  # an outlook looks at neither
    return _ahead(who, dataset.id, dataset.version, scope, view.season.settings, agreed_ahead(dataset))
