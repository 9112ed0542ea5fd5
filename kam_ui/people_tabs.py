"""The pages of one menu entry, 客情: who is covered, what they need and get, and the other strategies."""

from __future__ import annotations

import streamlit as st

from kam_core.errors import KamError
from kam_ui import present, resources, view
from kam_ui.text import t

TABS = ("coverage", "service", "playbook")
TABLES = ("contacts", "activities", "deliveries", "targets", "needs")  # any of them opens the entry


def has_people() -> bool:
    """Whether what is looked at has a table these pages speak of: without one they are in no menu."""
    current = view.now()
    if not current.data:
        return False
    try:
        return not set(TABLES).isdisjoint(resources.opened(current.data, current.version).views)
    except KamError:  # what is wrong with the link is said where the page would stand
        return False


def people_tabs(current: str) -> None:
    """The switch between them, with the page that is open; nothing where there is only one."""
    there = [page for page in TABS if (present.PAGES / f"{page}.py").exists()]
    if len(there) < 2:
        return
    names = {page: t(f"people.tab.{page}") for page in there}
    chosen = st.segmented_control(
        t("people.tab.label"),
        there,
        default=current,
        required=True,
        format_func=names.__getitem__,
        key=f"people.tab.{current}",
        label_visibility="collapsed",
    )
    if chosen and chosen != current:
        present.go(chosen)
