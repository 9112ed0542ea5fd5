"""Key accounts beside the others: month by month as a picture, and all figures of both as a small table."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from kam_core import figures
from kam_core.analysis.service.service import KEY, OTHER, Service
from kam_core.charts.service import trend_alt, trend_chart
from kam_ui.text import language, t

COUNTS = ("judged", "open", "overdue")
DAYS = ("promised", "taken", "wanted")


def show_trend(found: Service) -> None:
    """Nothing where there are no deliveries."""
    if found.classes is None or not found.classes.lines.sum():
        return
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.markdown(f"**{t('service.trend')}**")
        st.plotly_chart(
            trend_chart(found, language()),
            height=280,
            config={"displayModeBar": False},
            key="service.trend",
            alt=trend_alt(found, language()),
        )
    with right:
        st.markdown(f"**{t('service.beside')}**")
        right_aligned = st.column_config.TextColumn(alignment="right")
        rows = [
            {t("service.what"): t(f"service.figure.{name}"), t("class.key"): key, t("class.other"): other}
            for name, key, other in _figures(found)
        ]
        st.dataframe(
            rows,
            hide_index=True,
            height="content",
            alt=t("service.beside"),
            column_config={t("class.key"): right_aligned, t("class.other"): right_aligned},
        )


def _figures(found: Service) -> list[tuple[str, str, str]]:
    told = found.classes
    assert told is not None
    ratios = {
        "otif": told.otifs,
        "on_time": _ratio(told.on_time, told.timed),
        "in_full": _ratio(told.in_full, told.measured),
        "fill_rate": told.fill_rate,
    }
    said = [(name, _percent(values[KEY]), _percent(values[OTHER])) for name, values in ratios.items()]
    for name in DAYS:
        values = getattr(told, name)
        if not np.isnan(values).all():
            said.append((name, _days(values[KEY]), _days(values[OTHER])))
    counts = [(name, getattr(told, name)) for name in COUNTS]
    return said + [(name, f"{int(values[KEY]):,}", f"{int(values[OTHER]):,}") for name, values in counts]


def _ratio(part: Any, whole: Any) -> Any:
    return np.where(whole > 0, part / np.maximum(whole, 1), np.nan)


def _percent(value: float) -> str:
    return figures.NONE if np.isnan(value) else figures.percent(language(), float(value))


def _days(value: float) -> str:
    return figures.NONE if np.isnan(value) else t("service.days", n=f"{value:.1f}")
