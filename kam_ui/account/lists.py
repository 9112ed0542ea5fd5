"""The tables of an account: what it lacks and who is like it, what it buys, its regions."""

from __future__ import annotations

from typing import Any

import streamlit as st

from kam_core import figures
from kam_core.analysis.account.story import AccountStory
from kam_core.report.account_tables import gap_table, mix_table, peer_table, region_table
from kam_ui import present
from kam_ui.account.opening import fresh, open_account
from kam_ui.text import language, t

ROW, HEAD = 35, 38  # pixels
SHARES = {"share", "change", "usual", "overlap"}
MONEY = {"value", "before", "worth"}


def show_white_space(story: AccountStory) -> None:
    """What look-alikes buy and it does not, with the money; and who they are."""
    st.markdown(f"**{t('account.white_space')}**")
    found = story.white_space
    st.markdown(present.quoted(found.finding.say(language())))
    if found.gaps:
        _table(gap_table(found), "gaps")
        st.caption(t("account.worth_means"))
    if found.alike is None:
        return
    fold = st.expander(t("account.alike", n=len(found.alike.customers)), key="fold.alike", on_change="rerun")
    if fold.open:
        with fold:
            rows = peer_table(found.alike)
            event = _table(rows, "alike", on_select="rerun", selection_mode="single-cell")
            row = next((row for row, _ in event.selection.cells), None)
            if row is not None and row < len(rows):
                open_account(str(rows[row]["customer"]))


def show_products(story: AccountStory) -> None:
    """Everything it buys, beside last year."""
    fold = st.expander(t("account.products", n=len(story.mix.products)), key="fold.products", on_change="rerun")
    if fold.open:
        with fold:
            _table(mix_table(story.mix), "products")


def show_regions(story: AccountStory) -> None:
    """Where it buys, if that is in more than one place."""
    if len(story.months.regions) < 2:
        return
    st.markdown(f"**{t('account.regions')}**")
    _table(region_table(story.months), "regions")


def _table(rows: list[dict[str, Any]], key: str, **how: Any) -> Any:
    column = st.column_config
    config: dict[str, Any] = {}
    for name in rows[0] if rows else ():
        header = t(f"account.column.{name}")
        if name in SHARES:
            config[name] = column.NumberColumn(header, format="%+.0f%%" if name == "change" else "%.1f%%")
        elif name in MONEY:
            config[name] = column.NumberColumn(header, format="localized")
        else:
            config[name] = column.Column(header)
    shown = [
        {name: value * 100 if name in SHARES and value is not None else value for name, value in row.items()}
        for row in rows
    ]
    return st.dataframe(
        shown,
        hide_index=True,
        height=min(ROW * len(rows) + HEAD, 400),
        column_config=config,
        placeholder=figures.NONE,
        alt=t(f"account.{key}_alt"),
        key=fresh(f"account.{key}"),
        **how,
    )
