"""Where a file is not read as sales: the way to say that it is a stock, supply, customer or product list."""

from __future__ import annotations

import streamlit as st

from kam_core.side_schema import SIDE_TABLES
from kam_ui import jobs, view
from kam_ui.jobs import Job
from kam_ui.text import t


def show_kinds(job: Job) -> None:
    """Behind one button, where there is a dataset for the table to stand beside."""
    if not job.dataset or not all(path.is_file() for path in job.uploads):
        return
    with st.popover(t("side.kind.title"), icon=":material/inventory_2:"):
        st.caption(t("side.kind.means"))
        for table in SIDE_TABLES:
            if table != job.table:
                label = t("side.kind.is", table=t(f"side.table.{table}"))
                st.button(label, key=f"data.kind.{table}", on_click=_read_as, args=(job, table))


def _read_as(job: Job, table: str) -> None:
    view.change(job=jobs.again(job, {}, table=table).id)
