"""联合计划 on the page: agreed quantities month by month, to edit here or as a sheet that goes out and comes back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from kam_core import figures
from kam_core.analysis.service.joint_plan import JointPlan
from kam_core.analysis.service.service import Service
from kam_core.analysis.supply.agreement import Basis
from kam_core.errors import BadScope, KamError
from kam_core.report.joint_plan import joint_plan_xlsx
from kam_core.report.xlsx import MIME
from kam_core.store.dataset import Dataset
from kam_core.store.joint_plans import Agreed, Plan, keep
from kam_ui import present, resources, view, viewer
from kam_ui.file_names import in_file_name
from kam_ui.service.answers import kept_plans, planned
from kam_ui.service.history import show_history
from kam_ui.service.sheet_back import show_upload
from kam_ui.text import language, say_core, t

WHO, PROBLEM = "plan.who", "plan.problem"


def show_plan(found: Service, customer: str, dataset: Dataset) -> None:
    """The plan as it stands, its sheet, and its versions."""
    st.markdown(f"**{t('service.plan.title')}**")
    there = kept_plans(dataset, customer)
    try:
        plan = planned(view.now(), dataset, found, customer, there[-1] if there else None)
    except BadScope as error:
        st.caption(present.reason(error))
        return
    problem = st.session_state.pop(PROBLEM, None)
    if isinstance(problem, KamError):
        st.warning(present.reason(problem), icon=":material/sync_problem:")
    _standing(plan)
    whose = hashlib.sha256(customer.encode()).hexdigest()[:16]  # a key of the file's is no part of the page
    key = f"plan.edit.{whose}.{plan.number}"
    _quantities(plan, key)
    _overruled(plan, dataset)
    if viewer.allowed().decide:
        with st.container(horizontal=True, vertical_alignment="bottom", key="plan.tools"):
            st.text_input(t("service.plan.who"), key=WHO, max_chars=80, width=200)
            st.button(
                t("service.plan.save"), type="primary", key="plan.save", on_click=_save, args=(plan, key, dataset)
            )
            _sheet(plan, dataset)
        show_upload(dataset, customer, there)
        show_history(dataset, there)
    else:
        _sheet(plan, dataset)


def _standing(plan: JointPlan) -> None:
    """Which version, and our targets beside what is planned."""
    lang = language()
    said = [t("service.plan.none")]
    if kept := plan.plan:
        said = [t("service.plan.version", n=kept.number, who=present.quoted(kept.who or "?"), day=kept.moment[:10])]
        if kept.note:
            said.append(present.quoted(kept.note))
    st.caption(" · ".join(said))
    for one in plan.targets:
        facts: dict[str, Any] = {"period": one.period or "–", "target": figures.amount(lang, one.target)}
        if one.planned is not None and one.target:
            facts |= {
                "planned": figures.amount(lang, round(one.planned)),
                "share": float(one.planned) / float(one.target),
            }
            st.markdown(t("service.plan.target", **facts))
        elif one.target:
            st.markdown(t("service.plan.target_only", **facts))


def _quantities(plan: JointPlan, key: str) -> None:
    shown = np.where(np.isnan(plan.agreed), np.round(plan.forecast), plan.agreed)
    frame = pd.DataFrame({"product": plan.names, "unit": plan.units})
    for at, month in enumerate(plan.months):
        frame[month] = shown[:, at]
    column = st.column_config
    config: dict[str, Any] = {
        "product": column.TextColumn(say_core("joint_plan.name"), disabled=True, pinned=True, width=170),
        "unit": column.TextColumn(say_core("joint_plan.unit"), disabled=True),
    }
    config |= {
        month: column.NumberColumn(month, min_value=0.0, max_value=1e13, format="localized") for month in plan.months
    }
    st.data_editor(
        frame,
        hide_index=True,
        num_rows="fixed",
        disabled=not viewer.allowed().decide,
        height=min(36 * len(frame) + 40, 330),
        column_config=config,
        key=key,
        placeholder=figures.NONE,
    )
    st.caption(t("service.plan.means", n=int((~np.isnan(plan.agreed)).sum())))


def _overruled(plan: JointPlan, dataset: Dataset) -> None:
    """The products whose peak the season sheet has set later than this plan."""
    outlook = resources.ahead(view.now(), dataset).outlook
    mine = (outlook.customers == plan.customer) & (outlook.basis == Basis.SEASON_NEWER)
    if mine.any():
        names = figures.names(language(), outlook.product_names[mine].tolist())
        st.caption(f":material/info: {present.quoted(t('service.plan.season_newer', names=names))}")


def edited(plan: JointPlan, edits: Mapping[int, Mapping[str, float | None]]) -> tuple[Agreed, ...]:
    """What stands agreed, with the cells that were changed (row -> month -> quantity); a cleared one is not agreed."""
    said = {(one.product, one.month): one.quantity for one in plan.plan.agreed} if plan.plan else {}
    for row, cells in edits.items():
        for month, value in cells.items():
            place = (str(plan.products[int(row)]), str(month))
            said.pop(place, None)
            if value is not None:
                said[place] = Decimal(str(round(float(value), 4)))
    return tuple(Agreed(*place, quantity) for place, quantity in said.items())


def _save(plan: JointPlan, key: str, dataset: Dataset) -> None:
    edits = st.session_state[key]["edited_rows"]
    if not edits and len(kept_plans(dataset, plan.customer)) == plan.number:
        return  # nothing was changed, by nobody
    agreed = edited(plan, edits)
    made = Plan(plan.customer, agreed, plan.plan.note if plan.plan else "", str(st.session_state.get(WHO, "")))
    try:
        keep(resources.store(), dataset.id, made, seen=plan.number, principal=resources.principal())
    except KamError as error:
        st.session_state[PROBLEM] = error


def _sheet(plan: JointPlan, dataset: Dataset) -> None:
    viewer.download(
        t("service.plan.sheet"),
        lambda: joint_plan_xlsx(plan, dataset.id, language()),
        file_name=f"{say_core('joint_plan.file')}-{in_file_name(plan.customer)}-{plan.number}.xlsx",
        mime=MIME,
        icon=":material/download:",
        on_click="ignore",
        key="plan.sheet",
    )
