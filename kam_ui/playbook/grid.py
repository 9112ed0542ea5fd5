"""打法表: accounts x strategies. A click on a name opens the account, one on a cell that strategy."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kam_core.analysis.finding import Finding
from kam_core.analysis.playbook.cells import STATES, State
from kam_core.analysis.playbook.playbook import Playbook
from kam_core.report.playbook_table import grid_table
from kam_core.store.dataset import Dataset
from kam_ui import view
from kam_ui.account.opening import fresh, open_account
from kam_ui.playbook.answer import facts
from kam_ui.playbook.states import SIGNS, state_word, styled
from kam_ui.taken import take_table
from kam_ui.text import language, t

ROW, HEAD = 35, 38  # pixels
TALLEST = 460


def show_grid(found: Playbook, dataset: Dataset) -> None:
    """Every key account, the largest first; under it what the signs mean and how many there are of each."""
    lang = language()
    table = grid_table(found, lang)
    with st.container(horizontal=True, vertical_alignment="center", key="playbook.grid.tools"):
        st.markdown(f"**{t('playbook.grid.title')}**", width="content")
        _downloads(found, dataset)
    codes = [column.strategy.code.value for column in found.columns]
    states = pd.DataFrame({code: table[code].to_pylist() for code in codes})
    said = {
        code: [f"{SIGNS[State(s)]} {words}" for s, words in zip(states[code], table[f"{code}_said"].to_pylist())]
        for code in codes
    }
    frame = pd.DataFrame({"name": table["name"].to_pylist(), **said})
    colours = states.map(lambda state: styled(State(state)))
    heads = {one.strategy.code.value: one.strategy for one in found.columns}
    config = {"name": st.column_config.TextColumn(t("playbook.column.name"), width=180, pinned=True)}
    for code, one in heads.items():
        head = t("playbook.head", number=one.number, name=one.say("short", lang))
        config[code] = st.column_config.TextColumn(head, help=one.say("measure", lang))
    counts = {state: sum(column.count(state) for column in found.columns) for state in STATES}
    event = st.dataframe(
        frame.style.apply(lambda _: colours.assign(name="")[frame.columns], axis=None),
        hide_index=True,
        column_config=config,
        height=min(ROW * len(frame) + HEAD, TALLEST),
        row_height=ROW,
        on_select="rerun",
        selection_mode="single-cell",
        key=fresh("playbook.grid"),
        alt=Finding("alt_playbook", {"accounts": found.n, "strategies": len(codes)}
                    | {state.value: n for state, n in counts.items() if state is not State.NOTHING}).say(lang),
    )  # fmt: skip
    st.caption(" · ".join(f"{state_word(state)} {n}" for state, n in counts.items() if n))
    st.caption(t("playbook.grid.click"))
    row, chosen = next(iter(event.selection.cells), (len(frame), ""))
    if row >= len(frame):
        return
    if chosen == "name":
        open_account(found.customers[row])
    elif chosen in heads and chosen != view.now().people.strategy:
        view.attend(strategy=str(chosen))
        st.rerun()


def _downloads(found: Playbook, dataset: Dataset) -> None:
    headers = {name: t(f"playbook.column.{name}") for name in ("customer", "name", "owner")}
    headers["value"] = t("playbook.column.year")
    states = {state.value: t(f"playbook.state.{state.value}") for state in STATES}
    for column in found.columns:
        code, name = column.strategy.code.value, column.strategy.say("name", language())
        headers |= {code: name, f"{code}_said": t("playbook.column.said_of", name=name)}
    words = {column.strategy.code.value: states for column in found.columns}
    take_table(t("playbook.file.grid"), lambda: grid_table(found, language()), headers, facts(found, dataset), dataset,
               key="playbook.take.grid", words=words)  # fmt: skip
