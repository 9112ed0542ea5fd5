"""The season's plan drawn: what is made against what can be made, week by week; and a shortage under each rule."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from kam_core import figures
from kam_core.analysis.finding import Finding
from kam_core.analysis.supply.comparison import Comparison
from kam_core.analysis.supply.demand_path import Floats
from kam_core.analysis.supply.season_plan import SeasonPlan
from kam_core.charts.labels import label
from kam_core.charts.pareto import CURVE, FONT, KEY, OTHER
from kam_core.wording import say

FEWEST = 1e-9


def build_figure(plan: SeasonPlan, lang: str, product: int | None = None) -> go.Figure:
    """Bars: what is made each week, and what is missing in the week it is needed; line: the capacity.

    product: its row in the plan's goods; None: all in one unit together (see `drawn`). The line is left out where no
    limit is known.
    """
    rows = _drawn(plan, product)
    made, short = plan.build.made[rows].sum(axis=0), plan.build.short[rows].sum(axis=0)
    days = plan.mondays.astype("datetime64[D]").astype(str).tolist()
    chart = go.Figure(layout=_layout(lang, max(float((made + short).max(initial=0.0)), _top(plan, rows))))
    for values, colour, word in ((made, KEY, "made"), (short, CURVE, "short")):
        hover = [
            say(lang, "chart.week", week=day, what=say(lang, f"chart.{word}"), value=figures.amount(lang, float(value)))
            for day, value in zip(days, values)
        ]
        chart.add_trace(
            go.Bar(x=days, y=values, name=say(lang, f"chart.{word}"), marker={"color": colour}, hovertext=hover,
                   hoverinfo="text")
        )  # fmt: skip
    capacity = plan.capacity.weekly[rows].sum(axis=0)
    if np.isfinite(capacity).all() and len(rows):
        chart.add_trace(
            go.Scatter(x=days, y=capacity, mode="lines", name=say(lang, "chart.capacity"), hoverinfo="skip",
                       line={"color": "#000000", "width": 1.5, "dash": "dot", "shape": "hvh"})
        )  # fmt: skip
    chart.update_layout(title={"text": _title(plan, rows, product)})
    return chart


def build_alt(plan: SeasonPlan, lang: str, product: int | None = None) -> str:
    """What the chart shows, in words."""
    rows = _drawn(plan, product)
    made = np.zeros(len(plan.goods.products))
    made[rows] = plan.build.made[rows].sum(axis=1)
    code = "alt_build_plan" if np.isfinite(plan.capacity.weekly[rows]).all() else "alt_build_plan_open"
    return Finding(code, {"made": plan.by_unit(made), "short": int((plan.unbuilt[rows] > 0).sum())}).say(lang)


def rules_figure(found: Comparison, lang: str) -> go.Figure:
    """For each rule two bars: the share of their need that key accounts, and the others, get."""
    rules = [say(lang, f"rule.{rule.value}") for rule in found.outcomes]
    chart = go.Figure(layout=_layout(lang, None))
    for side, colour in (("key", KEY), ("other", OTHER)):
        sides = [outcome.key if side == "key" else outcome.others for outcome in found.outcomes.values()]
        rates = [None if each.fill_rate is None else float(each.fill_rate) * 100 for each in sides]
        word = say(lang, f"chart.{side}")
        hover = [
            say(lang, "chart.side", rule=rule, side=word, rate=figures.percent(lang, each.fill_rate),
                short=each.short, customers=each.customers, out=figures.show(lang, each.first_out))
            for rule, each in zip(rules, sides)
        ]  # fmt: skip
        texts = [figures.percent(lang, each.fill_rate, 0) for each in sides]
        chart.add_trace(
            go.Bar(x=rules, y=rates, name=word, marker={"color": colour}, text=texts, textposition="outside",
                   hovertext=hover, hoverinfo="text")
        )  # fmt: skip
    chart.update_layout(title={"text": label(found.shortage.name)}, barmode="group")
    return chart


def rules_alt(found: Comparison, lang: str) -> str:
    """What the chart shows, in words."""
    listed = tuple(
        Finding(
            "rule_rates",
            {
                "rule": say(lang, f"rule.{rule.value}"),
                "key": outcome.key.fill_rate,
                "others": outcome.others.fill_rate,
            },
        ).say(lang)
        for rule, outcome in found.outcomes.items()
    )
    return Finding("alt_rules", {"listed": listed}).say(lang)


def _drawn(plan: SeasonPlan, product: int | None) -> Any:
    """The rows drawn: the product, or all products in the unit of which most is made, for units are not added."""
    if product is not None:
        return np.array([product])
    units = plan.goods.units
    made = plan.build.made.sum(axis=1)
    if not len(units):
        return np.zeros(0, np.int64)
    most = max(sorted(set(units.tolist())), key=lambda unit: float(made[units == unit].sum()))
    return np.flatnonzero(units == most)


def _title(plan: SeasonPlan, rows: Any, product: int | None) -> str:
    if product is not None:
        return label(f"{plan.goods.names[product]} ({plan.goods.units[product]})")
    return label(str(plan.goods.units[rows[0]])) if len(rows) else ""


def _top(plan: SeasonPlan, rows: Any) -> float:
    capacity: Floats = plan.capacity.weekly[rows].sum(axis=0)
    return float(capacity[np.isfinite(capacity)].max(initial=0.0))


def _layout(lang: str, top: float | None) -> go.Layout:
    """top: of quantities; None: percent."""
    ticks = ([0.0, 20.0, 40.0, 60.0, 80.0, 100.0], ["0%", "20%", "40%", "60%", "80%", "100%"])
    values, texts = ticks if top is None else figures.ticks(lang, top)
    reach = max(values[-1], FEWEST)
    return go.Layout(
        font={"family": FONT},
        margin={"l": 56, "r": 16, "t": 40, "b": 40},
        barmode="stack",
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        legend={"orientation": "h", "y": -0.18, "x": 0},
        xaxis={"tickformat": "%Y-%m-%d", "showgrid": False} if top is not None else {"showgrid": False},
        yaxis={"range": [0, reach * 1.1], "tickvals": values, "ticktext": texts, "zeroline": False},
    )
