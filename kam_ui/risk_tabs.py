"""The two pages of one menu entry, 变化与风险: what moved, and whom one depends on."""

from __future__ import annotations

import streamlit as st

from kam_ui import present, viewer
from kam_ui.text import t

TABS = ("movement", "concentration")


def risk_tabs(current: str) -> None:
    """The switch between them, with the page that is open; nothing where there is only one."""
    seen = viewer.allowed().pages
    there = [page for page in TABS if (present.PAGES / f"{page}.py").exists() and (seen is None or page in seen)]
    if len(there) < 2:
        return
    names = {page: t(f"risk.tab.{page}") for page in there}
    chosen = st.segmented_control(
        t("risk.tab.label"),
        there,
        default=current,
        required=True,
        format_func=names.__getitem__,
        key=f"risk.tab.{current}",
        label_visibility="collapsed",
    )
    if chosen and chosen != current:
        present.go(chosen)
