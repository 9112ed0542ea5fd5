"""Dependence drawn: the shares of the first customers over time, what a loss hollows out, and the Lorenz curve."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from kam_core import figures
from kam_core.analysis.concentration.concentration import TOPS, Concentration
from kam_core.analysis.concentration.dependence import Parts
from kam_core.analysis.concentration.inequality import lorenz
from kam_core.analysis.concentration.over_time import SharesOverTime
from kam_core.analysis.finding import Finding
from kam_core.charts.labels import label
from kam_core.charts.pareto import CURVE, FONT, KEY, OTHER
from kam_core.charts.thinning import thinned
from kam_core.wording import say

TONES = (CURVE, KEY, "#56B4E9", OTHER)  # one colour a line, the largest customer the warmest
BARS = 8


def shares_figure(found: SharesOverTime, lang: str) -> go.Figure:
    """Four lines: the shares of the first 1, 5, 10 and 20 customers in each window, named where they end."""
    chart = go.Figure(layout=_layout(right=84))
    lasts = [window.last for window in found.windows]
    top = 0.0
    for at, (k, colour) in enumerate(zip(TOPS, TONES)):
        shares = [window.shares[at] for window in found.windows]
        values = [None if share is None else float(share) * 100 for share in shares]
        top = max([top, *(value for value in values if value is not None)])
        word = say(lang, "chart.first_one" if k == 1 else "chart.first_n", n=k)
        hover = [
            say(lang, "chart.share_point", period=figures.period(lang, window.first, window.last), what=word,
                share=figures.percent(lang, share))
            for window, share in zip(found.windows, shares)
        ]  # fmt: skip
        chart.add_trace(
            go.Scatter(x=lasts, y=values, mode="lines", name=word, line={"color": colour, "width": 2.5},
                       hovertext=hover, hoverinfo="text")
        )  # fmt: skip
        if values and values[-1] is not None:
            text = f"{word} {figures.percent(lang, shares[-1], 0)}"
            chart.add_annotation(x=lasts[-1], y=values[-1], text=text, showarrow=False, xanchor="left", xshift=6,
                                 font={"color": colour})  # fmt: skip
    steps = figures.round_steps(min(top * 1.05, 100) if top else 100.0)
    percents = [figures.percent(lang, step / 100, 0) for step in steps]
    chart.update_layout(
        showlegend=False,
        yaxis={"range": [0, steps[-1]], "tickvals": steps, "ticktext": percents},
        xaxis={"type": "category", "nticks": 8, "showgrid": False, "range": [-0.2, len(lasts) - 0.8]},
    )
    return chart


def shares_alt(found: SharesOverTime, lang: str) -> str:
    """What the chart shows, in words."""
    if not found.windows:
        return Finding("alt_nothing").say(lang)
    first, last = found.windows[0], found.windows[-1]
    return Finding("alt_shares", {"first": first.last, "last": last.last, "now": last.shares[1]}).say(lang)


def hollow_figure(parts: Parts, lang: str) -> go.Figure:
    """A bar a region, product or salesperson that loses something, the largest share on top; at most eight."""
    hit = [part for part in parts.hollowed if part.lost_share is not None][:BARS][::-1]
    names = [label(part.label) or say(lang, "chart.blank") for part in hit]
    values = [float(part.lost_share or 0) * 100 for part in hit]
    texts = [figures.percent(lang, part.lost_share, 0) for part in hit]
    hover = [
        say(lang, "chart.hollow", part=name, share=figures.percent(lang, part.lost_share),
            lost=figures.amount(lang, part.lost), value=figures.amount(lang, part.value))
        for name, part in zip(names, hit)
    ]  # fmt: skip
    bars = go.Bar(
        x=values, y=list(range(len(hit))), orientation="h", marker={"color": CURVE}, text=texts, hovertext=hover,
        textposition="outside", hoverinfo="text", cliponaxis=False,
    )  # fmt: skip
    chart = go.Figure(bars, layout=_layout(right=44))
    low, high = min([0.0, *values]), max([100.0, *values])
    chart.update_layout(
        showlegend=False,
        xaxis={"range": [low, high], "visible": False},
        yaxis={"tickvals": list(range(len(hit))), "ticktext": names, "automargin": True, "showgrid": False},
    )
    return chart


def hollow_alt(parts: Parts, lang: str) -> str:
    """What the chart shows, in words."""
    hit = [part for part in parts.hollowed if part.lost_share is not None]
    if not hit:
        return Finding("alt_nothing").say(lang)
    first = hit[0]
    facts = {"n": min(len(hit), BARS), "part": first.label or say(lang, "chart.blank"), "share": first.lost_share}
    return Finding("alt_hollow", facts).say(lang)


def lorenz_figure(found: Concentration, lang: str) -> go.Figure:
    """Customers from small to large against their share; the straight line: a firm whose customers are all equal."""
    x, y = lorenz(found.positive)
    at = np.concatenate([[0], thinned(len(x) - 1)]) if len(x) > 1 else np.array([0])
    chart = go.Figure(layout=_layout(right=16))
    even = {"color": OTHER, "width": 1, "dash": "dot"}
    chart.add_trace(
        go.Scatter(x=[0, 100], y=[0, 100], mode="lines", line=even, name=say(lang, "chart.even"), hoverinfo="skip")
    )
    chart.add_trace(
        go.Scatter(x=x[at] * 100, y=y[at] * 100, mode="lines", fill="tozeroy", line={"color": KEY, "width": 2.5},
                   name=say(lang, "chart.lorenz"), hovertemplate=say(lang, "chart.lorenz_point") + "<extra></extra>")
    )  # fmt: skip
    steps = [0, 20, 40, 60, 80, 100]
    ticks: dict[str, Any] = {"tickvals": steps, "ticktext": [figures.percent(lang, step / 100, 0) for step in steps]}
    chart.update_layout(
        xaxis={**ticks, "range": [0, 100], "title": {"text": say(lang, "chart.small_to_large")}},
        yaxis={**ticks, "range": [0, 100.5]},
        legend={"orientation": "h", "y": 1.12, "x": 0},
    )
    return chart


def lorenz_alt(found: Concentration, lang: str) -> str:
    """What the chart shows, in words."""
    if found.gini is None:
        return Finding("alt_nothing").say(lang)
    x, y = lorenz(found.positive)
    half = float(np.interp(0.5, x, y))
    return Finding("alt_lorenz", {"half": half, "gini": f"{float(found.gini):.2f}"}).say(lang)


def _layout(right: int) -> go.Layout:
    return go.Layout(
        font={"family": FONT},
        margin={"l": 44, "r": right, "t": 16, "b": 36},
        hovermode="closest",
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        yaxis={"zeroline": False},
    )
