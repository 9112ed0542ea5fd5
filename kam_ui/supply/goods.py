"""About the goods themselves: what is needed of each and made, gaps in the range, and which have a season at all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from kam_core import figures
from kam_core.analysis.supply.ahead import Ahead
from kam_core.analysis.supply.range_gaps import range_gaps
from kam_core.analysis.supply.season_plan import SeasonPlan
from kam_core.report.plan_tables import demand_table, products_table
from kam_ui import present
from kam_ui.text import language, say_core, t

ROW, MOST = 36, 360  # pixels
PLANNED = ("key_demand", "other_demand", "own_stock", "needed", "made", "unbuilt")


def show_products(plan: SeasonPlan) -> None:
    """Key accounts' demand by product and month, and what of all that is needed is made, and what cannot be."""
    months = demand_table(plan).to_pandas()
    mine = months[months["class"] == "key"].pivot(index="product", columns="month", values="demand").round()
    about = products_table(plan).select(["product", "product_name", "unit", *PLANNED]).to_pandas()
    table = about[about["product"].isin(mine.index)].set_index("product").join(mine).round()
    table = table[["product_name", "unit", *mine.columns, *PLANNED]]
    column = st.column_config
    config = {name: column.NumberColumn(t(f"supply.plan.{name}"), format="localized") for name in PLANNED}
    config |= {month: column.NumberColumn(month, format="localized") for month in mine.columns}
    config |= {
        "product_name": column.TextColumn(t("supply.plan.range_product"), pinned=True),
        "unit": column.TextColumn(t("supply.plan.unit")),
    }
    st.markdown(f"**{t('supply.plan.products')}**")
    height = min(ROW * len(table) + 40, MOST)
    st.dataframe(table, hide_index=True, height=height, column_config=config, placeholder=figures.NONE,
                 alt=t("supply.plan.products_alt"))  # fmt: skip


def show_range(ahead: Ahead, keys: Sequence[str]) -> None:
    """Regular products of the key accounts that are at zero, or were not bought lately."""
    gaps = range_gaps(ahead.outlook, keys)
    with st.expander(t("supply.plan.range", n=len(gaps.customers)), icon=":material/remove_shopping_cart:"):
        st.markdown(present.quoted(gaps.finding.say(language())))
        rows = {
            t("column.name"): gaps.customer_names,
            t("supply.plan.range_product"): gaps.product_names,
            t("supply.plan.range_lacks"): [say_core(f"range.{code}") for code in gaps.lacks],
            t("supply.plan.range_bought", of=gaps.rule.of): gaps.bought,
            t("supply.plan.range_last"): gaps.last,
        }
        height = min(ROW * len(gaps.customers) + 40, MOST)
        st.dataframe(rows, hide_index=True, height=height, alt=t("supply.plan.range_alt"))


def show_seasons(ahead: Ahead) -> None:
    """Which products have a season, when, and how strong; and which have none."""
    fold = st.expander(
        t("supply.plan.seasons"), icon=":material/calendar_month:", key="fold.seasons", on_change="rerun"
    )
    if not fold.open:
        return
    found = ahead.seasons
    with fold:
        st.markdown(present.quoted(found.finding.say(language())))
        peak = [_window(*ends) for ends in zip(found.peak.first, found.peak.last)]
        rows = {
            t("supply.plan.range_product"): found.names,
            t("supply.plan.seasons_peak"): peak,
            t("supply.plan.seasons_strength"): np.where(found.seasonal, found.strength, np.nan),
            t("supply.plan.seasons_index"): [None if np.isnan(row).any() else row.tolist() for row in found.index],
        }
        column = st.column_config
        config = {
            t("supply.plan.seasons_strength"): column.NumberColumn(format="%.2f"),
            t("supply.plan.seasons_index"): column.BarChartColumn(y_min=0.0),
        }
        height = min(ROW * len(found.names) + 40, MOST)
        st.dataframe(rows, hide_index=True, height=height, alt=t("supply.plan.seasons_alt"), column_config=config)


def _window(first: np.datetime64, last: np.datetime64) -> str:
    if np.isnat(first):
        return t("supply.plan.seasons_none")
    return f"{first}" if first == last else f"{first}–{str(last)[5:]}"
