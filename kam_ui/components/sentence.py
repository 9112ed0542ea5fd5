"""The answer, first and large. It follows the line while that is dragged."""

from __future__ import annotations

import streamlit as st

from kam_ui.components import mounted
from kam_ui.text import language

_SAID = "kam.said"


def spoken_last() -> str:
    """The answer of the page as it was shown last; '' before the first one."""
    return str(st.session_state.get(_SAID, ""))


def sentence(text: str, beside: str = "", *, key: str = "sentence", follows: bool = True) -> None:
    """text: the answer; beside: what stands under it, smaller. Both are shown as plain text. follows: the line."""
    st.session_state[_SAID] = text
    mounted("sentence")(key=key, data={"sentence": text, "beside": beside, "lang": language(), "follows": follows})
