"""One account in pictures: its months beside last year's, its rank over time, what it buys and what it does not.

Colours are Okabe-Ito; each is named in the legend or where it is drawn. Every chart has its words beside it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import plotly.graph_objects as go

from kam_core import figures
from kam_core.analysis.account.story import AccountStory
from kam_core.analysis.exact import ONE, decimal
from kam_core.analysis.finding import Finding
from kam_core.charts.labels import label
from kam_core.charts.pareto import FONT, KEY, OTHER
from kam_core.wording import say

PRODUCTS, GAPS = 10, 6  # bars; the table beside it has all of them
NAME = 18  # characters of a product on the axis
MISSING = "#E69F00"


def months_chart(story: AccountStory, lang: str) -> go.Figure:
    """Bars: each month of the scope; behind them, grey: the same month a year earlier. Pale: a month not over yet."""
    found = story.months
    value, before = (_plain(numbers) for numbers in (found.value, found.before))
    was = np.where(found.known, before, np.nan)
    top, low = _reach(np.concatenate([value, was]))
    chart = go.Figure(layout=plain_layout(_money(lang, top, low), legend=True))
    now, then = say(lang, "chart.this_year"), say(lang, "chart.last_year")
    if found.known.any():
        hover = [_point(lang, month, then, number) for month, number in zip(found.months, was)]
        chart.add_trace(_bars(found.months, was, then, OTHER, hover, width=0.9, opacity=0.45))
    hover = [_point(lang, month, now, number) for month, number in zip(found.months, value)]
    opacity = np.where(found.complete, 1.0, 0.45)
    chart.add_trace(_bars(found.months, value, now, KEY, hover, width=0.5, opacity=opacity))
    chart.update_layout(barmode="overlay", xaxis={"type": "category", "nticks": 12, "tickangle": 0, "showgrid": False})
    if len(found.months) > 6:  # a year's labels in two lines would be too wide for a phone
        ticks = found.months[:: -(-len(found.months) // 6)]
        chart.update_layout(xaxis={"tickmode": "array", "tickvals": list(ticks)})
    return chart


def months_alt(story: AccountStory, lang: str) -> str:
    """The same in words."""
    found = story.months
    facts = {"name": story.who.name, "months": len(found.months), "total": story.value}
    if found.change is None:
        return Finding("alt_account_months", facts).say(lang)
    return Finding("alt_account_months_before", facts | {"before": decimal(found.before_sum)}).say(lang)


def rank_chart(story: AccountStory, lang: str) -> go.Figure:
    """The rank at the end of each quarter, first place on top; blue: a key account then. A gap: nothing bought."""
    stands = story.standing.stands
    ranks = [stand.rank for stand in stands]
    there = [rank for rank in ranks if rank is not None]
    first, last = min(there, default=1), max(there, default=1)
    room = max((last - first) * 0.25, 0.8)
    chart = go.Figure(layout=plain_layout({"range": [last + room, first - room], "showgrid": False, "visible": False}))
    chart.add_trace(
        go.Scatter(
            x=[stand.last for stand in stands],
            y=ranks,
            mode="lines+markers+text",
            text=["" if rank is None else figures.count(lang, rank) for rank in ranks],
            textposition="top center",
            line={"color": OTHER, "width": 2},
            marker={"size": 10, "color": [KEY if stand.key else OTHER for stand in stands]},
            hovertext=[_stand(story, at, lang) for at in range(len(stands))],
            hoverinfo="text",
            cliponaxis=False,
        )
    )
    chart.update_layout(xaxis={"type": "category", "nticks": 6, "tickangle": 0, "showgrid": False})
    return chart


def rank_alt(story: AccountStory, lang: str) -> str:
    """The same in words: where it stood first, and where it stands."""
    told = [stand for stand in story.standing.stands if stand.rank is not None]
    if not told:
        return Finding("alt_account_no_rank", {"name": story.who.name}).say(lang)
    facts = {"name": story.who.name, "was": told[0].rank, "then": told[0].last, "now": told[-1].rank}
    return Finding("alt_account_rank", facts | {"last": told[-1].last}).say(lang)


def mix_chart(story: AccountStory, lang: str) -> go.Figure:
    """Bars from the top: what it buys most, a mark where the same months of last year were; then, in orange, what
    look-alikes buy and it does not, as long as it would be worth."""
    mix, gaps = story.mix, story.white_space.gaps[:GAPS]
    value, was = _plain(mix.value[:PRODUCTS]), _plain(mix.before[:PRODUCTS])
    worth = np.array([float(gap.worth) for gap in gaps])
    names = [_short(str(name) or say(lang, "chart.no_product")) for name in mix.names[:PRODUCTS]]
    rows = [f"{at}|{name}" for at, name in enumerate([*names, *(_short(gap.name) for gap in gaps)])]  # names may repeat
    top, low = _reach(np.concatenate([value, was, worth]))
    chart = go.Figure(layout=plain_layout({}, legend=True))
    bought, missing, then = (say(lang, f"chart.{word}") for word in ("bought", "not_bought", "last_year"))
    for part, numbers, colour, word in (
        (rows[: len(names)], value, KEY, bought),
        (rows[len(names) :], worth, MISSING, missing),
    ):
        hover = [_point(lang, row.partition("|")[2], word, number) for row, number in zip(part, numbers)]
        chart.add_trace(
            go.Bar(y=part, x=numbers, orientation="h", name=word, marker={"color": colour}, hovertext=hover,
                   hoverinfo="text", width=0.6)
        )  # fmt: skip
    if story.months.first:
        hover = [_point(lang, name, then, number) for name, number in zip(names, was)]
        mark = {"symbol": "line-ns-open", "size": 14, "color": "#333333", "line": {"width": 2}}
        chart.add_trace(
            go.Scatter(y=rows[: len(names)], x=was, mode="markers", name=then, marker=mark, hovertext=hover,
                       hoverinfo="text")
        )  # fmt: skip
    ticktext = [row.partition("|")[2] for row in rows]
    chart.update_layout(
        xaxis=_money(lang, top, low),
        yaxis={"type": "category", "autorange": "reversed", "tickmode": "array", "tickvals": rows, "ticktext": ticktext,
               "automargin": True, "showgrid": False},
    )  # fmt: skip
    return chart


def mix_alt(story: AccountStory, lang: str) -> str:
    """The same in words."""
    names = tuple(str(name) for name in story.mix.names[:3])
    facts = {"name": story.who.name, "products": int((story.mix.lines > 0).sum()), "first": names}
    return Finding("alt_account_mix", facts | {"missing": len(story.white_space.gaps)}).say(lang)


def _stand(story: AccountStory, at: int, lang: str) -> str:
    stand = story.standing.stands[at]
    return say(
        lang, "chart.stand", period=figures.period(lang, stand.first, stand.last), rank=figures.show(lang, stand.rank),
        customers=stand.customers, share=figures.percent(lang, stand.share),
        side=say(lang, "chart.key" if stand.key else "chart.other"),
    )  # fmt: skip


def _bars(
    months: tuple[str, ...], values: Any, name: str, colour: str, hover: list[str], width: float, opacity: Any
) -> go.Bar:
    marker = {"color": colour, "opacity": opacity, "line": {"width": 0}}
    return go.Bar(x=list(months), y=values, name=name, width=width, marker=marker, hovertext=hover, hoverinfo="text")


def _point(lang: str, when: str, what: str, value: float) -> str:
    shown = figures.amount(lang, Decimal(round(value))) if np.isfinite(value) else figures.NONE
    return say(lang, "chart.month_point", month=when, what=what, value=shown)


def _plain(numbers: Any) -> Any:
    return (numbers / ONE).astype(np.float64)


def _reach(values: Any) -> tuple[float, float]:
    known = values[np.isfinite(values)]
    return float(known.max(initial=0.0)), float(known.min(initial=0.0))


def _money(lang: str, top: float, low: float) -> dict[str, Any]:
    values, texts = figures.ticks(lang, max(top, 1.0))
    return {
        "range": [low * 1.04, max(top, values[-1]) * 1.04],
        "tickvals": values,
        "ticktext": texts,
        "zeroline": low < 0,
    }


def _short(name: str) -> str:
    plain = label(name)
    return plain if len(plain) <= NAME else plain[: NAME - 1] + "…"


def plain_layout(yaxis: dict[str, Any], legend: bool = False) -> go.Layout:
    return go.Layout(
        font={"family": FONT},
        margin={"l": 8, "r": 16, "t": 16, "b": 40},
        showlegend=legend,
        hovermode="closest",
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        legend={"orientation": "h", "y": 1.02, "x": 0, "yanchor": "bottom"},
        yaxis={"automargin": True} | yaxis,
    )
