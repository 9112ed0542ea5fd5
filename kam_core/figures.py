"""Figures as people read them: 万 and 亿 in Chinese, K, M and B in English; percent, counts, days, months.

Pure functions of a language and a value; the languages are data. Half is rounded up, as on paper. Rounding is for the
eye only: nothing is computed with what these functions return.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from kam_core.facts import InFull, OnDay, Points, Signed

NONE = "–"  # what stands where a figure has no meaning

Number = int | float | Decimal | Fraction


@dataclass(frozen=True)
class Style:
    """How a language writes figures."""

    scales: tuple[tuple[int, str], ...]  # largest first
    months: tuple[str, ...]
    day: str  # with {year}, {month} (name), {m}, {d}
    period: str  # with {first}, {last}


STYLES = {
    "zh": Style(
        ((10**8, "亿"), (10**4, "万")), tuple(f"{m}月" for m in range(1, 13)), "{month}{d}日", "{first}~{last}"
    ),
    "en": Style(
        ((10**9, "B"), (10**6, "M"), (10**3, "K")),
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
        "{d} {month}",
        "{first} to {last}",
    ),
}


def count(_lang: str, value: int) -> str:
    """1234 -> 1,234."""
    return f"{value:,}"


def percent(_lang: str, share: Number | None, digits: int = 1) -> str:
    """A share of 1 as percent: 0.786 -> 78.6%."""
    return NONE if share is None else f"{_round(_decimal(share) * 100, digits):,f}%"


def change(lang: str, share: Number | None, digits: int = 0) -> str:
    """A change with its sign: 0.08 -> +8%; None (nothing to compare with) -> –."""
    if share is None:
        return NONE
    sign = "+" if _round(_decimal(share) * 100, digits) > 0 else ""
    return sign + percent(lang, share, digits)


def amount(lang: str, value: Number | None) -> str:
    """A sum in short: 21400000 -> 2,140万 or 21.4M; three figures that count, whole below the first scale."""
    if value is None:
        return NONE
    plain = _decimal(value)
    scale, word = 1, ""
    for larger, its_word in reversed(STYLES[lang].scales):
        if abs(_three_figures(plain / scale)) * scale < larger:
            break
        scale, word = larger, its_word
    return f"{_three_figures(plain / scale):,f}{word}"


def exact(_lang: str, value: Number | None) -> str:
    """A sum to the cent, to four places where it has them: 191,070,000.00."""
    if value is None:
        return NONE
    cents, full = _round(_decimal(value), 2), _round(_decimal(value), 4)
    return f"{cents:,f}" if cents == full else f"{full.normalize():,f}"


def volume(_lang: str, value: Number) -> str:
    """A quantity in full, with decimals only where it has them: 14,043."""
    full = _round(_decimal(value), 4)
    return f"{full:,.0f}" if full == full.to_integral_value() else f"{full.normalize():,f}"


def exact_alike(_lang: str, values: Sequence[Decimal]) -> list[str]:
    """Sums that stand side by side, all to the cent, or all to the three or four places one of them needs."""
    digits = next(d for d in (2, 3, 4) if d == 4 or all(_round(value, d) == _round(value, 4) for value in values))
    return [f"{_round(value, digits):,f}" for value in values]


def of_units(units: Any) -> Decimal:
    """Ten-thousandths, as rankings hold them, as the sum they stand for."""
    return Decimal(f"{int(units)}E-4")


def signed(lang: str, value: Decimal) -> str:
    """A sum in short with its sign: 4200000 -> +420万; nothing is 0."""
    return f"+{amount(lang, value)}" if value > 0 else amount(lang, value)


def day(lang: str, value: date) -> str:
    """A day without its year: 1月5日, 5 Jan."""
    style = STYLES[lang]
    return style.day.format(month=style.months[value.month - 1], d=value.day)


def iso(value: date) -> str:
    """2025-12-26, the same in both languages."""
    return value.isoformat()


def period(lang: str, first: str | None, last: str | None) -> str:
    """Two months, both inclusive: 2024-12~2025-11."""
    if first == last:
        return first or NONE
    return STYLES[lang].period.format(first=first or "…", last=last or "…")


def names(lang: str, values: Sequence[str], most: int = 5) -> str:
    """A short list in words, … where there are more."""
    mark = "、" if lang == "zh" else ", "
    return mark.join(values[:most]) + ("…" if len(values) > most else "")


def ticks(lang: str, top: float) -> tuple[list[float], list[str]]:
    """Round axis marks from 0 to `top` and their texts, e.g. 0, 500万, 1,000万."""
    steps = round_steps(top)
    return steps, [amount(lang, step) for step in steps]


def round_steps(top: float, about: int = 5) -> list[float]:
    """0 and round numbers up to the first that is at least `top`, about five of them."""
    if top <= 0:
        return [0.0]
    size = 10.0 ** math.floor(math.log10(top / about))
    step = next(size * m for m in (1, 2, 2.5, 5, 10) if size * m * about >= top)
    return [step * i for i in range(math.ceil(top / step) + 1)]


def show(lang: str, value: Any) -> str:
    """A fact by its type: int a count, Fraction or float a share, Decimal a sum, Signed a change, OnDay a day …"""
    if isinstance(value, bool | str):
        return str(value)
    if value is None:
        return NONE
    if isinstance(value, int):
        return count(lang, value)
    if isinstance(value, Decimal):
        return amount(lang, value)
    if isinstance(value, Fraction | float):
        return percent(lang, value).replace(".0%", "%")
    if isinstance(value, Signed):
        return signed(lang, value.value)
    if isinstance(value, InFull):
        return exact(lang, value.value) if isinstance(value.value, Decimal) else percent(lang, value.value, 2)
    if isinstance(value, Points):
        return f"{_round(_decimal(abs(value.value)) * 100, 2):f}"
    if isinstance(value, OnDay):
        return day(lang, value.value) if value.near else iso(value.value)
    if isinstance(value, date):
        return iso(value)
    return names(lang, [str(item) for item in value])


def _decimal(value: Number) -> Decimal:
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _round(value: Decimal, digits: int) -> Decimal:
    rounded = value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded  # never "-0"


def _three_figures(value: Decimal) -> Decimal:
    size = abs(value)
    digits = 0 if size >= 100 else 1 if size >= 10 else 2
    rounded = _round(value, digits)
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded.normalize()
