"""Orders of others that were filled while a key account waited for the same product: listed, with orders and days."""

from __future__ import annotations

from typing import Any

import streamlit as st

from kam_core import figures
from kam_core.analysis.service.service import Service
from kam_core.report.service_table import ahead_table
from kam_core.store.dataset import Dataset
from kam_ui.taken import take_table
from kam_ui.text import t

MOST = 500  # rows on screen; the download holds all of them
SHOWN = ("name", "product_name", "order", "ordered_on", "due", "missing", "unit", "other_name", "other_order",
         "other_ordered_on", "other_done", "quantity", "days")  # fmt: skip
#: pixels; together they fit beside the menu of a screen 1,440 wide
WIDTHS = {"name": 112, "product_name": 120, "order": 90, "ordered_on": 66, "due": 56, "missing": 60, "unit": 50,
          "other_name": 112, "other_order": 90, "other_ordered_on": 96, "other_done": 70,
          "quantity": 66, "days": 70}  # fmt: skip


def show_passed_over(found: Service, dataset: Dataset) -> None:
    """Nothing without deliveries; a sentence where nobody was passed over."""
    ahead = found.ahead
    if ahead is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="service.ahead_tools"):
        st.markdown(f"**{t('service.ahead.title')}**")
        if ahead.n:
            _download(found, dataset)
    if not ahead.n:
        st.caption(t("service.ahead.none"))
        return
    facts = {"lines": ahead.lines_waiting, "orders": ahead.orders_filled, "patience": found.served.settings.patience}
    st.caption(t("service.ahead.means", **facts))
    if ahead.undated:
        st.caption(t("service.ahead.undated", n=ahead.undated))
    table = ahead_table(found)
    shown = [name for name in SHOWN if name != "unit" or any(table["unit"].to_pylist())]
    frame = table.slice(0, MOST).select(shown).to_pandas()
    st.dataframe(
        frame,
        hide_index=True,
        height=min(36 * len(frame) + 40, 330),
        column_config={name: _column(name) for name in shown},
        placeholder=figures.NONE,
        alt=t("service.ahead.title"),
        key="service.ahead",
    )
    if ahead.n > MOST:
        st.caption(t("table.more", most=MOST, rows=ahead.n))


def _column(name: str) -> Any:
    header, column, width = t(f"service.ahead.{name}"), st.column_config, WIDTHS.get(name)
    if name == "days":
        return column.NumberColumn(t("service.screen.days"), format=t("service.screen.whole_day_form"), width=width)
    if name in ("missing", "quantity"):
        return column.NumberColumn(header, format="localized", width=width)
    if name in ("ordered_on", "due", "other_ordered_on", "other_done"):
        return column.DateColumn(header, format="MM-DD", width=width)
    return column.TextColumn(header, width=width, pinned=name == "name")


def _download(found: Service, dataset: Dataset) -> None:
    named = {name: t(f"service.ahead.{name}") for name in SHOWN}
    facts = [(t("service.ahead.data"), dataset.address), (t("service.ahead.day"), found.served.as_of)]
    take_table(t("service.ahead.file"), lambda: ahead_table(found), named, facts, dataset, key="service.ahead.take")
