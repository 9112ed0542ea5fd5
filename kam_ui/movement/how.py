"""怎么算的: the rules of movement, the sums that must agree, and the questions put to the data."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import streamlit as st

from kam_core import figures
from kam_core.analysis.movement.matrix import Movement
from kam_core.engine import load_sql
from kam_ui.text import language, t
from kam_ui.workings import question

STEPS = ("class", "net", "matrix", "frozen", "near", "silent", "regional", "care")


def show_how(found: Movement) -> None:
    """Formulas, the figures put into them, and the question asked once for each period."""
    fold = st.expander(t("how.title"), icon=":material/functions:", key="fold.movement_how", on_change="rerun")
    if not fold.open:
        return
    with fold:
        for step in STEPS:
            st.markdown(t(f"movement.how.{step}"))
        rows = [
            {
                t("how.input"): t(f"movement.input.{code}"),
                t("movement.before"): _said(was),
                t("movement.after"): _said(now),
            }
            for code, was, now in _inputs(found)
        ]
        right = st.column_config.TextColumn(alignment="right")
        config = {t("movement.before"): right, t("movement.after"): right}
        st.dataframe(rows, hide_index=True, width=640, alt=t("how.inputs_alt"), column_config=config)
        st.caption(t("how.sql"))
        for side, pareto in (("after", found.after), ("before", found.before)):
            st.caption(t(f"movement.{side}"))
            question(load_sql(pareto.ranking.question), pareto.ranking.parameters)


def _inputs(found: Movement) -> list[tuple[str, Any, Any]]:
    before, after = found.before, found.after
    return [
        ("customers", before.n, after.n),
        ("key_accounts", before.key_accounts, after.key_accounts),
        ("key_total", before.key_total, after.key_total),
        ("total", before.total, after.total),
        ("crossed", len(found.left), len(found.entered)),
        ("net", None, found.net),
        ("stayed_change", None, found.stayed_change),
    ]


def _said(value: Any) -> str:
    if value is None:
        return ""
    return figures.exact(language(), value) if isinstance(value, Decimal) else figures.show(language(), value)
