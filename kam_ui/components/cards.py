"""Rows as cards, for a screen too narrow for their table; where there is room they give way to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from kam_ui.components import mounted

KEY = "cards"


def cards(rows: Sequence[dict[str, Any]], named: str, on_open: Callable[[int], None]) -> int | None:
    """rows: name, product, status, colour and facts (label, text) of each. on_open hears which one was tapped.

    Returns the one whose name was tapped, in the run that follows.
    """

    def told() -> None:
        at = st.session_state[KEY].open
        if isinstance(at, int):
            on_open(at)

    part = mounted("cards")(
        key=KEY, data={"rows": list(rows), "named": named}, on_open_change=told, on_visit_change=lambda: None
    )
    visited = part.visit
    return visited if isinstance(visited, int) and visited >= 0 else None
