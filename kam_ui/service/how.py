"""怎么算的: the rules of service, the counts that must agree, and the questions put to the data."""

from __future__ import annotations

import streamlit as st

from kam_core.analysis import filters
from kam_core.analysis.service.order_lines import VERDICTS
from kam_core.analysis.service.service import Service
from kam_core.engine import load_sql
from kam_ui.text import say_core, t
from kam_ui.workings import question

STEPS = ("otif", "parts", "open", "fill", "lead", "ahead", "habits", "price", "needs", "plan")
OF_DELIVERIES = ("otif", "parts", "open", "fill", "lead", "ahead")


def show_how(found: Service) -> None:
    """Formulas; how many lines have which verdict; what was asked."""
    fold = st.expander(t("how.title"), icon=":material/functions:", key="fold.service_how", on_change="rerun")
    if not fold.open:
        return
    lines, settings = found.served.lines, found.served.settings
    with fold:
        for step in STEPS:
            if lines is not None or step not in OF_DELIVERIES:
                st.markdown(t(f"service.how.{step}", patience=settings.patience))
        if lines is not None:
            verdicts, side = lines.verdict, found.pareto.key
            place = found.served.account
            known = place >= 0
            key = known & side[place.clip(0)] if len(side) else known
            rows = [
                {
                    t("service.how.verdict"): say_core(f"verdict.{code}"),
                    t("class.key"): int((key & (verdicts == code)).sum()),
                    t("class.other"): int((known & ~key & (verdicts == code)).sum()),
                }
                for code in VERDICTS
                if (verdicts == code).any()
            ]
            st.dataframe(rows, hide_index=True, width=520, alt=t("service.how.verdict"))
        st.caption(t("how.sql"))
        if lines is not None:
            asked = {"as_of": found.served.as_of, "against": settings.against.value, "late_days": settings.late_days,
                     "short": settings.short}  # fmt: skip
            question(load_sql("order_lines"), asked)
        scope = filters.line_parameters(found.pareto.ranking.scope)
        for name in ("order_habits:lines", "prices_against:lines"):
            question(load_sql(name), scope)
