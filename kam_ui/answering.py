"""While the figures of a page are added up, the place of its answer is kept for it, and seen to be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kam_core.errors import Mixed
from kam_ui.filters import choose_part

HEIGHT = 90  # pixels: a sentence of two lines, so that what stands below keeps its place


@contextmanager
def answering(place: DeltaGenerator) -> Iterator[None]:
    """The block in which a page works out what it answers, at the `place` that begin() gave it.

    Where the measure would add different units, the page asks which of them is meant, and nothing follows.
    """
    try:
        with place, st.skeleton(height=HEIGHT):
            yield
    except Mixed as mixed:
        choose_part(mixed)
        st.stop()
