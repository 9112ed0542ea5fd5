"""What the outlook assumes: one folded line that says it, and the settings behind it. Each one moves its number."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st

from kam_core.analysis.supply.outlook import Outlook
from kam_core.store.dataset import Dataset
from kam_ui import view, viewer
from kam_ui.controls import bound
from kam_ui.season import MOST_LEAD_TIME, MOST_PEAK, Season
from kam_ui.text import t

FARTHEST = date(2100, 12, 31)


def show_assumptions(outlook: Outlook, dataset: Dataset) -> None:
    """The line, and under it the settings, each bound to the view."""
    now = view.now().season
    if not viewer.allowed().settings:
        st.caption(_line(outlook, now))
        return
    with st.expander(_line(outlook, now), icon=":material/tune:", key="fold.assumptions"):
        left, middle, right = st.columns(3)
        with left:
            _as_of(now, dataset)
            _lead_time(now)
        with middle:
            _service_level(now)
            _peak(now)
        with right:
            st.toggle(t("supply.assume.lunar"), help=t("supply.assume.lunar_help"), **_switch("lunar", now.lunar))
            st.toggle(
                t("supply.assume.closed_days"),
                help=t("supply.assume.closed_days_help"),
                **_switch("closed_days", now.closed_days),
            )
            usual = Season(as_of=view.now().usual_day).settings
            if now.settings != usual:
                st.button(t("supply.assume.usual"), type="tertiary", on_click=_back, icon=":material/undo:")


def _line(outlook: Outlook, now: Season) -> str:
    days = outlook.lead.days
    least, most = (int(days.min()), int(days.max())) if len(days) else (0, 0)
    return t(
        "supply.assume.line",
        days=f"{least}" if least == most else f"{least}–{most}",
        level=view.plain(now.service_level),
        peak=view.plain(now.peak),
        lunar=t("supply.assume.on" if now.lunar else "supply.assume.off"),
    )


def _as_of(now: Season, dataset: Dataset) -> None:
    st.date_input(
        t("supply.assume.as_of"),
        min_value=dataset.manifest.account.first_day,
        max_value=FARTHEST,
        help=t("supply.assume.as_of_help"),
        format="YYYY-MM-DD",
        **bound("as_of", now.as_of, lambda day: view.assume(as_of=day) if day else None),
    )


def _lead_time(now: Season) -> None:
    st.number_input(
        t("supply.assume.lead_time"),
        min_value=0,
        max_value=MOST_LEAD_TIME,
        value=None,  # so that it can be cleared
        step=1,
        placeholder=t("supply.assume.from_data"),
        help=t("supply.assume.lead_time_help"),
        **bound("lead_time", now.lead_time, lambda days: view.assume(lead_time=days), starts=None),
    )


def _service_level(now: Season) -> None:
    st.number_input(
        t("supply.assume.service_level"),
        min_value=50.0,
        max_value=99.99,
        step=1.0,
        format="%.4g",
        help=t("supply.assume.service_level_help"),
        **bound("service_level", float(now.service_level), lambda level: view.assume(service_level=_decimal(level))),
    )


def _peak(now: Season) -> None:
    st.number_input(
        t("supply.assume.peak"),
        min_value=0.05,
        max_value=float(MOST_PEAK),
        step=0.05,
        format="%.4g",
        help=t("supply.assume.peak_help"),
        **bound("peak", float(now.peak), lambda index: view.assume(peak=_decimal(index))),
    )


def _switch(name: str, value: bool) -> dict[str, Any]:
    return bound(name, value, lambda on: view.assume(**{name: on}))


def _back() -> None:
    usual = Season(as_of=view.now().usual_day)
    view.assume(
        as_of=usual.as_of,
        service_level=usual.service_level,
        lead_time=usual.lead_time,
        peak=usual.peak,
        lunar=usual.lunar,
        closed_days=usual.closed_days,
    )


def _decimal(number: float) -> Decimal:
    return Decimal(str(round(number, 4)))
