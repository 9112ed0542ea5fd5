"""The charts of concentration: what is drawn is what the result says, names are only names, nothing fails empty."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from kam_core.analysis.concentration.concentration import concentration
from kam_core.analysis.concentration.dependence import Dimension, dependence
from kam_core.analysis.concentration.over_time import SharesOverTime, over_time
from kam_core.analysis.scope import Scope
from kam_core.charts.concentration import (
    hollow_alt,
    hollow_figure,
    lorenz_alt,
    lorenz_figure,
    shares_alt,
    shares_figure,
)
from tests.small_sales import SmallSales, row, small_sales

LINK = '<a href="http://x">East</a>'


@pytest.fixture
def firm(tmp_path: Path) -> SmallSales:
    rows = [
        row(f"C{i:02d}", f"2024-{month:02d}-03", 100 if i == 0 else 30 - i, region=LINK if i % 2 == 0 else "West")
        for month in range(1, 13)
        for i in range(25)
    ]
    return small_sales(tmp_path, rows)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_lines_are_the_shares(firm: SmallSales, lang: str) -> None:
    found = over_time(firm, Scope(), 3)
    lines = shares_figure(found, lang).data
    assert [len(line.y) for line in lines] == [4, 4, 4, 4]
    for at, line in enumerate(lines):
        assert list(line.y) == pytest.approx([float(w.shares[at] or 0) * 100 for w in found.windows])
    assert list(lines[0].x) == ["2024-03", "2024-06", "2024-09", "2024-12"]
    assert "2024-12" in shares_alt(found, lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_bars_are_what_is_lost_and_names_are_only_names(firm: SmallSales, lang: str) -> None:
    parts = dependence(firm, Scope(), Dimension.REGION, ("C00", "C01"))
    chart = hollow_figure(parts, lang)
    assert list(chart.data[0].x)[::-1] == pytest.approx([float(p.lost_share or 0) * 100 for p in parts.hollowed])
    assert "<a " not in "".join(chart.layout.yaxis.ticktext) and "&lt;a " in "".join(chart.layout.yaxis.ticktext)
    assert "<a " not in "".join(chart.data[0].hovertext)
    assert hollow_alt(parts, lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_lorenz_curve_runs_from_nothing_to_all(firm: SmallSales, lang: str) -> None:
    found = concentration(firm, Scope())
    curve = lorenz_figure(found, lang).data[1]
    assert (curve.x[0], curve.y[0], curve.x[-1]) == (0, 0, 100) and curve.y[-1] == pytest.approx(100)
    assert f"{float(found.gini or 0):.2f}" in lorenz_alt(found, lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_to_draw_is_said(tmp_path: Path, lang: str) -> None:
    nothing = concentration(small_sales(tmp_path, [row("A", "2024-01-01", -1, region="x")]), Scope())
    assert lorenz_figure(nothing, lang).data and lorenz_alt(nothing, lang) == shares_alt(SharesOverTime(12, ()), lang)
    assert hollow_figure(replace(nothing.regions, rows=()), lang).data is not None
    assert hollow_alt(replace(nothing.regions, rows=()), lang)
    assert not nothing.top(1) and nothing.limits.smallest_region == Fraction(1, 100)
