"""The name that stands beside what somebody does: asked once a session, the same on every page."""

from __future__ import annotations

import streamlit as st

_NAME = "kam.by_whom"
LONGEST = 80


def ask(label: str, key: str, help: str | None = None) -> None:
    """A field for it, showing what was said anywhere before."""
    if key not in st.session_state:
        st.session_state[key] = name()

    def changed() -> None:
        st.session_state[_NAME] = str(st.session_state[key]).strip()

    st.text_input(label, key=key, max_chars=LONGEST, width=200, help=help, on_change=changed)


def name() -> str:
    """As said; '' where nobody has said one."""
    return str(st.session_state.get(_NAME, ""))
