"""One account's months as a small SVG: bars of what it took, and the forecast of the months to come."""

from __future__ import annotations

import math
from decimal import Decimal

from markupsafe import Markup

from kam_core import figures
from kam_core.analysis.supply.account_outlook import AccountOutlook
from kam_core.charts.supply import FORECAST, PAST, SOLD, alt_text
from kam_core.wording import say

WIDE, HIGH = 420, 220
LEFT, RIGHT, TOP, BOTTOM = 46, 6, 26, 30

_SVG = Markup(
    '<svg class="months" viewBox="0 0 {wide} {high}" width="100%" role="img" aria-label="{alt}" '
    'xmlns="http://www.w3.org/2000/svg" font-size="12" font-family="sans-serif"><title>{alt}</title>{drawn}</svg>'
)
_BAR = Markup(
    '<rect class="{kind}" x="{x}" y="{y}" width="{w}" height="{h}" fill="{colour}"><title>{text}</title></rect>'
)
_GRID = Markup('<line class="grid" x1="{left}" x2="{right}" y1="{y}" y2="{y}" stroke="#cccccc" stroke-width="0.6"/>')
_TEXT = Markup('<text x="{x}" y="{y}" text-anchor="{anchor}" fill="{colour}">{text}</text>')


def months_svg(account: AccountOutlook, lang: str) -> Markup:
    """The last months and those to come, as far as the stock is looked at; nothing where there are none."""
    last = f"{account.days[-1].item():%Y-%m}"
    drawn = [(month, float(much), "sold", SOLD) for month, much in zip(account.months[-PAST:], account.past[-PAST:])]
    drawn += [
        (month, float(much), "forecast", FORECAST)
        for month, much in zip(account.coming, account.forecast)
        if month <= last and math.isfinite(much)
    ]
    if not drawn:
        return Markup()
    steps, texts = figures.ticks(lang, max(max(much for _, much, _, _ in drawn), 1.0))
    room = (WIDE - LEFT - RIGHT) / len(drawn)

    def y(much: float) -> float:
        return round(HIGH - BOTTOM - (HIGH - TOP - BOTTOM) * max(much, 0.0) / steps[-1], 1)

    parts = []
    for step, text in zip(steps, texts):
        parts.append(_GRID.format(left=LEFT, right=WIDE - RIGHT, y=y(step)))
        parts.append(_text(LEFT - 5, y(step) + 4, "end", text))
    for at, (month, much, kind, colour) in enumerate(drawn):
        shown = f"{month}: {figures.amount(lang, Decimal(round(much)))}"
        x, top = round(LEFT + room * at + 1, 1), y(much)
        parts.append(_BAR.format(kind=kind, x=x, y=top, w=round(room - 2, 1), h=round(HIGH - BOTTOM - top, 1),
                                 colour=colour, text=shown))  # fmt: skip
    parts.append(_text(LEFT, HIGH - 10, "start", drawn[0][0]))
    parts.append(_text(WIDE - RIGHT, HIGH - 10, "end", drawn[-1][0]))
    past = "chart.past_sell_in" if account.source == "sell_in" else "chart.past_demand"
    parts.append(_text(LEFT, 14, "start", f"■ {say(lang, past)}", "#777777"))
    if drawn[-1][2] == "forecast":
        parts.append(_text(WIDE - RIGHT, 14, "end", f"■ {say(lang, 'chart.forecast')}", FORECAST))
    return _SVG.format(wide=WIDE, high=HIGH, alt=alt_text(account, lang), drawn=Markup().join(parts))


def _text(x: float, y: float, anchor: str, text: str, colour: str = "#666666") -> Markup:
    return _TEXT.format(x=x, y=y, anchor=anchor, text=text, colour=colour)
