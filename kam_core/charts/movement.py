"""Movement drawn: the transition matrix, the biggest rises and falls, and the regions by class.

Every cell carries its words, so that nothing hangs on colour; rises and falls are told apart by side, colour and sign.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import plotly.graph_objects as go

from kam_core import figures
from kam_core.analysis.exact import decimal
from kam_core.analysis.finding import Finding
from kam_core.analysis.movement.matrix import STANDS, Cell, Movement
from kam_core.analysis.movement.regional import BOTH, Regional
from kam_core.charts.cells import INK, heat, layout, short
from kam_core.charts.labels import label
from kam_core.wording import say

RISE, FALL = "#009E73", "#D55E00"  # Okabe-Ito
BARS = 8  # of each side
REGIONS = 25  # the largest
ROOM = 1.6  # of the longest bar: its figure stands behind it, on a phone too


def matrix_figure(found: Movement, lang: str) -> go.Figure:
    """Rows: where they stood; columns: where they stand. The shade is a cell's part of its row."""
    words = [say(lang, f"chart.stand_{stand.value}") for stand in STANDS]
    chart = heat(
        [[_part(cell, line) for cell in line] for line in found.matrix],
        [[_cell(cell, lang) for cell in line] for line in found.matrix],
        words,
        words,
    )
    chart.update_layout(xaxis={"title": {"text": say(lang, "chart.now")}}, margin={"t": 30})
    chart.add_annotation(  # above its labels: a title beside them would stand on its side, and Chinese does not
        text=say(lang, "chart.before"), showarrow=False, xref="paper", yref="paper", x=-0.02, y=1.02, xanchor="right",
        yanchor="bottom",
    )  # fmt: skip
    return chart


def matrix_alt(found: Movement, lang: str) -> str:
    """What the matrix shows, in words."""
    facts = {"entered": len(found.entered), "left": len(found.left), "new": len(found.new), "gone": len(found.gone)}
    return Finding("alt_matrix", facts | {"stayed": len(found.stayed)}).say(lang)


def moves_figure(found: Movement, lang: str, most: int = BARS) -> go.Figure:
    """The biggest rises above, the biggest falls below, each with its change."""
    at = [*found.rises[:most], *found.falls[:most][::-1]]
    change = [decimal(int(found.change[i])) for i in at]
    keys = [str(found.customers[i]) for i in at]
    names = [short(str(found.names[i])) for i in at]
    hover = [
        say(
            lang,
            "chart.move",
            name=label(str(found.names[i])),
            before=figures.amount(lang, decimal(int(found.was[i]))),
            after=figures.amount(lang, decimal(int(found.now[i]))),
            change=figures.signed(lang, decimal(int(found.change[i]))),
        )
        for i in at
    ]
    chart = go.Figure(
        go.Bar(
            x=[float(value) for value in change],
            y=keys,
            orientation="h",
            marker={"color": [RISE if value > 0 else FALL for value in change], "line": {"width": 0}},
            text=[figures.signed(lang, value) for value in change],
            textposition="outside",
            cliponaxis=False,
            hovertext=hover,
            hoverinfo="text",
        ),
        layout=layout(),
    )
    largest = max((abs(float(value)) for value in change), default=1.0) or 1.0
    some = any(value > 0 for value in change), any(value < 0 for value in change)
    chart.update_layout(
        xaxis={
            "range": [-ROOM * largest if some[1] else 0, ROOM * largest if some[0] else 0],
            "showticklabels": False,
            "showgrid": False,
            "zerolinecolor": INK,
            "zerolinewidth": 1,
        },
        yaxis={"type": "category", "tickvals": keys, "ticktext": names, "autorange": "reversed"},
        bargap=0.25,
    )
    return chart


def moves_alt(found: Movement, lang: str) -> str:
    """What the bars show, in words."""
    facts: dict[str, Any] = {"rises": len(found.rises), "falls": len(found.falls)}
    for name, at in (("rise", found.rises), ("fall", found.falls)):
        facts[name] = str(found.names[at[0]]) if len(at) else figures.NONE
    return Finding("alt_moves", facts).say(lang)


def regional_figure(found: Regional, lang: str) -> go.Figure:
    """One row a region, one column a class: customers and money. The shade is a cell's part of the region's money."""
    regions = found.regions[:REGIONS]
    parts = [
        [_positive(money) / (sum(map(_positive, region.money)) or 1) for money in region.money] for region in regions
    ]
    cells = [
        [
            say(lang, "chart.customers_money", n=figures.count(lang, n), money=figures.amount(lang, money))
            if n
            else "–"
            for n, money in zip(region.counts, region.money)
        ]
        for region in regions
    ]
    columns = [say(lang, f"chart.class_{both.value}") for both in BOTH]
    rows = [short(region.name) or say(lang, "chart.blank") for region in regions]
    chart = heat(parts, cells, columns, rows)
    return chart.update_layout(xaxis={"side": "top", "tickangle": 0}, margin={"t": 48, "b": 8})


def regional_alt(found: Regional, lang: str) -> str:
    """What the map shows, in words."""
    facts = {"regions": len(found.regions), "region": len(found.only_in_region), "firm": len(found.only_in_firm)}
    return Finding("alt_regional", facts).say(lang)


def _cell(cell: Cell, lang: str) -> str:
    if not cell.customers:
        return "–"
    before, after = (figures.amount(lang, value) for value in (cell.money_before, cell.money_after))
    return say(lang, "chart.cell", n=figures.count(lang, cell.customers), before=before, after=after)


def _part(cell: Cell, line: tuple[Cell, ...]) -> float:
    everyone = sum(one.customers for one in line)
    return cell.customers / everyone if everyone else 0.0


def _positive(money: Decimal) -> float:
    return max(float(money), 0.0)
