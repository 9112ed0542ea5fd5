"""The one button, on every page that shows data. Whoever only looks through a link has none: nothing is sent on."""

from __future__ import annotations

import streamlit as st

from kam_ui import view, viewer
from kam_ui.send import dialog
from kam_ui.text import t


def send_button() -> None:
    """The button; a press opens the dialog with everything made."""
    if not view.now().data or not viewer.allowed().send:
        return
    if st.button(t("send.button"), type="primary", icon=":material/send:", key="send.open"):
        dialog.open_dialog()


def send_row() -> None:
    """The button alone, at the right, where no line about the data stands beside it."""
    with st.container(horizontal=True, horizontal_alignment="right", key="send_row"):
        send_button()
