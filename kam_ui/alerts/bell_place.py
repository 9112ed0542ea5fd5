"""Where the bell hangs, in the status line of every page: with the last count this session knows, so that it costs
nothing. The count is made after the page (bell.py)."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from kam_ui import view, viewer
from kam_ui.text import t

PAGE = Path(__file__).parent.parent.parent / "pages" / "alerts.py"
_PLACE, _COUNT = "kam.bell.place", "kam.bell.count"


def hang(address: str) -> None:
    """The bell of a dataset's version; nothing for the viewer of a share."""
    if not viewer.allowed().beyond:
        return
    st.session_state[_PLACE] = st.empty()
    known = st.session_state.get(_COUNT)
    _show(known[1] if known and known[0] == address else None)


def tell(address: str, count: int) -> None:
    """The count as it is now."""
    known = st.session_state.get(_COUNT)
    st.session_state[_COUNT] = (address, count)
    if known != (address, count):
        _show(count)


def hangs() -> bool:
    """Whether this run has a bell."""
    return _PLACE in st.session_state


def take_down() -> None:
    """At the end of a run: the place belongs to it alone."""
    st.session_state.pop(_PLACE, None)


def _show(count: int | None) -> None:
    label = t("alerts.bell") if count is None else t("alerts.bell_n", n=count)
    query = [(key, value) for key, values in view.address("alerts").items() for value in values]
    st.session_state[_PLACE].page_link(
        PAGE, label=label, icon=":material/notifications:", help=t("alerts.bell_help"), query_params=query
    )
