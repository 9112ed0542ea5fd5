"""The pictures of coverage and its tables: each dot has its words, bars add up, a name is only a name."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from kam_core.analysis.coverage.coverage import Coverage, coverage
from kam_core.analysis.coverage.effect import Trial, compare
from kam_core.analysis.coverage.settings import LEVELS, STATES
from kam_core.analysis.cut import Cut, Rule
from kam_core.analysis.pareto import draw
from kam_core.analysis.ranking import rank
from kam_core.analysis.scope import Scope
from kam_core.charts.coverage import (
    COLOURS,
    STEPS,
    dots_alt,
    dots_figure,
    effect_alt,
    effect_figure,
    visits_alt,
    visits_figure,
)
from kam_core.report.coverage_table import dots_table, work_table
from tests.people_sales import activity, contact, people_sales
from tests.small_sales import row

LANGUAGES = ("zh", "en")
HOSTILE = '<a href="http://x">A</a>'


@pytest.fixture
def found(tmp_path: Path) -> Coverage:
    """A: fresh, never seen, stale, nobody. B: in no list."""
    people = [contact("A", level) for level in ("decision", "middle", "front")]
    told = [
        activity("A", "2025-06-20", "decision", by=HOSTILE),
        activity("A", "2025-06-20", "", by=HOSTILE),
        activity("A", "2025-01-20", "front", by="Q"),
    ]
    rows = [row("A", "2025-06-01", 300, customer_name=HOSTILE, manager="=M"), row("B", "2025-06-01", 200)]
    sales = people_sales(tmp_path, rows, contacts=people, activities=told)
    return coverage(sales, draw(rank(sales, Scope()), Cut(Rule.TOP, Decimal(100))), date(2025, 6, 30))


@pytest.mark.parametrize(
    ("lang", "dots"),
    [("zh", ["● 10 天", "◐ 没联系", "◐ 161 天", "○ 无人"]), ("en", ["● 10 d", "◐ never", "◐ 161 d", "○ none"])],
)
def test_each_dot_has_a_sign_words_and_the_colour_of_its_state(found: Coverage, lang: str, dots: list[str]) -> None:
    (heat,) = dots_figure(found, np.array([0, 1]), lang).data
    assert [list(line) for line in heat.text] == [dots, [{"zh": "? 不明", "en": "?"}[lang]] * 4]
    edges = [edge for edge, _ in STEPS]
    for line, states in zip(heat.z, found.grid.states):
        for shade, state in zip(line, states):
            assert STEPS[np.searchsorted(edges, shade)][1] == COLOURS[STATES[state]]
    assert dots_alt(found, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_parts_of_a_bar_are_the_levels_met(found: Coverage, lang: str) -> None:
    assert found.visits
    chart = visits_figure(found.visits, lang)
    assert [list(part.x) for part in chart.data] == [[1, 0], [0, 0], [0, 1], [0, 0], [1, 0]]  # visit met a boss and ?
    assert "<a" not in str(chart.layout.yaxis.ticktext) and len(chart.layout.annotations) == 1
    assert visits_alt(found.visits, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_bars_of_the_claim_stand_for_its_four_figures(lang: str) -> None:
    sold = np.full((2, 26), 100.0)
    sold[0, [19, 21]], sold[1, [19, 21]] = (110, 132), (90, 99)
    made = compare(sold, np.array([20, -1]), np.array([True, False]), 1, Trial(span=1, least=1, draws=9))
    before, after = effect_figure(made, lang).data
    assert list(before.text) == ["+10.0%", "-10.0%"] and list(after.text) == ["+32.0%", "-1.0%"]
    assert "+32.0%" in effect_alt(made, lang)


def test_the_tables_say_what_the_page_says(found: Coverage) -> None:
    dots = dots_table(found, np.array([0, 1])).to_pylist()
    assert [dots[0][level] for level in LEVELS] == ["fresh", "stale", "stale", "nobody"]
    assert (dots[0]["front_last"], dots[0]["middle_last"], dots[0]["value"]) == (date(2025, 1, 20), None, 300)
    work = work_table(found, found.work.of(None)).to_pylist()
    assert [(one["customer"], one["lack"], one["level"], one["days"]) for one in work] == [
        ("A", "nobody", "warehouse", None),
        ("A", "stale", "middle", None),
        ("A", "stale", "front", 161),
        ("B", "no_contacts", "", None),
    ]
