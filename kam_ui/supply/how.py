"""怎么算的: the formulas of the supply page, each with what it takes, and the figures of one series put into them."""

from __future__ import annotations

import numpy as np
import streamlit as st

from kam_core import figures
from kam_core.analysis.supply.outlook import Outlook
from kam_core.analysis.supply.safety import z_value
from kam_core.analysis.supply.season_supply import SupplyFinding
from kam_ui import view
from kam_ui.text import language, say_core, t

STEPS = ("rolled", "demand", "cover", "run_out", "order_by", "safety", "peak", "gap", "progress")


def show_how(found: SupplyFinding) -> None:
    """Formulas, and the inputs of the opened product, else of the most urgent one."""
    fold = st.expander(t("how.title"), icon=":material/functions:", key="fold.supply_how", on_change="rerun")
    if not fold.open:
        return
    with fold:
        for step in STEPS:
            st.text(say_core(f"definition.{step}"))
        at = _series(found)
        if at is None:
            return
        outlook = found.outlook
        st.text(t("supply.how.inputs", name=outlook.customer_names[at], product=outlook.product_names[at]))
        rows = [{t("how.input"): name, t("how.value"): value} for name, value in _inputs(outlook, at).items()]
        right = st.column_config.TextColumn(alignment="right")
        st.dataframe(rows, hide_index=True, width=520, alt=t("how.inputs_alt"), column_config={t("how.value"): right})


def _series(found: SupplyFinding) -> int | None:
    opened, outlook = view.now().season, found.outlook
    mine = np.flatnonzero((outlook.customers == opened.account) & (outlook.products == opened.item))
    if len(mine):
        return int(mine[0])
    return found.first if found.first is not None else int(found.accounts.series[0]) if found.accounts.n else None


def _inputs(outlook: Outlook, at: int) -> dict[str, str]:
    def much(value: float) -> str:
        return figures.volume(language(), round(float(value), 2)) if np.isfinite(value) else figures.NONE

    def day(value: np.datetime64) -> str:
        return figures.NONE if np.isnat(value) else str(value)

    lead = outlook.lead
    facts = {
        "reported": day(outlook.reported[at]),
        "as_of": str(outlook.day),
        "on_hand": much(outlook.on_hand[at]),
        "in_transit": much(outlook.in_transit[at]),
        "month": much(outlook.demand.forecast[at, 0]),
        "production": much(lead.production[at]),
        "transport": much(lead.transport[at]),
        "closed": much(outlook.closed[at]),
        "sigma": much(outlook.demand.sigma[at]),
        "z": f"{z_value(outlook.settings.service_level):.3f}",
        "safety": much(outlook.safety[at]),
        "run_out": day(outlook.run_out[at]),
        "order_by": day(outlook.order_by[at]),
        "peak_need": much(outlook.peak_need[at]),
        "gap": much(outlook.gap[at]),
    }
    return {t(f"supply.input.{code}"): value for code, value in facts.items()}
