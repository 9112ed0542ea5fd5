"""The lists of movement: who crossed the line, rose, fell, is new or gone; to take away, and down to the lines."""

from __future__ import annotations

from typing import Any

import streamlit as st

from kam_core import figures
from kam_core.analysis.movement.comparisons import Compared
from kam_core.analysis.movement.matrix import At, Movement
from kam_core.report.answers.movement import LISTS
from kam_core.report.movement_table import movement_table
from kam_core.report.statement import statement
from kam_core.store.dataset import Dataset
from kam_ui import view
from kam_ui.account.named import named_table
from kam_ui.movement.asked import earlier
from kam_ui.movement.drawn import number_format
from kam_ui.taken import in_words, take_table
from kam_ui.text import language, say_core, t
from kam_ui.workings import rows_behind

MOST = 500  # rows on screen; the downloads hold everyone
MONEY = ("value_before", "value_after", "change")
NAME = 200  # pixels


def show_lists(found: Movement, compared: Compared, dataset: Dataset) -> None:
    """One list at a time; a click on a customer opens the lines behind both of its figures."""
    names = {name: t(f"movement.list.{name}", n=len(getattr(found, name))) for name in LISTS}
    with st.container(horizontal=True, vertical_alignment="center", key="movement.tools"):
        chosen = st.segmented_control(
            t("movement.list.label"),
            LISTS,
            default=view.now().risk.shown or _first(found),
            required=True,
            format_func=names.__getitem__,
            key="movement.list",
            label_visibility="collapsed",
            wrap=True,
            on_change=lambda: view.suppose(shown=st.session_state["movement.list"] or ""),
        )
        _downloads(found, dataset)
    at: At = getattr(found, chosen or LISTS[0])
    st.caption(t(f"movement.means.{chosen or LISTS[0]}"))
    if not len(at):
        st.info(t("movement.list.nobody"), icon=":material/search_off:")
        return
    row = _grid(found, at)
    if len(at) > MOST:
        st.caption(t("table.more", most=MOST, rows=len(at)))
    if row is not None and row < len(at):
        _rows(found, int(at[row]), compared, dataset)


def headers(found: Movement) -> dict[str, str]:
    """Column -> its words."""
    measure = t(f"measure.{found.after.ranking.scope.measure.value}")
    columns = ["name", "class_before", "class_after", *MONEY, "rank_before", "rank_after"]
    if (found.customers != found.names).any():
        columns.insert(1, "customer")
    return {name: t(f"movement.column.{name}", measure=measure) for name in columns}


def class_words() -> dict[str, dict[str, str]]:
    """The words of the classes in the table's cells."""
    words = {name: t(f"movement.class.{name}") for name in ("key", "other", "none")}
    return {"class_before": words, "class_after": words}


def _first(found: Movement) -> str:
    """The list that is open at first: the first of them that names anybody."""
    return next((name for name in LISTS if len(getattr(found, name))), LISTS[0])


def _grid(found: Movement, at: At) -> int | None:
    named, words = headers(found), class_words()
    frame = movement_table(found, at[:MOST]).select(list(named)).to_pandas()
    for name, spoken in words.items():
        frame[name] = frame[name].map(spoken)
    for name in MONEY:
        frame[name] = frame[name].astype(float)
    column = st.column_config
    form = number_format(found.after.ranking.scope.measure)
    config: dict[str, Any] = {name: column.TextColumn(header) for name, header in named.items()}
    config |= {"name": column.TextColumn(named["name"], width=NAME, pinned=True)}
    config |= {name: column.NumberColumn(named[name], format=form) for name in MONEY}
    config |= {name: column.NumberColumn(named[name], format="%d") for name in ("rank_before", "rank_after")}
    customers = found.customers[at[:MOST]].tolist()
    key = f"movement.grid.{hash(tuple(customers))}"
    return named_table(frame, customers, key, column_config=config, alt=t("movement.list.alt"))


def _rows(found: Movement, at: int, compared: Compared, dataset: Dataset) -> None:
    """The lines of both periods that sum to the figures of one customer."""
    customer, name = str(found.customers[at]), str(found.names[at])
    known = earlier(dataset, compared)
    sides = [("after", found.after, dataset, found.rank_after), ("before", found.before, known, found.rank_before)]
    for side, pareto, source, ranks in sides:
        scope = pareto.ranking.scope
        months = figures.period(language(), scope.first, scope.last)
        st.markdown(f"**{t(f'movement.{side}')}** {months}".replace("~", "\\~"))
        if ranks[at] < 0:
            st.caption(t("movement.no_lines"))
        else:
            rows_behind(source, customer, name, scope)


def _downloads(found: Movement, dataset: Dataset) -> None:
    take_table(
        t("movement.file"),
        lambda: movement_table(found),
        headers(found),
        _facts(found, dataset),
        dataset,
        key="movement.take",
        words=class_words(),
        csv=True,
    )


def _facts(found: Movement, dataset: Dataset) -> list[tuple[str, Any]]:
    """The statement of this period, and of the one before where it says anything else."""
    facts = statement(found.after, dataset.name, dataset.address, dataset.manifest.created)
    before = dict(statement(found.before, dataset.name, dataset.address, dataset.manifest.created))
    said = []
    for code, value in facts:
        said.append((say_core(f"statement.{code}"), in_words(code, value)))
        if before.get(code) != value and code in before:
            said.append((f"{say_core(f'statement.{code}')} ({t('movement.before')})", before[code]))
    return [*said, (t("movement.net"), found.net)]
