"""The shares of the largest customers over time, with the switch between rolling years and quarters."""

from __future__ import annotations

import streamlit as st

from kam_core.analysis.concentration.over_time import SharesOverTime
from kam_core.charts.concentration import shares_alt, shares_figure
from kam_ui import view, viewer
from kam_ui.controls import bound
from kam_ui.risk import WINDOWS
from kam_ui.text import language, t


def show_over_time(found: SharesOverTime) -> None:
    """The chart; a sentence where there is not enough to draw."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{t('concentration.over_time')}**")
        windows = [int(window) for window in WINDOWS]
        st.segmented_control(
            t("concentration.window"),
            windows,
            format_func=lambda months: t(f"concentration.window_{months}"),
            required=True,
            label_visibility="collapsed",
            disabled=not viewer.allowed().settings,
            **bound(
                "risk.window", view.now().risk.window, lambda months: view.suppose(window=months), starts="default"
            ),
        )
    if len(found.windows) < 2:
        st.info(t("concentration.short"), icon=":material/info:")
        return
    st.plotly_chart(
        shares_figure(found, language()),
        height=300,
        config={"displayModeBar": False},
        key="concentration.over_time",
        alt=shares_alt(found, language()),
    )
