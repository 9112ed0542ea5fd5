"""The two pictures of movement: who rose and fell most, and where everyone stood and stands."""

from __future__ import annotations

from typing import Any

import streamlit as st

from kam_core.analysis.movement.matrix import Movement
from kam_core.charts.movement import matrix_alt, matrix_figure, moves_alt, moves_figure
from kam_core.schema import Measure
from kam_ui.account.opening import fresh, open_account
from kam_ui.text import language, t

HEIGHT = 380  # pixels
PLAIN: dict[str, Any] = {"displayModeBar": False, "scrollZoom": False}


def number_format(measure: Measure) -> str:
    """How a figure of this measure stands in a table."""
    return "localized" if measure is Measure.QUANTITY else "accounting"


def show_pictures(found: Movement) -> None:
    """Side by side, one below the other on a phone. A click on a bar opens its customer's account."""
    lang = language()
    left, right = st.columns([1, 1], gap="medium")
    with left:
        st.markdown(f"**{t('movement.moves')}**")
        figure = moves_figure(found, lang).update_layout(dragmode=False)
        event = st.plotly_chart(
            figure,
            height=HEIGHT,
            config=PLAIN,
            key=fresh("movement.moves"),
            alt=moves_alt(found, lang),
            on_select="rerun",
            selection_mode="points",
        )
        if event.selection.points:  # a bar says whose it is by its place
            open_account(str(event.selection.points[0]["y"]))
    with right:
        st.markdown(f"**{t('movement.matrix')}**")
        figure = matrix_figure(found, lang).update_layout(dragmode=False)
        st.plotly_chart(figure, height=HEIGHT, config=PLAIN, key="movement.matrix", alt=matrix_alt(found, lang))
        st.caption(t("movement.matrix_sums"))
