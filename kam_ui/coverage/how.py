"""怎么算的: the rules of coverage, the counts that must agree, and the questions put to the data."""

from __future__ import annotations

import streamlit as st

from kam_core.analysis.coverage.coverage import Coverage
from kam_core.analysis.coverage.settings import LEVELS, STATES
from kam_core.engine import load_sql
from kam_ui.text import say_core, t
from kam_ui.workings import question

STEPS = ("there", "states", "touch", "money", "worst", "visits", "training", "claim")


def show_how(found: Coverage) -> None:
    """Formulas, the grid counted by level and state, and the SQL."""
    fold = st.expander(t("how.title"), icon=":material/functions:", key="fold.coverage_how", on_change="rerun")
    if not fold.open:
        return
    with fold:
        for step in STEPS:
            st.markdown(t(f"coverage.how.{step}", days=found.settings.stale))
        states = [state for state in STATES if found.count(state)]
        rows = [
            {t("coverage.column.level"): t(f"coverage.level.{level.value}")}
            | {t(f"coverage.state.{state.value}"): found.count(state, level) for state in states}
            | {say_core("statement.key_accounts"): int(found.key.sum())}
            for level in LEVELS
        ]
        st.dataframe(rows, hide_index=True, width=640, alt=t("how.inputs_alt"))
        st.caption(t("how.sql"))
        for name, asked in found.questions:
            question(load_sql(name), asked)
