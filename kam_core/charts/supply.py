"""One account's season on one chart: what was sold, what will be, the stock walking down, and the days that matter.

Every line is named beside its end, so that no legend is needed and no two names meet; what is known and what is
foreseen are told apart by colour (Okabe-Ito), by line and by word. Stock is drawn down to nothing, never below.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import plotly.graph_objects as go

from kam_core import figures
from kam_core.analysis.finding import Finding
from kam_core.analysis.supply.account_outlook import AccountOutlook
from kam_core.analysis.supply.settings import Source
from kam_core.charts.beside import spread
from kam_core.charts.labels import label
from kam_core.charts.pareto import FONT
from kam_core.wording import say

SOLD, FORECAST, STOCK, SAFE, LATE = "#999999", "#E69F00", "#0072B2", "#009E73", "#D55E00"  # Okabe-Ito, and its grey
PAST = 15  # months of the past that are drawn: a year, and a season to compare with
DAY = 86_400_000  # milliseconds, in which plotly counts the width of a bar
TOP = 1.22  # room above the highest point for what the marks say
LINE = 0.078  # of the axis: what a name takes where the chart is lowest
NAMES = 88  # pixels beside the chart for the names of its lines


def projection_chart(account: AccountOutlook, lang: str) -> go.Figure:
    """The chart in a language. One axis: quantity a month for demand, quantity on hand for stock."""
    coming = _drawn(account)
    chart = go.Figure(layout=_layout(account, coming, lang))
    _past(chart, account, lang)
    _forecast(chart, account, coming, lang)
    _stock(chart, account, lang)
    _marks(chart, account, lang)
    _names(chart, account, coming, lang)
    return chart


def alt_text(account: AccountOutlook, lang: str) -> str:
    """What the chart shows, in words, for those who do not see it."""
    facts: dict[str, Any] = {"name": account.name, "last": account.months[-1] if account.months else figures.NONE}
    if np.isnan(account.on_hand):
        return Finding("alt_projection_no_stock", facts).say(lang)
    on_hand = Decimal(round(account.on_hand))
    return Finding("alt_projection", facts | {"on_hand": on_hand, "as_of": account.as_of}).say(lang)


def _drawn(account: AccountOutlook) -> int:
    """How many months to come are drawn: those the stock is looked at in."""
    last = f"{account.days[-1].item():%Y-%m}"
    return sum(month <= last for month in account.coming)


def _past(chart: go.Figure, account: AccountOutlook, lang: str) -> None:
    months, values = account.months[-PAST:], account.past[-PAST:]
    if not months:
        return
    what = say(lang, "chart.past_sell_in" if account.source == Source.SELL_IN else "chart.past_demand")
    opacity = np.where(account.unknown[-PAST:], 0.35, 0.8)  # an empty shelf cut these short
    chart.add_trace(
        go.Bar(
            x=[_middle(month) for month in months],
            y=values,
            width=25 * DAY,
            marker={"color": SOLD, "opacity": opacity, "line": {"width": 0}},
            hovertext=_hover(months, values, what, lang),
            hoverinfo="text",
            textposition="none",
        )
    )
    place = {"yanchor": "bottom", "xanchor": "left", "showarrow": False, "font": {"color": SOLD}}
    chart.add_annotation(x=_middle(months[0]), y=float(values[0]), text=what, **place)


def _forecast(chart: go.Figure, account: AccountOutlook, coming: int, lang: str) -> None:
    months, point = account.coming[:coming], account.forecast[:coming]
    if not np.isfinite(point).any():
        return
    x = [_middle(month) for month in months]
    edge: dict[str, Any] = {"x": x, "mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
    chart.add_trace(go.Scatter(y=account.high[:coming], **edge))
    chart.add_trace(go.Scatter(y=account.low[:coming], fill="tonexty", fillcolor="rgba(230,159,0,0.2)", **edge))
    was = account.last_year[:coming]
    if np.isfinite(was).any():
        chart.add_trace(_line(x, was, SOLD, "dot", _hover(months, was, say(lang, "chart.last_year"), lang)))
    chart.add_trace(_line(x, point, FORECAST, "solid", _hover(months, point, say(lang, "chart.forecast"), lang)))


def _stock(chart: go.Figure, account: AccountOutlook, lang: str) -> None:
    if np.isnan(account.on_hand):
        return
    days = [day.item() for day in account.days]
    left = np.maximum(account.stock, 0.0)
    if np.isfinite(account.safety) and account.safety > 0:
        chart.add_shape(
            type="rect", x0=days[0], x1=days[-1], y0=0, y1=account.safety, line={"width": 0},
            fillcolor=SAFE, opacity=0.15, layer="below",
        )  # fmt: skip
    words = say(lang, "chart.stock")
    hover = [_point(lang, figures.iso(day), words, float(value)) for day, value in zip(days, left)]
    chart.add_trace(_line(days, left, STOCK, "solid", hover, 3))
    for day, much in account.receipts:
        if day <= days[-1]:
            text = f"{say(lang, 'chart.receipt')} {figures.amount(lang, Decimal(round(much)))}"
            height = float(left[(day - days[0]).days])
            chart.add_annotation(x=day, y=height, text=text, ax=0, ay=-28, font={"color": STOCK, "size": 11})


def _marks(chart: go.Figure, account: AccountOutlook, lang: str) -> None:
    if account.peak_first and account.peak_last:
        begins, ends = _first(account.peak_first), _first(account.peak_last)
        chart.add_vrect(
            x0=max(begins, _first(account.months[-PAST:][0])) if account.months else begins,
            x1=_next_month(ends), fillcolor=FORECAST, opacity=0.08, line_width=0, layer="below",
        )  # fmt: skip
        middle = begins + (_next_month(ends) - begins) / 2
        chart.add_annotation(
            x=middle, y=0.0, yref="paper", yanchor="top", yshift=-18, showarrow=False, text=say(lang, "chart.peak"),
            font={"color": "#8A5F00"},
        )  # fmt: skip
    drawn = [("today", account.as_of, "#333333", "dot"), ("order_by", account.order_by, LATE, "dash"),
             ("run_out", account.run_out, LATE, "solid")]  # fmt: skip
    for row, (name, day, colour, dash) in enumerate(drawn):
        if day is None or day > account.days[-1].item():
            continue
        chart.add_vline(x=day, line={"color": colour, "width": 1.5, "dash": dash})
        chart.add_annotation(
            x=day, y=1 - 0.07 * row, yref="paper", yanchor="top", xanchor="left", xshift=3, showarrow=False,
            text=say(lang, f"chart.{name}", day=figures.day(lang, day)), font={"color": colour},
            bgcolor="rgba(255,255,255,0.7)",
        )  # fmt: skip


def _names(chart: go.Figure, account: AccountOutlook, coming: int, lang: str) -> None:
    """What each line and area is, in its colour, right of where it ends."""
    ends: list[tuple[str, float, str]] = []
    if coming and np.isfinite(account.forecast[:coming]).any():
        ends = [
            ("last_year", _last(account.last_year[:coming]), "#666666"),
            ("forecast", _last(account.forecast[:coming]), "#8A5F00"),
            ("band", _last(account.high[:coming]), "#8A5F00"),
        ]
    if not np.isnan(account.on_hand):
        safe = account.safety if account.safety > 0 else np.nan
        ends += [("safety", float(safe), "#00785A"), ("stock", max(_last(account.stock), 0.0), STOCK)]
    ends = [end for end in ends if np.isfinite(end[1])]
    top = float(chart.layout.yaxis.range[1])
    for (name, _, colour), y in zip(ends, spread([y for _, y, _ in ends], top * LINE, top / TOP)):
        chart.add_annotation(
            x=1, xref="paper", xanchor="left", xshift=6, y=y, yanchor="middle", showarrow=False,
            text=say(lang, f"chart.{name}"), font={"color": colour},
        )  # fmt: skip


def _last(values: Any) -> float:
    """The last known of them; NaN: none is."""
    known = values[np.isfinite(values)]
    return float(known[-1]) if len(known) else float("nan")


def _line(x: list[date], y: Any, colour: str, dash: str, hover: list[str], width: float = 2) -> go.Scatter:
    line = {"color": colour, "width": width, "dash": dash}
    return go.Scatter(x=x, y=y, mode="lines", line=line, hovertext=hover, hoverinfo="text")


def _hover(months: tuple[str, ...], values: Any, what: str, lang: str) -> list[str]:
    return [_point(lang, month, what, float(value)) for month, value in zip(months, values)]


def _point(lang: str, when: str, what: str, value: float) -> str:
    shown = figures.amount(lang, Decimal(round(value))) if np.isfinite(value) else figures.NONE
    return say(lang, "chart.month_point", month=when, what=what, value=shown)


def _layout(account: AccountOutlook, coming: int, lang: str) -> go.Layout:
    drawn = [account.past[-PAST:], account.high[:coming], account.last_year[:coming], np.maximum(account.stock, 0.0)]
    highest = max((float(np.nanmax(part)) for part in drawn if np.isfinite(part).any()), default=1.0)
    values, texts = figures.ticks(lang, max(highest, 1.0))
    title = say(lang, "chart.money_axis") if account.money else label(say(lang, "chart.unit_axis", unit=account.unit))
    return go.Layout(
        font={"family": FONT},
        margin={"l": 56, "r": NAMES, "t": 24, "b": 48},
        showlegend=False,
        hovermode="closest",
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        xaxis={"tickformat": "%Y-%m", "showgrid": False, "zeroline": False, "range": _months_drawn(account, coming)},
        yaxis={
            "title": {"text": title},
            "range": [0, max(highest, values[-1]) * TOP],
            "tickvals": values,
            "ticktext": texts,
            "zeroline": False,
        },
    )


def _months_drawn(account: AccountOutlook, coming: int) -> list[date]:
    """The ends of the axis; it would make room for the words of the marks otherwise."""
    firsts = [_first(month) for month in (*account.months[-PAST:], *account.coming[:coming])]
    return [min([*firsts, account.as_of]), max([*map(_middle, account.coming[:coming]), account.days[-1].item()])]


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _middle(month: str) -> date:
    return _first(month) + timedelta(days=14)
