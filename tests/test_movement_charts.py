"""The pictures of movement: what is drawn adds up, a name is only a name, and nothing hangs on colour alone."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kam_core.analysis.cut import Cut, Rule
from kam_core.analysis.movement.lines import compare
from kam_core.analysis.movement.matrix import Movement
from kam_core.analysis.movement.regional import regional
from kam_core.analysis.pareto import draw
from kam_core.analysis.scope import Scope
from kam_core.charts.movement import (
    matrix_alt,
    matrix_figure,
    moves_alt,
    moves_figure,
    regional_alt,
    regional_figure,
)
from kam_core.report.movement_table import COLUMNS, movement_table
from tests.small_sales import ranking_of, row, small_sales

LANGUAGES = ("zh", "en")
CUT = Cut(Rule.COUNT, Decimal(2))


def moved(old: dict[str, int], new: dict[str, int], names: list[str] | None = None) -> Movement:
    given = {"names": names} if names else {}
    return compare(draw(ranking_of(old), CUT), draw(ranking_of(new, **given), CUT))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_cell_carries_its_words(lang: str) -> None:
    found = moved({"A": 500, "B": 300, "C": 20}, {"A": 450, "C": 350, "D": 10})
    (heat,) = matrix_figure(found, lang).data
    assert [[text != "–" for text in line] for line in heat.text] == [
        [True, False, True],
        [True, False, False],
        [False, True, False],
    ]
    assert all(sum(line) in (0, pytest.approx(1)) for line in heat.z)
    assert "500" in heat.text[0][0] and "450" in heat.text[0][0]
    assert matrix_alt(found, lang) and moves_alt(found, lang)


def test_rises_stand_above_falls_and_at_most_so_many_of_each() -> None:
    old = {f"C{i:02}": 100 for i in range(40)}
    new = {f"C{i:02}": 100 + (i - 20) * 5 for i in range(40)}
    (bars,) = moves_figure(moved(old, new), "en", most=3).data
    assert bars.y == ("C39", "C38", "C37", "C02", "C01", "C00")
    assert bars.x == (95, 90, 85, -90, -95, -100)
    assert bars.text[0] == "+95" and bars.text[-1] == "-100"


def test_a_name_cannot_be_markup_or_push_the_bars_away() -> None:
    figure = moves_figure(moved({}, {"A": 5}, ["<a href='x'>" + "长" * 60]), "zh")
    (bars,) = figure.data
    assert "<a" not in bars.hovertext[0] and "&lt;a" in bars.hovertext[0]
    assert figure.layout.yaxis.ticktext[0].startswith("&lt;a") and figure.layout.yaxis.ticktext[0].endswith("…")
    assert len(figure.layout.yaxis.ticktext[0]) < 40


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_moved_is_drawn_too(lang: str) -> None:
    empty = moved({}, {})
    assert moves_figure(empty, lang).data[0].x in ((), None) and matrix_figure(empty, lang).data[0].z[0][0] == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_map_has_a_row_a_region_and_a_column_a_class(tmp_path: Path, lang: str) -> None:
    rows = [row("A", "2025-01-05", 900, region="E"), row("B", "2025-01-05", 5, region=""), row("C", "2025-01-05", -3)]
    found = regional(small_sales(tmp_path, rows), Scope(), CUT)
    assert found is not None
    figure = regional_figure(found, lang)
    assert len(figure.data[0].text) == 2 and {len(line) for line in figure.data[0].text} == {4}
    assert figure.layout.yaxis.ticktext[1] in ("（空白）", "(blank)")
    assert regional_alt(found, lang)


def test_the_table_holds_everyone_with_both_sides() -> None:
    table = movement_table(moved({"A": 5, "B": 3}, {"A": 4, "C": 9}))
    assert table.column_names == list(COLUMNS)
    assert table.to_pylist()[2] == {
        "customer": "B",
        "name": "name of B",
        "class_before": "key",
        "class_after": "none",
        "value_before": Decimal(3),
        "value_after": Decimal(0),
        "change": Decimal(-3),
        "rank_before": 2,
        "rank_after": None,
    }
