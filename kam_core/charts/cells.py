"""A table of coloured cells, each with its words, and names beside bars: what several charts are made of."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from kam_core.charts.labels import fitting, label
from kam_core.charts.pareto import FONT

Scale = tuple[tuple[float, str], ...]

SHADES: Scale = ((0.0, "#f3f6f8"), (1.0, "#56B4E9"))
INK = "#1c2730"
SHORT = 26  # width of a name beside a bar, Chinese counted at its true width


def heat(
    shades: Sequence[Sequence[float]],
    cells: Sequence[Sequence[str]],
    columns: Sequence[str],
    rows: Sequence[str],
    scale: Scale = SHADES,
    size: int = 13,
) -> go.Figure:
    """One rectangle a cell with its words in it. shades: 0 to 1, a place in `scale`."""
    chart = go.Figure(
        go.Heatmap(
            z=shades,
            x=list(range(len(columns))),
            y=list(range(len(rows))),
            text=cells,
            texttemplate="%{text}",
            textfont={"color": INK, "size": size},
            colorscale=scale,
            zmin=0,
            zmax=1,
            showscale=False,
            hoverinfo="skip",
            xgap=3,
            ygap=3,
        ),
        layout=layout(),
    )
    return chart.update_layout(
        xaxis={"tickvals": list(range(len(columns))), "ticktext": columns, "showgrid": False, "fixedrange": True},
        yaxis={
            "tickvals": list(range(len(rows))),
            "ticktext": rows,
            "showgrid": False,
            "fixedrange": True,
            "autorange": "reversed",
        },
    )


def short(name: str, most: int = SHORT) -> str:
    """The name as far as there is room for it."""
    return label(fitting(name, most))


def layout() -> go.Layout:
    """What all of them have in common."""
    return go.Layout(
        font={"family": FONT},
        margin={"l": 8, "r": 16, "t": 16, "b": 40},
        xaxis={"automargin": True},
        yaxis={"automargin": True},
        showlegend=False,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
    )
