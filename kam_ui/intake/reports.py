"""Which key accounts have not reported their stock, and the text that asks them to."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kam_core.analysis.stock_reports import Report, last_heard, reminder, stock_reports
from kam_core.errors import KamError
from kam_core.figures import NONE, iso
from kam_core.store.dataset import Dataset
from kam_core.wording import say
from kam_ui import present, resources
from kam_ui.components.copy_link import copy_text
from kam_ui.text import language, t
from kam_ui.view import View


def show_reports(view: View, dataset: Dataset) -> None:
    """In a fold, worked out when it is opened: the key accounts of the view's line, those who never reported first."""
    fold = st.expander(
        t("side.reports.title"), icon=":material/mark_email_unread:", on_change="rerun", key="data.reports"
    )
    if not fold.open:
        return
    with fold:
        try:
            keys = resources.pareto(view, dataset).key_customers.tolist()
            found = stock_reports(dataset, keys, last_heard(dataset))
        except KamError as error:  # such as volumes in several units: the line cannot be drawn
            st.markdown(present.reason(error))
            return
        st.text(say(language(), f"finding.{found.finding.code}", **found.finding.facts))
        late = (*found.missing, *found.old)
        if not late:
            st.caption(t("side.reports.nobody"))
            return
        _show_late(late)
        text = reminder(found, language())
        copy_text(text, t("side.reports.copy"), key="data.reports.copy")
        st.text(text)


def _show_late(late: tuple[Report, ...]) -> None:
    st.dataframe(
        pd.DataFrame(
            {
                "name": report.name,
                "customer": report.customer,
                "last": iso(report.last) if report.last else NONE,
                "age": NONE if report.age is None else f"{report.age:,}",
            }
            for report in late
        ),
        hide_index=True,
        height=min(320, 38 + 35 * len(late)),
        alt=t("side.reports.title"),
        column_config={
            "name": st.column_config.TextColumn(t("data.column.customer")),
            "customer": st.column_config.TextColumn(t("column.customer")),
            "last": st.column_config.TextColumn(t("side.column.last_report")),
            "age": st.column_config.TextColumn(t("side.reports.age"), alignment="right"),
        },
    )
