"""Money that is written in larger units is pointed out, never multiplied in silence."""

from __future__ import annotations

import pytest

from kam_core.ingest.understanding.money import large_unit


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("金额(万元)", "万元"),
        ("销售额（万）", "万"),
        ("千元金额", "千元"),
        ("売上 百万円", "百万円"),
        ("Sales (in thousands)", "in thousands"),
        ("Umsatz [T€]", "t€"),
        ("Amount (K)", "k"),
        ("金额(元)", None),
        ("万科销售额", None),
        ("Market amount", None),
    ],
)
def test_a_larger_unit_in_the_header_is_said(header: str, unit: str | None) -> None:
    said = [notice.facts["unit"] for notice in large_unit(["日期", header], (2,))]
    assert said == ([unit] if unit else [])
