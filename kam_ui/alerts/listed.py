"""The list: whose, what, how much, by when, who; narrowed by kind and owner; and what can be done about its rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Literal

import pandas as pd
import streamlit as st

from kam_core import figures
from kam_core.analysis.alerts.alert import Target
from kam_core.analysis.alerts.drawn import Alerts
from kam_core.analysis.alerts.settings import Kind
from kam_core.analysis.alerts.tasks import Task
from kam_core.store.alert_marks import What
from kam_core.store.dataset import Dataset
from kam_ui import by_whom, present, view
from kam_ui.account.opening import fresh, open_account
from kam_ui.alerts.doing import do
from kam_ui.alerts.gathering import ToDo
from kam_ui.alerts.tapped import tapped
from kam_ui.controls import bound
from kam_ui.text import language, say_core, t

STATES = ("open", "snoozed", "done")
MOST = 500  # rows on screen
WEEK = 7  # days something is put off, unless another day is chosen


def show_tasks(found: ToDo, dataset: Dataset) -> None:
    """The choices, the rows, and what can be done."""
    state = _state(found)
    part: Alerts = getattr(found.parts, state)
    shown = _narrowed(part.tasks)
    if not shown:
        st.info(t("alerts.empty_of" if part.tasks else "alerts.empty"), icon=":material/task_alt:")
        return
    on_a_phone = tapped(shown, state)
    with st.container(key="alerts_wide"):
        chosen = _grid(found, state, shown[:MOST]) or on_a_phone
    if len(shown) > MOST:
        st.caption(t("table.more", most=MOST, rows=len(shown)))
    if chosen:
        _deeds(found, dataset, state, chosen)
    else:
        st.caption(t("alerts.click"))


def _state(found: ToDo) -> str:
    counts = {state: len(getattr(found.parts, state).tasks) for state in STATES}
    chosen = st.segmented_control(
        t("alerts.state"),
        STATES,
        default=STATES[0],
        required=True,
        format_func={state: t(f"alerts.states.{state}", n=n) for state, n in counts.items()}.__getitem__,
        key="alerts.state",
        label_visibility="collapsed",
    )
    return str(chosen or STATES[0])


def _narrowed(tasks: Sequence[Task]) -> list[Task]:
    """Those of the kind and owner of the view, with the pickers of both."""
    now = view.now().people
    mine = [one for one in tasks if now.owner is None or one.owner == now.owner]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        of_kind = [one for one in tasks if now.kind in ("", one.kind)]
        _kinds(mine)
        _owners(sorted({one.owner for one in of_kind} | ({now.owner} if now.owner is not None else set())))
    return [one for one in mine if now.kind in ("", one.kind)]


def _kinds(tasks: Sequence[Task]) -> None:
    counts = {kind.value: sum(one.kind is kind for one in tasks) for kind in Kind}
    now = view.now().people.kind
    offered = ["", *(kind for kind, n in counts.items() if n or kind == now)]
    words = {kind: t("alerts.kind_n", kind=say_core(f"alert.{kind}"), n=counts[kind]) for kind in offered if kind}
    words[""] = t("alerts.all_kinds", n=len(tasks))
    st.segmented_control(
        t("alerts.kind"),
        offered,
        required=True,
        format_func=words.__getitem__,
        label_visibility="collapsed",
        wrap=True,
        **bound("alerts.kind", now, lambda kind: view.attend(kind=kind or ""), starts="default"),
    )


def _owners(owners: Sequence[str]) -> None:
    words = {owner: owner or t("alerts.nobody_named") for owner in owners}
    st.selectbox(
        t("alerts.owner"),
        owners,
        format_func=lambda owner: words.get(owner) or owner,
        index=None,
        placeholder=t("alerts.everybody"),
        width=200,
        label_visibility="collapsed",
        **bound("alerts.owner", view.now().people.owner, lambda owner: view.attend(owner=owner), starts=None),
    )


def _grid(found: ToDo, state: str, tasks: Sequence[Task]) -> list[Task]:
    """The rows that are chosen; a click on a name opens the account."""
    frame = pd.DataFrame(_row(found, state, one) for one in tasks)
    column = st.column_config
    config: dict[str, Any] = {str(name): column.TextColumn(t(f"alerts.column.{name}")) for name in frame}
    config |= {
        "name": column.TextColumn(t("alerts.column.name"), pinned=True, width=160),
        "kind": column.TextColumn(t("alerts.column.kind"), width=115),
        "said": column.TextColumn(t("alerts.column.said"), width=600),
        "owner": column.TextColumn(t("alerts.column.owner"), width=90),
        "money": column.NumberColumn(t("alerts.column.money"), format="accounting", width=110),
        "due": column.DateColumn(t("alerts.column.due"), format="YYYY-MM-DD", width=95),
        "waiting": column.NumberColumn(t("alerts.column.waiting"), format="%d", width=80),
        "until": column.DateColumn(t("alerts.column.until"), format="YYYY-MM-DD", width=95),
    }
    modes: list[Literal["multi-row", "single-cell"]] = ["multi-row", "single-cell"]
    event = st.dataframe(
        frame,
        hide_index=True,
        height=min(38 + 35 * len(frame), 460),
        column_config=config,
        on_select="rerun",
        selection_mode=modes,
        key=fresh(f"alerts.grid.{state}.{hash(tuple(one.id for task in tasks for one in task.alerts))}"),
        placeholder=figures.NONE,
        alt=t("alerts.alt"),
    )
    named = next((row for row, name in event.selection.cells if name == "name"), len(tasks))
    if named < len(tasks):
        open_account(tasks[named].customer)
    return [tasks[row] for row in event.selection.rows if row < len(tasks)]


def _row(found: ToDo, state: str, one: Task) -> dict[str, Any]:
    row: dict[str, Any] = {
        "name": one.name,
        "kind": say_core(f"alert.{one.kind.value}"),
        "due": one.due,
        "waiting": one.waiting or None,
        "money": None if one.money is None else float(one.money),
        "owner": one.owner,
        "said": _begun(one.what.say(language())),
    }
    deed = found.parts.deeds.get(one.alerts[0].id)
    if state == "open":
        back = [found.parts.back[each.id] for each in one.alerts if each.id in found.parts.back]
        return row | ({"back": t(f"alerts.back.{back[0].value}") if back else ""} if found.parts.back else {})
    if state == "snoozed":
        row["until"] = deed.until if deed else None
    return row | {"by": deed.who if deed else ""}


def _deeds(found: ToDo, dataset: Dataset, state: str, chosen: list[Task]) -> None:
    n = len(chosen)
    until = date.today() + timedelta(WEEK)
    with st.container(horizontal=True, vertical_alignment="bottom", key="alerts.deeds"):
        by_whom.ask(t("alerts.who"), "alerts.who")
        said: tuple[Any, ...] = (chosen, found.marks)
        if state != "done":
            st.button(
                t("alerts.done_n", n=n), type="primary", icon=":material/task_alt:", key="alerts.done",
                on_click=do, args=(dataset, What.DONE, *said),
            )  # fmt: skip
            day = st.date_input(
                t("alerts.until"), value=until, min_value=date.today() + timedelta(1), key="alerts.until", width=150
            )
            st.button(
                t("alerts.snooze_n", n=n), icon=":material/snooze:", key="alerts.snooze",
                on_click=do, args=(dataset, What.SNOOZE, *said, day),
            )  # fmt: skip
        if state != "open":
            st.button(
                t("alerts.reopen_n", n=n), icon=":material/undo:", key="alerts.reopen",
                on_click=do, args=(dataset, What.REOPEN, *said),
            )  # fmt: skip
        look = st.button(t("alerts.look"), icon=":material/open_in_new:", disabled=n != 1, key="alerts.look")
    if look:
        _look(chosen[0])


def _look(one: Task) -> None:
    """On to the exact view; the page of the account where there is no such page."""
    aim = one.view
    if not (present.PAGES / f"{aim.page}.py").exists():
        aim = Target("account", {"account": one.customer})
    said = view.address(aim.page) | {key: [value] for key, value in aim.query.items()}
    query = [(key, value) for key, values in said.items() for value in values]
    st.switch_page(present.PAGES / f"{aim.page}.py", query_params=query)


def _begun(said: str) -> str:
    """What follows a name elsewhere, as a sentence of its own."""
    return said[:1].upper() + said[1:]
