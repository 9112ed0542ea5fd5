"""The Pareto chart: bars for the leaders, the tail as a line, the cumulative curve, and the cut line on it.

Key accounts and others are told apart by colour (Okabe-Ito) and by label; 60, 70 and 80 % are marked. A click answers
with the customer and its rank (`customdata`), so that the cut can be set there.
"""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from kam_core import figures
from kam_core.analysis.exact import ONE, Flags, share
from kam_core.analysis.finding import Finding
from kam_core.analysis.pareto import Pareto
from kam_core.charts.curve import marks
from kam_core.charts.labels import label
from kam_core.charts.thinning import LEADERS, Counts, thinned
from kam_core.wording import say

KEY, OTHER, CURVE, LINE = "#0072B2", "#999999", "#D55E00", "#009E73"  # Okabe-Ito, and its grey
PERCENTS = (0.0, 20.0, 40.0, 60.0, 80.0, 100.0)
FONT = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif'


def pareto_figure(pareto: Pareto, lang: str) -> go.Figure:
    """The chart in a language. Left axis (y2): cumulative share in percent; right (y): value of one customer."""
    chart = go.Figure(layout=_layout(pareto, lang))
    for is_key in (True, False):
        colour, word = (KEY, say(lang, "chart.key")) if is_key else (OTHER, say(lang, "chart.other"))
        chart.add_trace(_bars(pareto, lang, is_key, colour, word))
        tail = _tail(pareto, is_key)
        if len(tail):
            chart.add_trace(_tail_line(pareto, tail, colour, word))
    if pareto.share is not None:
        chart.add_trace(_cumulative(pareto, lang))
        _mark(chart, pareto)
    if pareto.k:
        _cut_line(chart, pareto, lang)
    return chart


def alt_text(pareto: Pareto, lang: str) -> str:
    """What the chart shows, in words, for those who do not see it."""
    if pareto.share is None:
        return Finding("alt_no_share", {"customers": pareto.n}).say(lang)
    facts = {"k": pareto.k, "customers": pareto.n, "of_sales": pareto.line.of_sales, "largest": pareto.largest_share}
    return Finding("alt_pareto", facts).say(lang)


def _bars(pareto: Pareto, lang: str, is_key: bool, colour: str, word: str) -> go.Bar:
    ranking = pareto.ranking
    at = np.flatnonzero(_side(pareto, is_key)[:LEADERS])
    hover = []
    for i in at:
        own = figures.percent(lang, share(int(ranking.values[i]), ranking.total_units))
        through = figures.percent(lang, pareto.cumulative_share(int(i) + 1))
        value = figures.amount(lang, figures.of_units(ranking.values[i]))
        facts = {
            "rank": int(i) + 1,
            "name": label(str(ranking.names[i])),
            "value": value,
            "share": own,
            "through": through,
        }
        hover.append(say(lang, "chart.bar", **facts))
    return go.Bar(
        x=at + 1,
        y=(ranking.values[at] / ONE).astype(np.float64),
        width=1.0,
        name=word,
        legendgroup=word,
        marker={"color": colour, "line": {"width": 0}},
        opacity=0.85,
        customdata=[[ranking.customers[i], int(i) + 1] for i in at],
        hovertext=hover,
        hoverinfo="text",
        textposition="none",
    )


def _tail(pareto: Pareto, is_key: bool) -> Counts:
    """Counts beyond the leaders, thinned, on one side of the line."""
    k, n = pareto.k, pareto.n
    begin, end = (LEADERS, k) if is_key else (max(LEADERS, k), n)
    return thinned(end - begin, most=900) + begin if end > begin else np.zeros(0, np.int64)


def _tail_line(pareto: Pareto, counts: Counts, colour: str, word: str) -> go.Scatter:
    return go.Scatter(
        x=counts,
        y=(pareto.ranking.values[counts - 1] / ONE).astype(np.float64),
        mode="lines",
        fill="tozeroy",
        line={"color": colour, "width": 1},
        name=word,
        legendgroup=word,
        showlegend=False,
        hoverinfo="skip",
    )


def _cumulative(pareto: Pareto, lang: str) -> go.Scatter:
    ranking = pareto.ranking
    counts = thinned(ranking.n, [pareto.k, *(k for _, k in marks(pareto))])
    return go.Scatter(
        x=counts,
        y=(ranking.cumulative[counts - 1] / ranking.total_units).astype(np.float64) * 100,
        yaxis="y2",
        mode="lines",
        line={"color": CURVE, "width": 2.5},
        name=say(lang, "chart.cumulative"),
        customdata=[[ranking.customers[k - 1], int(k)] for k in counts],
        hovertemplate=say(lang, "chart.point") + "<extra></extra>",
    )


def _mark(chart: go.Figure, pareto: Pareto) -> None:
    for percent, k in marks(pareto):
        chart.add_shape(
            type="line", x0=0, x1=k, y0=percent, y1=percent, yref="y2", line={"dash": "dot", "width": 1, "color": OTHER}
        )
        chart.add_annotation(
            x=k, y=percent, yref="y2", text=f"{percent}%", showarrow=False, xanchor="left", xshift=4, yshift=-8
        )


def _cut_line(chart: go.Figure, pareto: Pareto, lang: str) -> None:
    chart.add_vline(x=pareto.k + 0.5, line={"color": LINE, "width": 2})
    line = pareto.line
    text = say(lang, "chart.cut", k=pareto.k, share=figures.percent(lang, line.of_sales))
    chart.add_annotation(
        x=pareto.k + 0.5,
        y=1,
        yref="paper",
        text=text,
        showarrow=False,
        xanchor="left" if pareto.k * 2 < pareto.n else "right",
        yanchor="bottom",
        font={"color": LINE},
    )


def _layout(pareto: Pareto, lang: str) -> go.Layout:
    ranking = pareto.ranking
    top = max(float(ranking.values[0]) / ONE, 0.0) if ranking.n else 0.0
    low = min(float(ranking.values[-1]) / ONE, 0.0) if ranking.n else 0.0
    peak = 100.0
    if pareto.share is not None:
        peak = max(100.0, float(max(ranking.cumulative.tolist()) / ranking.total_units) * 100)
    values, texts = figures.ticks(lang, top)
    reach = max(top, values[-1])
    percents = list(PERCENTS) if peak <= 120 else figures.round_steps(peak)
    return go.Layout(
        font={"family": FONT},
        margin={"l": 48, "r": 56, "t": 32, "b": 40},
        hovermode="closest",
        clickmode="event",
        bargap=0,
        barmode="overlay",
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        legend={"orientation": "h", "y": -0.18, "x": 0},
        xaxis={
            "title": {"text": say(lang, "chart.rank")},
            "range": [0.5, max(pareto.n, 1) + 0.5],
            "tickformat": ",d",
            "showgrid": False,
            "zeroline": False,
        },
        yaxis={
            "side": "right",
            "range": [low * 1.04, reach * 1.04 or 1.0],
            "tickvals": values,
            "ticktext": texts,
            "showgrid": False,
            "zeroline": False,
        },
        yaxis2={
            "overlaying": "y",  # the curve lies on the bars
            "side": "left",
            "range": [low / reach * peak * 1.04 if reach else 0.0, peak * 1.04],
            "tickvals": percents,
            "ticktext": [figures.percent(lang, percent / 100, 0) for percent in percents],
            "zeroline": False,
        },
    )


def _side(pareto: Pareto, is_key: bool) -> Flags:
    return pareto.key if is_key else ~pareto.key
