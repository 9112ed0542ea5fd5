"""The paragraph on major customers, ready to be copied in either language, and how each of its figures was made."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import streamlit as st

from kam_core import figures
from kam_core.analysis.concentration.concentration import Concentration
from kam_core.analysis.concentration.disclosure import Disclosure, Figure, Standard
from kam_core.store.dataset import Dataset
from kam_ui import view, viewer
from kam_ui.components.copy_link import copy_text
from kam_ui.concentration.answers import disclosed
from kam_ui.controls import bound
from kam_ui.text import LANGUAGES, language, t


def show_disclosure(found: Concentration, dataset: Dataset) -> None:
    """In a fold: nothing is asked of the data before it is opened. It speaks of the whole firm, so only to its own."""
    if not viewer.allowed().beyond:
        return
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
            **bound(
                "risk.disclosure",
                view.now().risk.disclosure,
                lambda code: view.suppose(disclosure=code),
                starts="default",
            ),
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
    """A row a figure, and below a sum a row for each customer in it."""
    heads = [t("disclosure.figure"), t("how.value"), t("disclosure.made_of")]
    rows = []
    for figure in made.figures:
        rows.append((t(f"disclosure.of.{figure.code}"), _exactly(figure.value), _formula(figure)))
        if isinstance(figure.value, Decimal):
            rows += [(f"　{name}", _exactly(value), "") for name, value in figure.parts]
    right = st.column_config.TextColumn(alignment="right")
    st.dataframe(
        [dict(zip(heads, row)) for row in rows],
        hide_index=True,
        height=min(36 * len(rows) + 40, 640),
        alt=t("disclosure.traced"),
        column_config={t("how.value"): right},
    )


def _formula(figure: Figure) -> str:
    if isinstance(figure.value, Fraction):
        return " ÷ ".join(f"{name} {_exactly(value)}".strip() for name, value in figure.parts)
    return t("disclosure.sum") if figure.parts else t("disclosure.all_customers")


def _exactly(value: Decimal | Fraction | None) -> str:
    if isinstance(value, Decimal):
        return figures.exact(language(), value)
    return figures.percent(language(), value, 2)
