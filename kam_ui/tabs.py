"""The pages that share one menu entry, and the switch between them."""

from __future__ import annotations

import streamlit as st

from kam_core.errors import KamError
from kam_ui import present, resources, view, viewer
from kam_ui.menu import TABS
from kam_ui.text import t

PEOPLE = ("contacts", "activities", "deliveries", "targets", "needs")  # a table of these opens the entry of people


def has_people() -> bool:
    """Whether what is looked at has a table the pages of people speak of: without one they are in no menu."""
    current = view.now()
    if not current.data:
        return False
    try:
        return not set(PEOPLE).isdisjoint(resources.opened(current.data, current.version).views)
    except KamError:  # what is wrong with the link is said where the page would stand
        return False


def tabs(current: str) -> None:
    """The switch, with the page that is open; nothing where this session sees only one of them."""
    entry, pages = next((entry, pages) for entry, pages in TABS.items() if current in pages)
    seen = viewer.allowed().pages
    there = [page for page in pages if seen is None or page in seen]
    if len(there) < 2:
        return
    names = {page: t(f"{entry}.tab.{page}") for page in there}
    chosen = st.segmented_control(
        t(f"{entry}.tab.label"),
        there,
        default=current,
        required=True,
        format_func=names.__getitem__,
        key=f"{entry}.tab.{current}",
        label_visibility="collapsed",
    )
    if chosen and chosen != current:
        present.go(chosen)
