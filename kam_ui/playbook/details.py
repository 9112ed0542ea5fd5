"""One strategy close up: how it is measured and judged, and the figures of every account."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from kam_core import figures
from kam_core.analysis.coverage.settings import LEVELS
from kam_core.analysis.playbook.cells import Column, State
from kam_core.analysis.playbook.playbook import Playbook
from kam_core.report.playbook_table import figure_rows
from kam_ui import view
from kam_ui.account.opening import fresh, open_account
from kam_ui.controls import bound
from kam_ui.playbook.answer import titled
from kam_ui.playbook.states import state_word
from kam_ui.text import language, t

MONEY = {
    "gap_money",
    "money",
    "base",
    "lead",
    "gain",
    "dip",
    "noise",
    "cost",
    "sold",
    "pace",
    "target",
    "tier",
    "to_tier",
}
MONEY |= {"extra"}
SHARES = {"over", "rate", "share"}
ROW, HEAD = 35, 38  # pixels
LEVEL_WORDS = {level.value for level in LEVELS}


def show_details(found: Playbook) -> None:
    """The strategy the view names, else the first that can be told."""
    columns = {column.strategy.code.value: column for column in found.columns}
    usual = next(iter(found.told or found.columns)).strategy.code.value
    chosen = view.now().people.strategy if view.now().people.strategy in columns else usual
    st.markdown(f"**{t('playbook.details.title')}**")
    st.selectbox(
        t("playbook.details.choose"),
        list(columns),
        format_func={code: titled(column.strategy) for code, column in columns.items()}.__getitem__,
        label_visibility="collapsed",
        width=420,
        **bound("strategy", chosen, lambda code: view.attend(strategy=code), among=list(columns)),
    )
    column = columns[chosen]
    strategy, lang = column.strategy, language()
    st.caption(
        t("playbook.details.source", source=t(f"playbook.source.{'book' if strategy.book else 'practice'}"))
        + strategy.say("measure", lang)
    )
    st.caption(strategy.say("judged", lang))
    if column.told:
        _figures(found, column)
    else:
        st.info(t(f"playbook.details.{'unknown' if column.opens else 'silent'}"), icon=":material/help:")


def _figures(found: Playbook, column: Column) -> None:
    rows = figure_rows(found, column, language())
    kept = [name for name in rows[0] if any(row[name] not in (None, "") for row in rows) and name != "customer"]
    shown = [{name: _shown(name, row[name]) for name in kept} for row in rows]
    event = st.dataframe(
        shown,
        hide_index=True,
        column_config={name: _config(name, [row[name] for row in rows]) for name in kept},
        height=min(ROW * len(rows) + HEAD, 380),
        row_height=ROW,
        on_select="rerun",
        selection_mode="single-cell",
        key=fresh(f"playbook.details.{column.strategy.code.value}"),
        placeholder=figures.NONE,
        alt=t("playbook.details.alt", n=len(rows)),
    )
    row, chosen = next(iter(event.selection.cells), (len(rows), ""))
    if row < len(rows) and chosen == "name":
        open_account(found.customers[row])


def _shown(name: str, value: Any) -> Any:
    if value is None or value == "":
        return None
    if name == "state":
        return state_word(State(value))
    if name in LEVEL_WORDS:
        return t(f"coverage.state.{value}")
    if name == "forum":
        return t(f"playbook.forum.{value}")
    return value * 100 if name in SHARES else value


def _config(name: str, values: list[Any]) -> Any:
    column = st.column_config
    header = t(f"coverage.level.{name}") if name in LEVEL_WORDS else t(f"playbook.figure.{name}")
    if name == "name":
        return column.TextColumn(header, width=180, pinned=True)
    if name in SHARES:
        return column.NumberColumn(header, format="%.1f%%")
    if name in MONEY:
        return column.NumberColumn(header, format="accounting")
    if any(isinstance(value, date) for value in values):
        return column.DateColumn(header, format="YYYY-MM-DD")
    return column.NumberColumn(header, format="%.1f") if name == "score" else column.Column(header)
