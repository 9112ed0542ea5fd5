"""What stands behind one account: its contacts, what was done there, and the lines its money is the sum of."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import streamlit as st

from kam_core import figures
from kam_core.analysis.coverage.close_up import close_up
from kam_core.analysis.coverage.coverage import Coverage
from kam_core.analysis.coverage.settings import LEVELS
from kam_core.store.dataset import Dataset
from kam_ui.text import WORDS, language, t
from kam_ui.workings import rows_behind

MOST = 200  # rows


def show_account(found: Coverage, at: int, dataset: Dataset) -> None:
    """The rows of the account at a place of the coverage."""
    customer, name = str(found.customers[at]), str(found.names[at])
    rows = close_up(dataset, customer, found.as_of)
    with st.container(border=True):
        st.text(name if name == customer else f"{name} {customer}")
        for part, table in (("contacts", rows.contacts), ("activities", rows.activities)):
            if table is None:
                continue
            st.caption(t(f"coverage.close.{part}", n=table.num_rows))
            if table.num_rows:
                _show(part, table.slice(0, MOST))
    if int(found.money[at]):
        rows_behind(dataset, customer, name, found.year)


def _show(part: str, table: pa.Table) -> None:
    frame = table.to_pandas()
    empty = [column for column in frame if (frame[column].isna() | (frame[column] == "")).all()]
    frame = frame.drop(columns=empty)
    for column, spoken in (("level", level_word), ("kind", kind_word)):
        if column in frame:
            frame[column] = frame[column].map(spoken)
    frame = frame.astype({column: object for column in frame if pd.api.types.is_datetime64_any_dtype(frame[column])})
    config = {str(column): st.column_config.Column(t(f"coverage.close.{column}")) for column in frame}
    st.dataframe(
        frame,
        hide_index=True,
        column_config=config,
        height=min(36 * len(frame) + 40, 260),
        placeholder=figures.NONE,
        alt=t(f"coverage.close.{part}", n=len(frame)),
    )


def level_word(level: str | None) -> str:
    """The word of a level; what the file has, where it is none of the four."""
    return t(f"coverage.level.{level}") if level in set(LEVELS) else level or ""


def kind_word(kind: str) -> str:
    """The word of a kind of activity; what the file has, where it is none of ours."""
    key = f"coverage.kind.{kind}"
    return t(key) if key in WORDS.texts[language()] else kind
