"""A table of customers: a click on a name opens its account, a click on any other cell says which row is meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from kam_core import figures
from kam_ui.account.opening import fresh, open_account


def named_table(rows: Any, customers: Sequence[str], key: str, *, names: str = "name", **options: Any) -> int | None:
    """Shows `rows`; customers: the key of each row's customer, '' where it has none; names: the column to be clicked.

    The row of a click on another cell, None without one.
    """
    event = st.dataframe(
        rows,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-cell",
        key=fresh(key),
        placeholder=figures.NONE,
        **options,
    )
    row, column = next(iter(event.selection.cells), (len(customers), ""))
    if row >= len(customers):
        return None
    if column == names and customers[row]:
        open_account(str(customers[row]))
    return int(row)
