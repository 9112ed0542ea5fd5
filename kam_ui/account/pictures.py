"""The charts of an account, each under its heading with its words and, where there is more to read, its table."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from kam_core import figures
from kam_core.analysis.account.story import AccountStory
from kam_core.charts.account import mix_alt, mix_chart, months_alt, months_chart, rank_alt, rank_chart
from kam_core.charts.whale import whale_alt, whale_chart
from kam_ui.text import language, t

LOW, HIGH = 270, 430  # pixels


def show_months(story: AccountStory) -> None:
    """Sales by month beside the same months last year."""
    lang, found = language(), story.months
    st.markdown(f"**{t('account.months')}**")
    _chart(months_chart(story, lang), months_alt(story, lang), "months", LOW)
    if found.first and found.now_sum != found.before_sum:
        facts = {
            name: figures.of_units(value) for name, value in (("now", found.now_sum), ("before", found.before_sum))
        }
        st.caption(
            t("account.compared", period=figures.period(lang, found.first, found.last).replace("~", "\\~"), **facts)
        )


def show_mix(story: AccountStory) -> None:
    """What it buys, and what it does not."""
    st.markdown(f"**{t('account.mix')}**")
    _chart(mix_chart(story, language()), mix_alt(story, language()), "mix", HIGH)


def show_rank(story: AccountStory) -> None:
    """Its rank at the end of each quarter."""
    if len(story.standing.stands) < 2:
        return
    st.markdown(f"**{t('account.rank')}**")
    _chart(rank_chart(story, language()), rank_alt(story, language()), "rank", LOW)
    st.caption(t("account.rank_of", months=story.standing.months))


def show_whale(story: AccountStory) -> None:
    """Where it stands on the curve of profit."""
    if story.whale is None or story.whale.ranking.total_units <= 0:
        return
    st.markdown(f"**{t('account.whale')}**")
    _chart(whale_chart(story.whale, language()), whale_alt(story, story.whale, language()), "whale", LOW)
    if story.whale.rank and story.rank:
        facts = {"rank": story.rank, "by_profit": story.whale.rank, "share": story.whale.share}
        st.caption(t(f"account.whale_{story.pareto.ranking.scope.measure.value}", **facts))


def _chart(chart: go.Figure, alt: str, key: str, height: int) -> None:
    config = {"displayModeBar": False}
    st.plotly_chart(chart, height=height, config=config, key=f"account.{key}", alt=alt)
