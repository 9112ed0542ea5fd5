"""Every version of a joint plan: who made it when, what it changed, and the way back to an earlier one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from kam_core import figures
from kam_core.errors import KamError
from kam_core.store.dataset import Dataset
from kam_core.store.joint_plans import Change, Plan, changes, keep
from kam_ui import resources
from kam_ui.text import language, t

NAMED = 3  # changes a row names


def show_history(dataset: Dataset, there: Sequence[Plan]) -> None:
    """Nothing while there is no version."""
    if not there:
        return
    fold = st.expander(
        t("service.plan.history", n=len(there)), icon=":material/history:", key="fold.plans", on_change="rerun"
    )
    if not fold.open:
        return
    with fold:
        before: list[Plan | None] = [None, *there[:-1]]
        rows = [
            {
                "number": plan.number,
                "who": plan.who or figures.NONE,
                "moment": plan.moment[:16].replace("T", " "),
                "how": t("service.plan.by_sheet" if plan.by_sheet else "service.plan.by_hand"),
                "changes": _said(changes(earlier, plan)),
            }
            for earlier, plan in zip(before, there)
        ]
        st.dataframe(
            rows[::-1],
            hide_index=True,
            alt=t("service.plan.history", n=len(there)),
            column_config={name: st.column_config.Column(t(f"service.plan.column.{name}")) for name in rows[0]},
        )
        if len(there) > 1:
            _back(dataset, there)


def _back(dataset: Dataset, there: Sequence[Plan]) -> None:
    earlier = {plan.number: plan for plan in there[-2::-1]}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.selectbox(t("service.plan.earlier"), list(earlier), key=f"plan.earlier.{len(there)}", width=160)

        def restore() -> None:
            made = replace(earlier[number], who=str(st.session_state.get("plan.who", "")), by_sheet=False)
            try:
                keep(resources.store(), dataset.id, made, seen=len(there), principal=resources.principal())
            except KamError as error:
                st.session_state["plan.problem"] = error

        st.button(t("service.plan.restore"), icon=":material/undo:", key="plan.restore", on_click=restore)


def _said(made: Sequence[Change]) -> str:
    named = [f"{one.product} {one.month}: {_number(one.before)} → {_number(one.after)}" for one in made[:NAMED]]
    return figures.names(language(), named, NAMED) + (f" … {len(made):,}" if len(made) > NAMED else "")


def _number(value: object) -> str:
    return figures.NONE if value is None else figures.volume(language(), value)  # type: ignore[arg-type]
