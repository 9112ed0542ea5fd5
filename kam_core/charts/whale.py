"""The whale curve drawn: cumulative profit, the most profitable customers first, and where one account stands on it."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from kam_core import figures
from kam_core.analysis.account.story import AccountStory
from kam_core.analysis.account.whale import Whale
from kam_core.analysis.finding import Finding
from kam_core.charts.account import plain_layout
from kam_core.charts.pareto import CURVE, LINE, OTHER
from kam_core.charts.thinning import thinned
from kam_core.wording import say


def whale_chart(whale: Whale, lang: str) -> go.Figure:
    """Cumulative share of the profit over the customers, the most profitable first, and the account's place on it."""
    profits = whale.ranking
    at = whale.rank or 1
    counts = thinned(profits.n, [at, whale.earning])
    total = max(profits.total_units, 1)
    shares = (profits.cumulative[counts - 1] / total).astype(np.float64) * 100
    peak = max(float(shares.max(initial=0.0)), 100.0)
    steps = figures.round_steps(peak)
    axis = {"range": [min(0.0, float(shares.min(initial=0.0))), max(peak, steps[-1]) * 1.04], "tickvals": steps,
            "ticktext": [figures.percent(lang, step / 100, 0) for step in steps], "zeroline": False}  # fmt: skip
    chart = go.Figure(layout=plain_layout(axis))
    words = say(lang, "chart.whale_point")
    chart.add_trace(
        go.Scatter(
            x=counts,
            y=shares,
            mode="lines",
            line={"color": LINE, "width": 2.5},
            hovertemplate=words + "<extra></extra>",
        )
    )
    chart.add_hline(y=100, line={"color": OTHER, "width": 1, "dash": "dot"})
    if whale.rank:
        height = float(profits.cumulative[at - 1] / total) * 100
        chart.add_trace(
            go.Scatter(x=[at], y=[height], mode="markers", marker={"size": 13, "color": CURVE}, hoverinfo="skip")
        )
        early = at * 2 < profits.n
        text = say(lang, "chart.whale_here", rank=figures.count(lang, at))
        chart.add_annotation(x=at, y=height, text=text, showarrow=False, font={"color": CURVE}, yshift=-18,
                             xanchor="left" if early else "right", xshift=8 if early else -8)  # fmt: skip
    chart.update_layout(xaxis={"title": {"text": say(lang, "chart.by_profit")}, "showgrid": False, "tickformat": ",d"})
    return chart


def whale_alt(story: AccountStory, whale: Whale, lang: str) -> str:
    """The same in words."""
    facts = {"name": story.who.name, "rank": whale.rank, "customers": whale.ranking.n}
    return Finding("alt_account_whale", facts | {"earning": whale.earning, "peak": whale.peak}).say(lang)
