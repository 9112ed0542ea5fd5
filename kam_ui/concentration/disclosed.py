"""The paragraph on major customers, ready to be copied in either language, and how each of its figures was made."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import streamlit as st

from kam_core import figures
from kam_core.analysis.concentration.concentration import Concentration
from kam_core.analysis.concentration.disclosure import Disclosure, Figure, Standard
from kam_core.store.dataset import Dataset
from kam_ui import view
from kam_ui.components.copy_link import copy_text
from kam_ui.concentration.answers import disclosed
from kam_ui.controls import bound
from kam_ui.text import LANGUAGES, language, t


def show_disclosure(found: Concentration, dataset: Dataset) -> None:
    """In a fold: nothing is asked of the data before it is opened."""
    fold = st.expander(t("disclosure.title"), icon=":material/description:", key="fold.disclosure", on_change="rerun")
    if not fold.open:
        return
    with fold:
        st.segmented_control(
            t("disclosure.standard"),
            [standard.value for standard in Standard],
            format_func=lambda code: t(f"disclosure.{code}"),
            required=True,
            label_visibility="collapsed",
            **bound("risk.disclosure", view.now().risk.disclosure, lambda code: view.suppose(disclosure=code)),
        )
        made = disclosed(view.now(), dataset)
        if made is None:
            st.info(t("disclosure.none"), icon=":material/info:")
            return
        for lang in (language(), *(other for other in LANGUAGES if other != language())):
            st.text(made.text(lang))
            copy_text(made.text(lang), t(f"disclosure.copy_{lang}"), key=f"disclosure.copy.{lang}")
        if found.top_five_high:
            st.caption(t("disclosure.heavy", limit=found.limits.top_five))
        st.caption(t("disclosure.check"))
        _traced(made)


def _traced(made: Disclosure) -> None:
    rows = [
        {
            t("disclosure.figure"): t(f"disclosure.of.{figure.code}"),
            t("how.value"): _exactly(figure.value),
            t("disclosure.made_of"): _parts(figure),
        }
        for figure in made.figures
    ]
    right = st.column_config.TextColumn(alignment="right")
    st.dataframe(rows, hide_index=True, alt=t("disclosure.traced"), column_config={t("how.value"): right})


def _parts(figure: Figure) -> str:
    values = [f"{name} {_exactly(value)}".strip() for name, value in figure.parts]
    if not values:
        return t("disclosure.all_customers")
    return " ÷ ".join(values) if isinstance(figure.value, Fraction) else " + ".join(values)


def _exactly(value: Decimal | Fraction | None) -> str:
    if isinstance(value, Decimal):
        return figures.exact(language(), value)
    return figures.percent(language(), value, 2)
