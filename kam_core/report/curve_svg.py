"""The Pareto curve as a small SVG: drawn by hand, readable without a script, and by old browsers.

Every mark has its colour as an attribute too, so that the picture holds where no style sheet is read.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from markupsafe import Markup

from kam_core import figures
from kam_core.analysis.exact import Flags
from kam_core.analysis.pareto import Pareto
from kam_core.charts.curve import marks
from kam_core.charts.pareto import CURVE, KEY, LINE, OTHER, alt_text
from kam_core.charts.thinning import thinned
from kam_core.wording import say

WIDE, HIGH = 420, 232
LEFT, RIGHT, TOP, BOTTOM = 40, 12, 24, 30
POINTS = 240
STEPS = (0, 20, 40, 60, 80, 100)

_SVG = Markup(
    '<svg class="curve" viewBox="0 0 {wide} {high}" width="100%" role="img" aria-label="{alt}" '
    'xmlns="http://www.w3.org/2000/svg" font-size="12" font-family="sans-serif"><title>{alt}</title>{drawn}</svg>'
)
_GRID = Markup('<line class="grid" x1="{left}" x2="{right}" y1="{y}" y2="{y}" stroke="#cccccc" stroke-width="0.6"/>')
_TEXT = Markup('<text class="{kind}" x="{x}" y="{y}" text-anchor="{anchor}" fill="{colour}">{text}</text>')
_AREA = Markup('<path class="{kind}" d="{path}" fill="{colour}" fill-opacity="0.22"/>')
_CURVE = Markup('<path class="line" d="{path}" fill="none" stroke="{colour}" stroke-width="2.2"/>')
_CUT = Markup('<line class="cut" x1="{x}" x2="{x}" y1="{top}" y2="{bottom}" stroke="{colour}" stroke-width="1.8"/>')
_DOT = Markup('<circle class="dot" cx="{x}" cy="{y}" r="3.6" fill="{colour}"/>')
_MARK = Markup('<circle class="reached" cx="{x}" cy="{y}" r="2" fill="{colour}"><title>{text}</title></circle>')


def curve_svg(pareto: Pareto, lang: str) -> Markup:
    """The curve with the cut; nothing where there is no share of a total to draw."""
    if pareto.share is None or not pareto.n:
        return Markup()
    ranking, k = pareto.ranking, pareto.k
    counts = thinned(ranking.n, [k, *(at for _, at in marks(pareto))], POINTS)
    shares = np.array([float(Fraction(int(units), ranking.total_units)) for units in ranking.cumulative[counts - 1]])
    counts, shares = np.append(0, counts), np.append(0.0, shares)
    peak = max(1.0, float(shares.max()))

    def x(count: float) -> float:
        return round(LEFT + (WIDE - LEFT - RIGHT) * count / ranking.n, 1)

    def y(part: float) -> float:
        return round(HIGH - BOTTOM - (HIGH - TOP - BOTTOM) * max(part, 0.0) / peak, 1)

    def path(which: Flags) -> str:
        return "M" + "L".join(f"{x(at)} {y(part)}" for at, part in zip(counts[which], shares[which]))

    def area(which: Flags, kind: str, colour: str) -> Markup:
        ends = counts[which]
        closed = f"{path(which)}L{x(ends[-1])} {y(0)}L{x(ends[0])} {y(0)}Z"
        return _AREA.format(kind=kind, path=closed, colour=colour)

    drawn = [_GRID.format(left=LEFT, right=WIDE - RIGHT, y=y(step / 100)) for step in STEPS]
    drawn += [
        _text("tick", LEFT - 5, y(step / 100) + 4, "end", f"{step}%") for step in STEPS
    ]  # fmt: skip
    drawn.append(area(counts >= k, "others", OTHER))
    if k:
        drawn.append(area(counts <= k, "keys", KEY))
    drawn.append(_CURVE.format(path=path(counts >= 0), colour=CURVE))
    drawn += [
        _MARK.format(x=x(at), y=y(float(pareto.cumulative_share(at) or 0)), colour=CURVE, text=f"{percent}%: {at:,}")
        for percent, at in marks(pareto)
    ]
    if k:
        drawn += _cut(pareto, lang, x(k), y(float(pareto.line.of_sales or 0)), x(ranking.n / 2))
    bottom = HIGH - 10
    drawn.append(_text("tick", LEFT, bottom, "start", "0"))
    drawn.append(_text("tick", (LEFT + WIDE - RIGHT) / 2, bottom, "middle", say(lang, "chart.rank")))
    drawn.append(_text("tick", WIDE - RIGHT, bottom, "end", figures.count(lang, ranking.n)))
    return _SVG.format(wide=WIDE, high=HIGH, alt=alt_text(pareto, lang), drawn=Markup().join(drawn))


def _cut(pareto: Pareto, lang: str, x: float, y: float, middle: float) -> list[Markup]:
    text = say(lang, "light.line", k=pareto.k, share=figures.percent(lang, pareto.line.of_sales))
    return [
        _CUT.format(x=x, top=TOP - 4, bottom=HIGH - BOTTOM, colour=LINE),
        _DOT.format(x=x, y=y, colour=LINE),
        _text("cut_text", max(x, LEFT), TOP - 9, "start" if x < middle else "end", text, LINE),
    ]


def _text(kind: str, x: float, y: float, anchor: str, text: str, colour: str = "#666666") -> Markup:
    return _TEXT.format(kind=kind, x=round(x, 1), y=round(y, 1), anchor=anchor, text=text, colour=colour)
