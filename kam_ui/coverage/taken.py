"""A table of the page as an Excel file, with a second sheet that says what it is of."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pyarrow as pa
import streamlit as st

from kam_core import figures
from kam_core.analysis.coverage.coverage import Coverage
from kam_core.report.xlsx import to_xlsx
from kam_core.store.dataset import Dataset
from kam_ui.text import language, say_core, t


def take_away(
    name: str,
    table: Callable[[], pa.Table],
    headers: Mapping[str, str],
    words: Mapping[str, Mapping[str, str]],
    found: Coverage,
    dataset: Dataset,
) -> None:
    """The button. name: `dots` or `work`."""
    title = t(f"coverage.file.{name}")
    facts = [
        (say_core("statement.dataset"), dataset.name),
        (say_core("statement.version"), dataset.address),
        (t("coverage.file.as_of"), found.as_of),
        (t("coverage.file.stale"), found.settings.stale),
        (say_core("statement.key_accounts"), int(found.key.sum())),
        (say_core("statement.measure"), t(f"measure.{found.year.measure.value}")),
        (t("coverage.file.months"), figures.period(language(), found.year.first, found.year.last)),
    ]
    st.download_button(
        t("table.excel"),
        lambda: to_xlsx(table(), headers, facts, (title, t("table.about")), words),
        file_name=f"{title}-{dataset.address}-{language()}.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        icon=":material/download:",
        on_click="ignore",
        key=f"coverage.take.{name}",
    )
