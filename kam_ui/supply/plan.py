"""备货与发运: what to build by when under the capacity, what cannot be, and who gets what in which week."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import streamlit as st

from kam_core import figures
from kam_core.analysis.supply.planning import for_key_accounts
from kam_core.analysis.supply.season_need import closed_days, is_key
from kam_core.analysis.supply.season_plan import SeasonPlan
from kam_core.analysis.supply.season_supply import SupplyFinding
from kam_core.charts.season_plan import build_alt, build_figure
from kam_core.report.season_plan import (
    LOGISTICS,
    PRODUCTION,
    logistics_table,
    logistics_xlsx,
    production_table,
    production_xlsx,
)
from kam_core.report.xlsx import MIME
from kam_core.store.dataset import Dataset
from kam_ui import present, resources, view, viewer
from kam_ui.supply.goods import show_products
from kam_ui.text import language, say_core, t

MOST = 2_000  # rows on screen; the sheets hold all of them


def show_plan(found: SupplyFinding, keys: Sequence[str], dataset: Dataset) -> None:
    """The plan of the season, key accounts first."""
    lang = language()
    plan = for_key_accounts(resources.ahead(view.now(), dataset).plan, is_key(found.outlook, keys))
    st.markdown(present.quoted(plan.finding.say(lang)))
    _chart(plan)
    show_products(plan)
    closed = closed_days(found.outlook)
    made, shipped = production_table(plan, closed), logistics_table(plan)
    sheets = {
        "build": (made, PRODUCTION, lambda: production_xlsx(plan, closed, lang)),
        "ship": (shipped, LOGISTICS, lambda: logistics_xlsx(plan, lang)),
    }
    for name, (table, columns, workbook) in sheets.items():
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(f"**{t(f'supply.plan.{name}')}**")
            viewer.download(
                t(f"supply.plan.{name}_excel"),
                workbook,
                file_name=f"{t(f'supply.plan.{name}')}-{dataset.address}.xlsx",
                mime=MIME,
                icon=":material/download:",
                on_click="ignore",
                key=f"plan.{name}",
            )
        show_sheet(table, columns, t(f"supply.plan.{name}"))
    st.caption(t("supply.agree.no_prices"))


def _chart(plan: SeasonPlan) -> None:
    goods = plan.goods
    made = (plan.build.made.sum(axis=1) > 0) | (plan.unbuilt > 0)
    rows = [at for at in range(len(goods.products)) if made[at]]
    if not rows:
        return
    names = {-1: t("supply.account.all")} | {at: f"{goods.names[at]} {goods.products[at]}" for at in rows}
    chosen = st.selectbox(
        t("supply.plan.product"),
        list(names),
        format_func=names.__getitem__,
        label_visibility="collapsed",
        width=320,
        key="plan.product",
    )
    product = None if chosen < 0 else chosen
    st.plotly_chart(
        build_figure(plan, language(), product),
        height=320,
        config={"displayModeBar": False},
        key="plan.chart",
        alt=build_alt(plan, language(), product),
    )


def show_sheet(table: pa.Table, columns: Sequence[str], alt: str) -> None:
    """A sheet of the core on the screen, its codes in words."""
    shown = [name for name in columns if name in table.column_names]
    frame = table.slice(0, MOST).select(shown).to_pandas()
    codes = {
        "class": {"key": say_core("chart.key"), "other": say_core("chart.other")},
        "stock": {code: say_core(f"sheet.{code}") for code in ("reported", "unreported")},
        "late": {"late": say_core("table.yes"), "": ""},
    }
    for name, words in codes.items():
        if name in frame:
            frame[name] = frame[name].map(words)
    for name in ("need", "quantity", "at_risk", "fill_rate"):
        if name in frame:
            frame[name] = frame[name].astype(float)
    for name in ("need", "on_hand", "in_transit"):
        if name in frame:
            frame[name] = frame[name].round()
    st.dataframe(
        frame,
        hide_index=True,
        height=min(36 * len(frame) + 40, 380),
        placeholder=figures.NONE,
        alt=alt,
        column_config={name: _column(name, say_core(f"sheet.column.{name}")) for name in shown},
    )
    if table.num_rows > MOST:
        st.caption(t("table.more", most=MOST, rows=table.num_rows))


def _column(name: str, header: str) -> Any:
    column = st.column_config
    if name in ("ready_by", "start_by", "ship_by", "run_out"):
        return column.DateColumn(header, format="YYYY-MM-DD")
    if name == "fill_rate":
        return column.NumberColumn(header, format="percent")
    if name in ("quantity", "lots", "cases", "need", "on_hand", "in_transit", "at_risk"):
        return column.NumberColumn(header, format="localized")
    return column.TextColumn(header)
