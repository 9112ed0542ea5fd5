"""备货进度: how far each account's pre-season buying is; and the file that would say more."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from kam_core import figures
from kam_core.analysis.supply.pre_season import PreSeason
from kam_core.analysis.supply.season_supply import SupplyFinding
from kam_ui.file_offer import file_offer
from kam_ui.text import t


def show_progress(found: SupplyFinding) -> None:
    """The key accounts, the furthest behind first."""
    table = progress_table(found.progress)
    if len(table):
        column = st.column_config
        named = {name: t(f"supply.progress.{name}") for name in table}
        st.dataframe(
            table,
            hide_index=True,
            height=min(38 * len(table) + 40, 520),
            row_height=38,
            placeholder=figures.NONE,
            alt=t("supply.progress.alt"),
            column_config={
                "name": column.TextColumn(named["name"], pinned=True, width=190),
                "customer": column.TextColumn(named["customer"], width=80),
                "share": column.ProgressColumn(named["share"], min_value=0.0, max_value=1.5, format="percent"),
                "so_far": column.NumberColumn(named["so_far"], format="localized"),
                "expected": column.NumberColumn(
                    named["expected"], format="localized", help=t("supply.progress.expected_help")
                ),
                "begins": column.DateColumn(named["begins"], format="YYYY-MM-DD"),
                "peak": column.TextColumn(named["peak"]),
                "history_months": column.NumberColumn(named["history_months"], format="%d"),
            },
        )
    show_offer()


def show_offer() -> None:
    """One line: which file opens the rest, its template, and the way to where it is dropped."""
    file_offer("inventory", t("supply.offer.why"))


def progress_table(said: PreSeason) -> pd.DataFrame:
    """One row an account, the furthest behind first; nothing where it cannot be told."""
    at = np.argsort(np.where(np.isnan(said.share), np.inf, said.share), kind="stable")
    peak = [
        None if np.isnat(first) else f"{first}" if first == last else f"{first}–{str(last)[5:]}"
        for first, last in zip(said.peak_first[at], said.peak_last[at])
    ]
    frame = pd.DataFrame(
        {
            "name": said.names[at],
            "customer": said.customers[at],
            "share": said.share[at],
            "so_far": np.round(said.so_far[at]),
            "expected": np.round(said.expected[at]),
            "begins": said.begins[at].astype("datetime64[s]"),
            "peak": peak,
            "history_months": said.history_months[at],
        }
    )
    return frame.drop(columns="customer") if (frame["customer"] == frame["name"]).all() else frame
