"""The Pareto chart and the data of the live curve: what is drawn, how much of it, and that a name is only a name."""

from __future__ import annotations

import json
from decimal import Decimal

import numpy as np
import plotly.graph_objects as go
import pytest

from kam_core.analysis.cut import Cut, HandPick, Rule
from kam_core.analysis.pareto import Pareto, draw
from kam_core.charts.curve import curve
from kam_core.charts.labels import clean, fitting, label
from kam_core.charts.pareto import alt_text, pareto_figure
from kam_core.charts.thinning import thinned
from tests.small_sales import ranking_of


def of(n: int, cut: Cut | None = None, below: int = 0) -> Pareto:
    values = {f"C{i:06d}": Decimal(1_000_000) / (i + 1) - (2_000 if i >= n - below else 0) for i in range(n)}
    return draw(ranking_of({c: round(v, 4) for c, v in values.items()}), cut or Cut())


def drawn(figure: go.Figure, kind: str) -> list[dict[str, object]]:
    return [trace.to_plotly_json() for trace in figure.data if trace.type == kind]


def test_a_name_goes_as_far_as_there_is_room() -> None:
    assert fitting("East China Hongda", 17) == "East China Hongda"
    assert [fitting("East China Hongda", room) for room in (16, 1)] == ["East China Hongd…", "E…"]
    assert [fitting("华东鸿达", room) for room in (8, 7, 1)] == ["华东鸿达", "华东鸿…", "…"]
    assert fitting("a\x00b\u202ec", 3) == "abc"


@pytest.mark.parametrize("n", [1, 2, 300, 301, 5_000])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_leaders_are_bars_and_the_tail_a_thin_line(n: int, lang: str) -> None:
    figure = pareto_figure(of(n), lang)
    bars = sum(len(trace.x) for trace in figure.data if trace.type == "bar")
    points = [len(trace.x) for trace in figure.data if trace.type == "scatter"]
    assert bars == min(n, 300)
    assert all(count <= 2_000 for count in points)
    curve_line = figure.data[-1]
    assert curve_line.x[0] == 1 and curve_line.x[-1] == n
    assert curve_line.y[-1] == pytest.approx(100)
    assert isinstance(curve_line.y, np.ndarray)


def test_key_and_other_are_told_apart_by_colour_and_label() -> None:
    pareto = of(50, Cut(Rule.COUNT, Decimal(10), (HandPick("C000002", False), HandPick("C000030", True))))
    key, other = [trace for trace in pareto_figure(pareto, "zh").data if trace.type == "bar"]
    assert (key.name, other.name) == ("大客户", "其他客户")
    assert key.marker.color != other.marker.color
    assert 31 in key.x and 3 not in key.x and 3 in other.x
    assert key.customdata[0][0] == "C000000" and key.customdata[0][1] == 1


def test_the_line_and_the_marks_stand_where_they_belong() -> None:
    figure = pareto_figure(of(50, Cut(Rule.COUNT, Decimal(10))), "en")
    vertical = [shape for shape in figure.layout.shapes if shape.x0 == shape.x1]
    assert [shape.x0 for shape in vertical] == [10.5]
    assert sorted(s.y0 for s in figure.layout.shapes if s.x0 != s.x1) == [60, 70, 80]
    texts = [a.text for a in figure.layout.annotations]
    assert any("10" in text for text in texts) and {"60%", "70%", "80%"} <= set(texts)


def test_hostile_names_are_drawn_as_text() -> None:
    name = '<a href="https://evil">click</a>\u202e\x00\n' + "长" * 500
    ranking = ranking_of({"<b>key</b>": 5}, names=[name])
    figure = pareto_figure(draw(ranking, Cut()), "zh")
    (bar,) = (trace for trace in figure.data if trace.type == "bar" and len(trace.x))
    assert "<a" not in bar.hovertext[0] and "&lt;a href" in bar.hovertext[0]
    assert "\u202e" not in bar.hovertext[0] and "\x00" not in bar.hovertext[0]
    assert len(clean(name)) == 80
    assert label("<br>&") == "&lt;br&gt;&amp;"
    assert clean("a\tb\nc") == "a b c" and clean("👨‍👩‍👧") == "👨‍👩‍👧"


def test_a_name_with_braces_stays_a_name() -> None:
    figure = pareto_figure(draw(ranking_of({"x": 5}, names=["{0} %{x} {name}"]), Cut()), "en")
    assert "{0} %{x} {name}" in figure.data[0].hovertext[0]


@pytest.mark.parametrize("values", [{}, {"A": 0}, {"A": -5, "B": -1}, {"A": 5, "B": -5}])
def test_without_a_share_there_is_no_curve(values: dict[str, int]) -> None:
    pareto = draw(ranking_of(values), Cut(Rule.COUNT, Decimal(1)))
    figure = pareto_figure(pareto, "en")
    assert not [t for t in figure.data if t.yaxis == "y2"]
    assert "no curve" in alt_text(pareto, "en")
    data = curve(pareto)
    assert data["share"] == [] and data["total"] is None and data["marks"] == []
    json.dumps(data, allow_nan=False)


def test_the_axis_makes_room_for_a_curve_past_a_hundred_percent() -> None:
    pareto = draw(ranking_of({"A": 100, "B": 100, "C": -150}), Cut())
    figure = pareto_figure(pareto, "en")
    low, high = figure.layout.yaxis2.range
    assert high >= 400 and low < 0
    bars_low, bars_high = figure.layout.yaxis.range
    assert bars_low / bars_high == pytest.approx(low / high)  # both zeros on one line


def test_the_alternative_text_states_the_finding() -> None:
    assert alt_text(of(10), "en").startswith("Curve of cumulative share over 10 customers")
    assert "前 2 家" in alt_text(of(10), "zh")


def test_a_thinned_curve_keeps_ends_leaders_and_what_is_asked() -> None:
    assert thinned(2_000).tolist() == list(range(1, 2_001))
    counts = thinned(50_000, [12_345, 0, 50_001])
    assert len(counts) <= 2_000 and (np.diff(counts) > 0).all()
    assert counts[0] == 1 and counts[-1] == 50_000 and 12_345 in counts
    assert counts[:300].tolist() == list(range(1, 301))


def test_the_live_curve_is_exact_where_it_is_short_and_small_where_it_is_long() -> None:
    short = of(1_999)
    data = curve(short)
    assert data["k"] == list(range(1, 2_000))
    assert data["share"] == [pytest.approx(float(short.cumulative_share(k) or 0)) for k in data["k"]]
    assert data["k_now"] == 400 and data["n"] == 1_999 and data["marks"][2][0] == 80

    long = of(50_000, Cut(Rule.COUNT, Decimal(12_345), (HandPick("C040000", True), HandPick("C000001", False))))
    data = curve(long)
    assert len(data["k"]) == len(data["share"]) == len(data["value"]) <= 2_000
    assert {12_345, 12_346} <= set(data["k"]) and all(k in data["k"] for _, k in data["marks"])
    assert data["pinned"] == [40_001] and data["excluded"] == [2]
    assert len(data["names"]) == len(data["key"]) == 300
    assert len(json.dumps(data, allow_nan=False)) < 150_000


def test_marks_name_the_fewest_customers_that_reach_them() -> None:
    pareto = draw(ranking_of({"A": 50, "B": 20, "C": 15, "D": 15}), Cut())
    assert curve(pareto)["marks"] == [[60, 2], [70, 2], [80, 3]]
