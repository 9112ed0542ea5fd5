"""Coverage drawn: four dots an account, where the visits of each of ours went, and sales around the training.

A dot is a sign, its words and a colour, so that nothing hangs on colour.
"""

from __future__ import annotations

import plotly.graph_objects as go

from kam_core import figures
from kam_core.analysis.coverage.coverage import Coverage
from kam_core.analysis.coverage.effect import Effect, Growth
from kam_core.analysis.coverage.grid import Counts
from kam_core.analysis.coverage.settings import LEVELS, STATES, Level, State
from kam_core.analysis.coverage.visits import Visitor, Visits
from kam_core.analysis.finding import Finding
from kam_core.charts.cells import INK, Scale, heat, layout, short
from kam_core.wording import say

COLOURS = {
    State.FRESH: "#bfe3d5",
    State.STALE: "#f8e3ad",
    State.THERE: "#d3e6f5",
    State.NOBODY: "#f4bfa3",
    State.UNKNOWN: "#e6e9eb",
}
#: Each state has an even part of the scale to itself.
STEPS: Scale = tuple(
    (edge / len(STATES), COLOURS[state]) for place, state in enumerate(STATES) for edge in (place, place + 1)
)
LEVEL_COLOURS = dict(zip(LEVELS, ("#0072B2", "#56B4E9", "#009E73", "#E69F00")))  # Okabe-Ito
UNREAD = "#c9ced2"
BEFORE, AFTER = "#9fb3c1", "#0072B2"
PEOPLE = 12  # of ours, those with the most visits
NARROW = 0.07  # of the longest bar: a part up to it has no room for its number
NAME = 18  # width of an account's name, so that a phone has room for the dots


def dots_figure(found: Coverage, at: Counts, lang: str) -> go.Figure:
    """One row an account of `at`, in that order, one column a level. Heads: the key accounts where it is nobody's."""
    states = [[STATES[int(state)] for state in found.grid.states[i]] for i in at]
    cells = [[dot(found, int(i), column, lang) for column in range(len(LEVELS))] for i in at]
    shades = [[(STATES.index(state) + 0.5) / len(STATES) for state in line] for line in states]
    chart = heat(shades, cells, _heads(found, lang), [short(str(found.names[i]), NAME) for i in at], STEPS, 12)
    return chart.update_layout(
        xaxis={"side": "top", "tickangle": 0, "tickfont": {"size": 11}},
        margin={"t": 48, "b": 8, "l": 4, "r": 4},
        font={"size": 12},
    )


def dot(found: Coverage, at: int, column: int, lang: str) -> str:
    """The words of one dot: its sign, and how long ago somebody was in touch."""
    state, days = STATES[int(found.grid.states[at, column])], int(found.grid.days[at, column])
    if state in (State.FRESH, State.STALE) and days >= 0:
        return say(lang, f"chart.dot_{state.value}", days=days)
    return say(lang, f"chart.dot_{'never' if state is State.STALE else state.value}")


def dots_alt(found: Coverage, lang: str) -> str:
    """What the grid shows, in words."""
    counts = {state.value: sum(found.count(state, level) for level in LEVELS) for state in STATES}
    counts["fresh"] += counts.pop("there")
    return Finding("alt_dots", counts).say(lang)


def visits_figure(found: Visits, lang: str) -> go.Figure:
    """One bar one of ours, a part a level, longest first; at its end the share that met only decision makers."""
    people = found.visitors[:PEOPLE]
    names = [short(one.name, NAME) or say(lang, "chart.blank") for one in people]
    keys = list(range(len(people)))
    longest = max((_length(one) for one in people), default=1)
    chart = go.Figure(layout=layout())
    for level in (*LEVELS, None):
        counts = [one.met[level] if level else one.unread for one in people]
        if level is None and not any(counts):
            continue
        chart.add_bar(
            x=counts,
            y=keys,
            orientation="h",
            name=say(lang, f"chart.level_{level.value if level else 'none'}"),
            marker={"color": LEVEL_COLOURS[level] if level else UNREAD, "line": {"width": 0}},
            text=[str(n) if n > longest * NARROW else "" for n in counts],
            textposition="inside",
            textangle=0,
            insidetextanchor="middle",
            textfont={"color": "#ffffff" if level in (Level.DECISION, Level.FRONT) else INK},
            hoverinfo="skip",
        )
    for key, one in zip(keys, people):
        if one.only_share is not None:
            share = figures.percent(lang, one.only_share, 0)
            chart.add_annotation(
                x=_length(one), y=key, text=say(lang, "chart.only_decision", share=share), showarrow=False,
                xanchor="left", xshift=6, font={"size": 12},
            )  # fmt: skip
    return chart.update_layout(
        barmode="stack",
        bargap=0.28,
        showlegend=True,
        legend={"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
        xaxis={"range": [0, longest * 1.7], "visible": False},
        yaxis={"tickvals": keys, "ticktext": names, "autorange": "reversed", "showgrid": False},
        margin={"t": 8, "b": 8, "l": 4, "r": 4},
    )


def visits_alt(found: Visits, lang: str) -> str:
    """What the bars show, in words."""
    whole = found.whole
    return Finding(
        "alt_visits", {"people": len(found.visitors), "visits": whole.visits, "share": whole.only_share}
    ).say(lang)


def effect_figure(found: Effect, lang: str) -> go.Figure:
    """Sales against the same months a year earlier, before and after the training, of both groups."""
    groups = [(name, side) for name, side in (("trained", found.with_training), ("untrained", found.without)) if side]
    words = [say(lang, f"chart.{name}", n=figures.count(lang, getattr(found, name))) for name, _ in groups]
    chart = go.Figure(layout=layout())
    for when, colour in (("before", BEFORE), ("after", AFTER)):
        values = [getattr(side, when) - 1 for _, side in groups]
        chart.add_bar(
            x=words,
            y=values,
            name=say(lang, f"chart.training_{when}", span=figures.count(lang, found.trial.span)),
            marker={"color": colour},
            text=[figures.change(lang, value, 1) for value in values],
            textposition="outside",
            cliponaxis=False,
            hoverinfo="skip",
        )
    tops = [abs(value - 1) for _, side in groups for value in (side.before, side.after)]
    reach = 1.35 * max(tops, default=0.1) or 0.1
    below = any(value < 1 for _, side in groups for value in (side.before, side.after))
    return chart.update_layout(
        barmode="group",
        showlegend=True,
        legend={"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0},
        yaxis={"range": [-reach if below else 0, reach], "visible": False, "zeroline": True},
        margin={"t": 8, "b": 32},
    )


def effect_alt(found: Effect, lang: str) -> str:
    """What the bars show, in words."""

    def told(side: Growth | None, when: str) -> str:
        return figures.change(lang, getattr(side, when) - 1, 1) if side else figures.NONE

    facts = {"before": told(found.with_training, "before"), "after": told(found.with_training, "after")}
    facts |= {"other_before": told(found.without, "before"), "other_after": told(found.without, "after")}
    return Finding("alt_effect", facts).say(lang)


def _heads(found: Coverage, lang: str) -> list[str]:
    missing = [found.count(State.NOBODY, level) for level in LEVELS]
    return [
        f"{say(lang, f'chart.level_{level.value}')}<br>"
        + (say(lang, "chart.nobody", n=figures.count(lang, n)) if n else " ")
        for level, n in zip(LEVELS, missing)
    ]


def _length(one: Visitor) -> int:
    return sum(one.met.values()) + one.unread
