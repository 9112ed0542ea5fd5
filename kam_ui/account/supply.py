"""The stock of an account: its most urgent product on a chart, the others by urgency, the way to the supply page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st

from kam_core import figures
from kam_core.analysis.account.in_season import InSeason
from kam_core.analysis.account.story import AccountStory
from kam_core.charts.supply import alt_text, projection_chart
from kam_ui import present, view, viewer
from kam_ui.supply.statuses import status_column, status_word
from kam_ui.text import language, t

MOST = 200  # products in the table
DAYS = ("run_out", "order_by")


def show_supply(story: AccountStory) -> None:
    """Status, dates and what was agreed; or what one file would add."""
    season = story.season
    st.markdown(f"**{t('account.supply')}**")
    if season is None:
        st.caption(t("account.no_stock"))
        return
    close = season.close
    said = replace(close.finding, facts=close.finding.facts | {"name": close.product_name})
    st.markdown(present.quoted(said.say(language())))
    st.plotly_chart(
        projection_chart(close, language()),
        height=300,
        config={"displayModeBar": False},
        key="account.projection",
        alt=alt_text(close, language()),
    )
    for one in season.agreed:
        if one.agreed is not None:
            facts = {"product": present.quoted(season.product_name(one.product)), "season": one.season}
            st.caption(t("account.agreed", quantity=figures.volume("", one.agreed), **facts))
    _products(season)
    if not viewer.allowed().decide:
        return
    if st.button(t("account.to_supply"), key="account.to_supply", icon=":material/inventory_2:", type="tertiary"):
        view.assume(account=story.who.customer, item=close.product, tab="due")
        present.go("supply")


def _products(season: InSeason) -> None:
    fold = st.expander(t("account.dates", n=len(season.rows)), key="fold.dates", on_change="rerun")
    if not fold.open:
        return
    rows = [_row(season, int(at)) for at in season.rows[:MOST]]
    column = st.column_config
    fold.dataframe(
        rows,
        hide_index=True,
        height=min(36 * len(rows) + 40, 400),
        placeholder=figures.NONE,
        alt=t("account.supply_alt"),
        key="account.supply",
        column_config={
            "product_name": column.TextColumn(t("account.column.product_name"), width=150),
            "status": status_column(t("supply.column.status"), width=104),
            **{name: column.DateColumn(t(f"supply.column.{name}"), format="MM-DD", width=84) for name in DAYS},
            "cover": column.NumberColumn(t("supply.column.cover"), format="%d", width=70),
        },
    )


def _row(season: InSeason, at: int) -> dict[str, Any]:
    outlook = season.outlook
    days = {name: getattr(outlook, name)[at].astype("datetime64[D]").item() for name in DAYS}
    cover = float(outlook.cover_days[at])
    return {
        "product_name": str(outlook.product_names[at]),
        "status": [status_word(str(outlook.status[at]))],
        **days,
        "cover": int(cover) if np.isfinite(cover) else None,
    }
