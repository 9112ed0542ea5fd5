"""Figures as people read them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kam_core import figures

patient = settings(deadline=None)  # a busy machine is no defect


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (0, "0", "0"),
        (Decimal("0.004"), "0", "0"),
        (Decimal("-0.001"), "0", "0"),
        (Decimal("12.5"), "12.5", "12.5"),
        (999, "999", "999"),
        (Decimal("999.96"), "1,000", "1K"),
        (9999, "9,999", "10K"),
        (Decimal("9999.6"), "1万", "10K"),
        (382_000, "38.2万", "382K"),
        (21_400_000, "2,140万", "21.4M"),
        (99_999_999, "1亿", "100M"),
        (191_070_000, "1.91亿", "191M"),
        (999_999_999, "10亿", "1B"),
        (-15_250, "-1.53万", "-15.3K"),
        (Decimal("1e15"), "10,000,000亿", "1,000,000B"),
    ],
)
def test_sums_in_short(value: Decimal, zh: str, en: str) -> None:
    assert figures.amount("zh", value) == zh
    assert figures.amount("en", value) == en


def test_percent_and_change() -> None:
    assert figures.percent("zh", Fraction(786, 1000)) == "78.6%"
    assert figures.percent("zh", Fraction(1, 3)) == "33.3%"
    assert figures.percent("en", 1.5, 0) == "150%"
    assert figures.percent("en", Decimal("0.0005")) == "0.1%"  # half is rounded up
    assert figures.percent("en", None) == figures.change("en", None) == "–"
    assert figures.change("zh", Fraction(8, 100)) == "+8%"
    assert figures.change("zh", Fraction(-3, 100)) == "-3%"
    assert figures.change("zh", Fraction(-1, 1000)) == "0%"


def test_facts_are_shown_by_their_type() -> None:
    assert figures.show("zh", 41233) == "41,233"
    assert figures.show("zh", Fraction(1, 5)) == "20%"
    assert figures.show("zh", Decimal(21_400_000)) == "2,140万"
    assert figures.show("en", date(2025, 12, 26)) == "2025-12-26"
    assert figures.show("en", None) == "–"
    assert figures.show("en", "<b>") == "<b>"
    assert figures.show("zh", ("甲", "乙")) == "甲、乙"


def test_sums_side_by_side_are_written_alike() -> None:
    assert figures.exact_alike("zh", [Decimal("9747747.934"), Decimal("0")]) == ["9,747,747.934", "0.000"]
    assert figures.exact_alike("en", [Decimal("1.5"), Decimal("20")]) == ["1.50", "20.00"]


def test_a_quantity_has_no_cents() -> None:
    assert [figures.volume("zh", Decimal(text)) for text in ("14043.0000", "0.2500", "0")] == ["14,043", "0.25", "0"]


def test_days_months_and_exact_sums() -> None:
    assert figures.day("zh", date(2026, 1, 5)) == "1月5日"
    assert figures.day("en", date(2026, 1, 5)) == "5 Jan"
    assert figures.period("zh", "2024-12", "2025-11") == "2024-12~2025-11"
    assert figures.period("en", "2024-12", "2024-12") == "2024-12"
    assert figures.exact("zh", Decimal("191070000")) == "191,070,000.00"
    assert figures.exact("en", Decimal("0.1234")) == "0.1234"
    assert figures.exact("en", Decimal("-1.5000")) == "-1.50"
    assert figures.names("en", list("abcdefg")) == "a, b, c, d, e…"


@patient
@given(st.floats(1e-3, 1e18))
def test_axis_marks_are_few_round_and_reach_the_top(top: float) -> None:
    marks, texts = figures.ticks("zh", top)
    assert marks[0] == 0 and marks[-1] >= top * (1 - 1e-9) and 3 <= len(marks) <= 8 and len(texts) == len(marks)


@patient
@given(st.decimals(-(10**12), 10**12, places=4), st.sampled_from(["zh", "en"]))
def test_a_short_sum_is_near_the_exact_one(value: Decimal, lang: str) -> None:
    words = {"亿": 10**8, "万": 10**4, "B": 10**9, "M": 10**6, "K": 10**3}
    text = figures.amount(lang, value)
    scale = words.get(text[-1], 1)
    back = Decimal(text.rstrip("亿万BMK").replace(",", "")) * scale
    assert abs(back - value) <= max(abs(value) * Decimal("0.0051"), Decimal("0.005"))
