"""About the goods themselves: gaps in key accounts' range, and which products have a season at all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from kam_core.analysis.supply.ahead import Ahead
from kam_core.analysis.supply.range_gaps import range_gaps
from kam_ui import present
from kam_ui.text import language, say_core, t

ROW, MOST = 36, 360  # pixels


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
