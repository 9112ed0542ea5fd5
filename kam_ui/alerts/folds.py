"""Under the list: the limits that make an alert, with who set them; what was done, with a way back; how it is drawn."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pandas as pd
import streamlit as st

from kam_core import figures
from kam_core.analysis.alerts.settings import MOST, MOST_DAYS, AlertSettings, Kind
from kam_core.store.alert_marks import Deed, What
from kam_core.store.dataset import Dataset
from kam_ui import present
from kam_ui.alerts.doing import set_limits, undo
from kam_ui.alerts.gathering import ToDo
from kam_ui.text import language, say_core, t

LISTED = 200
NUMBERS = tuple(each.name for each in fields(AlertSettings) if each.name != "off")


def show_limits(found: ToDo, dataset: Dataset) -> None:
    """The thresholds; kept for the dataset, with who and when."""
    with st.expander(t("alerts.limits"), icon=":material/tune:"):
        settings, set_by = found.settings, found.marks.limits
        place = f"alerts.limit.{found.marks.revision}"
        columns = st.columns(3)
        for at, name in enumerate(NUMBERS):
            columns[at % 3].number_input(
                t(f"alerts.limit.{name}"),
                min_value=0,
                max_value=MOST.get(name, MOST_DAYS),
                value=getattr(settings, name),
                step=1,
                key=f"{place}.{name}",
            )
        words = {kind: say_core(f"alert.{kind.value}") for kind in Kind}
        st.pills(
            t("alerts.limit.on"),
            list(Kind),
            selection_mode="multi",
            default=[kind for kind in Kind if kind not in settings.off],
            format_func=words.__getitem__,
            key=f"{place}.on",
        )

        def made() -> AlertSettings:
            said: dict[str, Any] = {name: int(st.session_state[f"{place}.{name}"]) for name in NUMBERS}
            on = st.session_state[f"{place}.on"]
            return AlertSettings(**said, off=tuple(kind for kind in Kind if kind not in on))

        with st.container(horizontal=True, vertical_alignment="center"):
            save = (dataset, made, found.marks)
            st.button(t("alerts.save"), type="primary", key="alerts.save", on_click=set_limits, args=save)
            if settings != AlertSettings():
                usual = (dataset, AlertSettings, found.marks)
                st.button(t("alerts.usual"), key="alerts.usual", on_click=set_limits, args=usual)
            if set_by:
                said = present.quoted(set_by.who or figures.NONE)
                st.caption(t("alerts.limits_by", who=said, moment=_moment(set_by)))
        st.caption(t("alerts.worse", money=settings.worse_money, due=settings.worse_due, wait=settings.worse_wait))


def show_history(found: ToDo, dataset: Dataset) -> None:
    """Every deed, the latest first, and the way back."""
    last = found.marks.undoable
    if last:
        about = present.quoted(figures.names(language(), _about(last), 2))
        label = t("alerts.undo", what=t(f"alerts.what.{last.what.value}"), about=about)
        st.button(label, icon=":material/undo:", key="alerts.undo", type="tertiary", on_click=undo,
                  args=(dataset, found.marks))  # fmt: skip
    with st.expander(t("alerts.history"), icon=":material/history:"):
        if not found.marks.history:
            st.caption(t("alerts.nothing"))
            return
        names = {name: st.column_config.TextColumn(t(f"groups.{name}")) for name in ("moment", "who", "deed", "about")}
        rows = [_row(one) for one in reversed(found.marks.history[-LISTED:])]
        st.dataframe(pd.DataFrame(rows), hide_index=True, alt=t("alerts.history"), column_config=names)


def _row(one: Deed) -> dict[str, str]:
    what = t(f"alerts.what.{one.what.value}")
    return {
        "moment": _moment(one),
        "who": one.who or figures.NONE,
        "deed": f"{what} → {one.until}" if one.what is What.SNOOZE else what,
        "about": figures.names(language(), _about(one), 6) or figures.NONE,
    }


def _about(one: Deed) -> list[str]:
    """Account and kind of what it was about, each once."""
    known = {kind.value for kind in Kind}
    kinds = {mark.kind: say_core(f"alert.{mark.kind}") if mark.kind in known else mark.kind for mark in one.marks}
    return list(dict.fromkeys(f"{mark.name} {kinds[mark.kind]}" for mark in one.marks))


def _moment(one: Deed) -> str:
    return one.moment[:16].replace("T", " ")
