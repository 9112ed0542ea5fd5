"""A status on the screen: by word, by mark and by colour, so that it hangs on none of them alone."""

from __future__ import annotations

from typing import Any

import streamlit as st

from kam_core.analysis.supply.status import SEVERITY, Status
from kam_ui.text import t

COLOURS = {
    Status.LATE: "#D55E00",
    Status.NOW: "#A66A00",
    Status.SOON: "#F0E442",
    Status.UNREPORTED: "#999999",
    Status.NO_FORECAST: "#999999",
    Status.OVERSTOCK: "#56B4E9",
    Status.NO_SEASON: "#999999",
    Status.ENOUGH: "#009E73",
}  # Okabe-Ito and its grey; its orange darkened, for white letters stand on it


def status_column(header: str, **options: Any) -> Any:
    """A column of statuses: word and mark, in their colours."""
    words = [status_word(status) for status in SEVERITY]
    return st.column_config.MultiselectColumn(
        header, options=words, color=[COLOURS[status] for status in SEVERITY], **options
    )


def status_word(status: str) -> str:
    """A status with its mark, so that it does not hang on colour alone."""
    return t(f"supply.status.{status}")
