"""The switch 合并同一控制人: every page then sees the members of a group as one customer, and its link says so."""

from __future__ import annotations

import streamlit as st

from kam_core.store import group_lists, groups
from kam_core.store.dataset import Dataset
from kam_ui import resources, view
from kam_ui.controls import bound
from kam_ui.text import t


def has_switch(dataset: Dataset) -> bool:
    """Whether there is anything to switch: customers merged on screen, or groups that were decided."""
    return bool(view.now().scope.groups or decided(dataset).of)


def decided(dataset: Dataset) -> groups.Decided:
    """What counts for whoever looks."""
    return groups.decided(resources.store(), dataset.id, principal=resources.principal())


def merge(dataset_id: str) -> None:
    """From a widget's callback: merge as decided now."""
    view.narrow(groups=groups.freeze(resources.store(), dataset_id, principal=resources.principal()).address)


def show_switch(dataset: Dataset) -> None:
    """The switch, how many it merges, and whether more has been decided since the list on screen was made."""
    merged = view.now().scope.groups

    def changed(on: bool) -> None:
        if on:
            merge(dataset.id)
        else:
            view.narrow(groups="")

    st.toggle(t("groups.switch"), help=t("groups.switch_help"), **bound("groups", bool(merged), changed))
    if dataset.grouping is None:
        return
    st.caption(t("groups.merged", groups=len(dataset.grouping.members), customers=len(dataset.grouping.of)))
    if merged != group_lists.frozen(dataset.id, resources.principal(), decided(dataset).of).address:
        st.button(t("groups.renew"), help=t("groups.renew_help"), on_click=merge, args=(dataset.id,))
