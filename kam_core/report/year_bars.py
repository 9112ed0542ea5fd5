"""Twelve months against the year before as a small SVG that prints: two bars a month."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from markupsafe import Markup

from kam_core import figures
from kam_core.report.markup import element
from kam_core.report.svg import svg
from kam_core.wording import say

LONGEST = 12  # months
WIDE, HIGH, FOOT, HEAD, SIDE = 340, 132, 26, 14, 2
NOW, BEFORE = "#0072B2", "#BBBBBB"  # Okabe-Ito, and a grey that prints


Values = Sequence[Decimal | None]


def year_bars(months: Sequence[str], now: Sequence[Decimal], before: Values, measure: str, lang: str) -> Markup:
    """The bars; nothing where there is no month. months: "YYYY-MM", at most twelve, for their names repeat after that;
    before: a year earlier, None where that is not known; measure: what is added up, in words."""
    if not months:
        return Markup("")
    values = [*now, *(value for value in before if value is not None), Decimal(0)]
    top, low = max(values), min(values)
    reach = float(top - low) or 1.0
    step = (WIDE - 2 * SIDE) / len(months)
    room = HIGH - FOOT - HEAD

    def y(value: Decimal) -> float:
        return round(HEAD + room * float(top - value) / reach, 1)

    drawn = []
    for at, (month, here, was) in enumerate(zip(months, now, before)):
        left = SIDE + at * step
        pairs = [(was, BEFORE, 0.12), (here, NOW, 0.48)]
        drawn += [
            _bar(left + step * part, step * 0.36, y(v), y(Decimal(0)), c) for v, c, part in pairs if v is not None
        ]
        name = figures.STYLES[lang].months[int(month[5:]) - 1]
        size = 9 if lang == "zh" else 8
        drawn.append(_text(left + step / 2, HIGH - FOOT + 11, name, "middle", size))
    drawn.append(_text(SIDE, HEAD - 4, figures.amount(lang, top), "start", 9))
    drawn.append(element("line", x1=SIDE, x2=WIDE - SIDE, y1=y(Decimal(0)), y2=y(Decimal(0)), stroke="#9aa7b1"))
    drawn += _key(months, any(value is not None for value in before), lang)
    label = say(lang, "visit.sales", n=len(months), measure=measure)
    return svg("bars", WIDE, HIGH, label, drawn)


def _bar(x: float, width: float, top: float, zero: float, colour: str) -> Markup:
    height = round(abs(zero - top), 1)
    return element("rect", x=round(x, 1), y=min(top, zero), width=round(width, 1), height=height, fill=colour)


def _text(x: float, y: float, text: str, anchor: str, size: int) -> Markup:
    return element("text", text, x=round(x, 1), y=round(y, 1), text_anchor=anchor, font_size=size)


def _key(months: Sequence[str], compared: bool, lang: str) -> list[Markup]:
    named = [(NOW, f"{months[0]} – {months[-1]}")]
    if compared:
        named.append((BEFORE, say(lang, "visit.year_before")))
    found = []
    for at, (colour, words) in enumerate(named):
        x = SIDE + at * 130
        found += [
            element("rect", x=x, y=HIGH - 9, width=8, height=8, fill=colour),
            _text(x + 12, HIGH - 2, words, "start", 9),
        ]
    return found
