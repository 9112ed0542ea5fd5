"""How an account does, in a row of figures."""

from __future__ import annotations

from fractions import Fraction

import streamlit as st

from kam_core import figures
from kam_core.analysis.account.story import AccountStory
from kam_ui.text import language, t


def show_figures(story: AccountStory) -> None:
    """Sales, last order, margin, returns: each with what it is held against."""
    lang, rhythm = language(), story.rhythm
    with st.container(horizontal=True, gap="small", key="account_figures"):
        measure = story.pareto.ranking.scope.measure
        change = story.months.change
        _figure(
            t(f"measure.{measure.value}"),
            figures.amount(lang, story.value),
            None if change is None else t("account.on_last_year", change=figures.change(lang, change)),
        )
        if rhythm.last:
            usual = None if rhythm.usual is None else t("account.usual_gap", days=rhythm.usual)
            silent = t("account.silent", days=rhythm.usual or 0) if rhythm.silent else usual
            since = figures.count(lang, rhythm.since or 0)
            _figure(t("account.last_order"), since, silent, warn=rhythm.silent)
        if story.whale and story.whale.margin is not None:
            _figure(t("account.margin"), figures.percent(lang, story.whale.margin), _firm(story.whale.firm_margin))
        if story.months.returns is not None:
            _figure(t("account.returns"), figures.percent(lang, story.months.returns), _firm(story.firm_returns))


def _firm(share: Fraction | None) -> str | None:
    return None if share is None else t("account.whole_firm", share=figures.percent(language(), share))


def _figure(label: str, value: str, against: str | None, warn: bool = False) -> None:
    colour = "orange" if warn else "off"
    st.metric(label, value, against, delta_color=colour, delta_arrow="off", border=True, width=170)  # type: ignore[arg-type]
