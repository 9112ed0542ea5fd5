"""While the figures of a page are added up, the place of its answer says so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kam_core.errors import Mixed
from kam_ui.filters import choose_part
from kam_ui.text import t


@contextmanager
def answering(place: DeltaGenerator) -> Iterator[None]:
    """The block in which a page works out what it answers, at the `place` that begin() gave it.

    Where the measure would add different units, the page asks which of them is meant, and nothing follows.
    """
    try:
        with place, st.spinner(t("answering.working")):
            yield
    except Mixed as mixed:
        choose_part(mixed)
        st.stop()
