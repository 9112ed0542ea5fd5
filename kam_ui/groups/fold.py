"""The fold on the data page: from suggestions to groups that every page can merge."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from kam_core.analysis.groups.suggested import Suggestion
from kam_core.store.dataset import Dataset
from kam_core.store.groups import Decided
from kam_ui.groups import deciding, standing, suggesting, switch
from kam_ui.text import t

TABS = ("suggested", "standing", "list", "history")


def show_groups(dataset: Dataset) -> None:
    """Worked out when it is opened."""
    fold = st.expander(t("groups.title"), icon=":material/account_tree:", key="fold.groups", on_change="rerun")
    if not fold.open:
        return
    with fold:
        decided = switch.decided(dataset)
        there = suggesting.pending(dataset, decided)
        st.text(sentence(there, decided))
        st.caption(t("groups.means"))
        deciding.show_problem()
        with st.container(horizontal=True, vertical_alignment="bottom"):
            deciding.who_decides()
            standing.show_undo(dataset, decided)
        tabs = {code: t(f"groups.tab.{code}") for code in TABS}
        tab = st.segmented_control(
            t("groups.title"),
            TABS,
            default=TABS[0],
            required=True,
            format_func=tabs.__getitem__,
            key="groups.tab",
            label_visibility="collapsed",
        )
        if tab == "standing":
            standing.show_standing(dataset, decided)
        elif tab == "list":
            standing.show_list(dataset, decided)
        elif tab == "history":
            standing.show_history(decided)
        else:
            suggesting.show_suggestions(dataset, there, decided)
        if decided.groups or dataset.grouping:
            st.divider()
            switch.show_switch(dataset)


def sentence(there: list[Suggestion], decided: Decided) -> str:
    """What is left to look at, and what was decided."""
    standing = {"groups": len(decided.groups), "customers": len(decided.of)}
    if not there:
        return t("groups.none_left", **standing)
    money = sum((one.value for one in there), Decimal(0))
    return t("groups.sentence", suggested=len(there), value=money, **standing)
