"""The answer, first and large. It follows the line while that is dragged."""

from __future__ import annotations

import streamlit as st

from kam_ui.components import part


def sentence(text: str, beside: str = "", *, key: str = "sentence") -> None:
    """text: the answer; beside: what stands under it, smaller. Both are shown as plain text."""
    shown = st.components.v2.component("kam_sentence", **part("sentence"))
    shown(key=key, data={"sentence": text, "beside": beside})
