"""Service drawn: on time in full, month by month, key accounts against the others."""

from __future__ import annotations

import math

import plotly.graph_objects as go

from kam_core import figures
from kam_core.analysis.finding import Finding
from kam_core.analysis.service.service import KEY, OTHER, Service
from kam_core.charts.pareto import FONT
from kam_core.charts.pareto import KEY as WARM
from kam_core.charts.pareto import OTHER as PALE
from kam_core.wording import say

NAMES = {KEY: "key", OTHER: "other"}


def trend_chart(found: Service, lang: str) -> go.Figure:
    """A line for key accounts and one for the others; a month without a judged line is a gap."""
    chart = go.Figure(layout=_layout())
    lowest = 1.0
    for side, colour in ((OTHER, PALE), (KEY, WARM)):
        shares, texts = [], []
        for at, month in enumerate(found.months):
            share, lines = _of_month(found, side, at)
            shares.append(None if share is None else share * 100)
            name = say(lang, f"chart.service_{NAMES[side]}")
            texts.append(
                say(
                    lang, "chart.service_point", month=month, what=name, share=figures.percent(lang, share), lines=lines
                )
            )
            lowest = min(lowest, 1.0 if share is None else share)
        chart.add_trace(
            go.Scatter(
                x=list(found.months), y=shares, mode="lines+markers", name=say(lang, f"chart.service_{NAMES[side]}"),
                line={"color": colour, "width": 3 if side == KEY else 2}, hovertext=texts, hoverinfo="text",
            )
        )  # fmt: skip
    foot = max(math.floor(lowest * 10) * 10 - 10, 0)
    steps = list(range(foot, 101, 10 if foot >= 40 else 20))
    chart.update_layout(
        yaxis={"range": [foot, 101], "tickvals": steps, "ticktext": [figures.percent(lang, s / 100, 0) for s in steps]},
        xaxis={"type": "category", "nticks": 8, "showgrid": False},
        legend={"orientation": "h", "y": 1.14, "x": 0},
    )
    return chart


def trend_alt(found: Service, lang: str) -> str:
    """What the chart shows, in words."""
    told = [at for at in range(len(found.months)) if _of_month(found, KEY, at)[0] is not None]
    if not told:
        return Finding("alt_nothing").say(lang)
    first, last = told[0], told[-1]
    facts = {
        "first": found.months[first],
        "last": found.months[last],
        "was": _of_month(found, KEY, first)[0],
        "now": _of_month(found, KEY, last)[0],
        "others": _of_month(found, OTHER, last)[0],
    }
    return Finding("alt_service", facts).say(lang)


def _of_month(found: Service, side: int, at: int) -> tuple[float | None, int]:
    assert found.monthly is not None
    place = side * len(found.months) + at
    share = found.monthly.otif(place)
    return None if share is None else float(share), int(found.monthly.judged[place])


def _layout() -> go.Layout:
    return go.Layout(
        font={"family": FONT},
        margin={"l": 48, "r": 16, "t": 24, "b": 32},
        hovermode="closest",
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
    )
