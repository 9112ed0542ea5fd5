"""The very sheet that went out comes back: its quantities become the next version, or it is said why not."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from kam_core.errors import KamError
from kam_core.report.returned import LARGEST, accept, read_joint_plan
from kam_core.store.dataset import Dataset
from kam_core.store.joint_plans import Plan, changes, keep
from kam_ui import present, resources
from kam_ui.text import t

_TURN, _TOLD = "plan.back.turn", "plan.back.told"


def show_upload(dataset: Dataset, customer: str, there: Sequence[Plan]) -> None:
    """The drop area, and what became of the last sheet dropped there."""
    told = st.session_state.pop(_TOLD, None)
    if isinstance(told, KamError):
        st.warning(present.reason(told), icon=":material/assignment_late:")
    elif isinstance(told, tuple):
        st.success(t("service.plan.back", n=told[0], changes=told[1]), icon=":material/assignment_turned_in:")
    turn = st.session_state.setdefault(_TURN, 0)
    file = st.file_uploader(
        t("service.plan.upload"), type=["xlsx"], key=f"plan.back.{turn}", max_upload_size=LARGEST >> 20
    )
    if file is None:
        return
    st.session_state[_TURN] = turn + 1
    try:
        returned = read_joint_plan(file.getvalue(), file.name)
        who = str(st.session_state.get("plan.who", ""))
        plan, seen = accept(returned, dataset.id, customer, there, who)
        made = keep(resources.store(), dataset.id, plan, seen=seen, principal=resources.principal())
        st.session_state[_TOLD] = (made.number, len(changes(there[-1] if there else None, made)))
    except KamError as error:
        st.session_state[_TOLD] = error
    st.rerun()
