"""下一步: what to do next at whom, the most money first, with what stands against it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from kam_core import figures
from kam_core.analysis.playbook.actions import Action
from kam_core.analysis.playbook.cells import State
from kam_core.analysis.playbook.playbook import Playbook
from kam_core.report.playbook_table import action_table, begun, conflict_words
from kam_core.store.dataset import Dataset
from kam_ui import view
from kam_ui.account.opening import fresh, open_account
from kam_ui.components.cards import cards
from kam_ui.movement.drawn import number_format
from kam_ui.playbook.answer import facts
from kam_ui.playbook.states import COLOURS
from kam_ui.taken import take_table
from kam_ui.text import language, t

MOST = 500  # rows
CARDS = 20
ROW, HEAD = 36, 40  # pixels
COLUMNS = ("name", "what", "money", "conflict", "due", "strategy", "owner")


def show_actions(found: Playbook, dataset: Dataset) -> None:
    """The list: those with money of their own, those that concern the whole account, or those in conflict."""
    sides: dict[str, Sequence[Action]] = {
        "own": tuple(one for one in found.actions if not one.year),
        "year": tuple(one for one in found.actions if one.year),
        "conflicts": found.conflicts,
    }
    there = {side: rows for side, rows in sides.items() if rows}
    st.markdown(f"**{t('playbook.act.title')}**")
    if not there:
        st.info(t("playbook.act.nothing"), icon=":material/task_alt:")
        return
    with st.container(horizontal=True, vertical_alignment="center", key="playbook.act.tools"):
        side = st.segmented_control(
            t("playbook.act.label"),
            list(there),
            default=next(iter(there)),
            required=True,
            format_func={name: t(f"playbook.act.{name}", n=len(rows)) for name, rows in there.items()}.__getitem__,
            key="playbook.act",
            label_visibility="collapsed",
            wrap=True,
        )
        headers = {name: t(f"playbook.column.{name}") for name in ("customer", *COLUMNS, "kind")}
        words = {"strategy": _strategies(found), "kind": {kind: t(f"playbook.kind.{kind}") for kind in ("own", "year")}}
        lang = language()
        take_table(t("playbook.file.actions"), lambda: action_table(found, found.actions, lang), headers,
                   facts(found, dataset), dataset, key="playbook.take.actions", words=words)  # fmt: skip
    side = side or next(iter(there))
    _cards(found, there[side][:CARDS])
    with st.container(key="act_wide"):
        _grid(found, there[side][:MOST], side)
    st.caption(t(f"playbook.act.{side}_means"))


def _strategies(found: Playbook) -> dict[str, str]:
    return {one.strategy.code.value: one.strategy.say("name", language()) for one in found.columns}


def _cards(found: Playbook, actions: Sequence[Action]) -> None:
    """On a phone: a tap on the name opens the account, one beside it the strategy."""
    lang, named = language(), _strategies(found)
    rows = [
        {
            "name": found.names[one.at],
            "product": " ⚠ ".join(begun(each) for each in (one.said.say(lang), conflict_words(one, lang)) if each),
            "status": named[one.code.value],
            "colour": COLOURS[State.MISSED if one.conflicts else State.NOTHING],
            "facts": [[t(f"playbook.column.{'year' if one.year else 'money'}"), figures.amount(lang, one.money)]],
        }
        for one in actions
    ]

    def opened(at: int) -> None:
        if 0 <= at < len(actions):
            view.attend(strategy=actions[at].code.value)

    visited = cards(rows, t("playbook.act.alt", n=len(rows)), opened)
    if visited is not None and visited < len(actions):
        open_account(found.customers[actions[visited].at])


def _grid(found: Playbook, actions: Sequence[Action], side: str) -> None:
    table = action_table(found, actions, language())
    frame = table.select(list(COLUMNS)).to_pandas()
    frame["money"] = frame["money"].astype(float)
    frame["strategy"] = frame["strategy"].map(_strategies(found))
    frame["conflict"] = [f"⚠ {words}" if words else "" for words in frame["conflict"]]
    frame = frame.drop(columns=[name for name in ("conflict", "owner") if (frame[name] == "").all()])
    frame = frame.drop(columns=["due"] if frame["due"].isna().all() else [])
    column = st.column_config
    named = {name: t(f"playbook.column.{name}") for name in frame}
    named["money"] = t(f"playbook.column.{'year' if side == 'year' else 'money'}")
    config = {str(name): column.TextColumn(header) for name, header in named.items()} | {
        "name": column.TextColumn(named["name"], width=180, pinned=True),
        "what": column.TextColumn(named["what"], width=340),
        "money": column.NumberColumn(named["money"], format=number_format(found.year.measure)),
        "due": column.DateColumn(named.get("due"), format="YYYY-MM-DD", width=92),
        "conflict": column.TextColumn(named.get("conflict"), width=330),
    }
    event = st.dataframe(
        frame,
        hide_index=True,
        column_config={name: config[str(name)] for name in frame},
        height=min(ROW * len(frame) + HEAD, 400),
        row_height=ROW,
        on_select="rerun",
        selection_mode="single-cell",
        key=fresh(f"playbook.act.{side}"),
        placeholder=figures.NONE,
        alt=t("playbook.act.alt", n=len(frame)),
    )
    row, chosen = next(iter(event.selection.cells), (len(frame), ""))
    if row < len(frame) and chosen == "name":
        open_account(str(table["customer"][row]))
