"""What stands beside the cut: period, year on year, classes, flips, suggestion, borderline, who looks after whom."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kam_core.analysis.borderline import borderline
from kam_core.analysis.classes import firm_wide, firm_wide_key
from kam_core.analysis.cut import Cut, HandPick, Rule
from kam_core.analysis.department import department
from kam_core.analysis.flips import flips
from kam_core.analysis.months import between, default_scope, period, shift, span, spelled, year_earlier
from kam_core.analysis.pareto import draw
from kam_core.analysis.ranking import rank
from kam_core.analysis.scope import Scope
from kam_core.analysis.suggested import suggest
from kam_core.analysis.year_on_year import year_on_year
from kam_core.schema import Measure
from tests.small_sales import SmallSales, ranking_of, row, small_sales

patient = settings(deadline=None)  # a busy machine is no defect


def monthly(folder: Path, first: str, values: dict[str, list[int]], complete: str | None = None) -> SmallSales:
    """customer -> one amount a month from `first` on; 0 = no line."""
    rows = [
        row(customer, f"{shift(first, at)}-15", amount, region="W" if customer < "C" else "E")
        for customer, amounts in values.items()
        for at, amount in enumerate(amounts)
        if amount
    ]
    return small_sales(folder, rows, complete=complete)


def test_counting_months() -> None:
    assert shift("2024-12", 1) == "2025-01" and shift("2024-01", -13) == "2022-12"
    assert between("2024-12", "2025-11") == 12 and between("2025-01", "2024-12") == 0
    assert span("2024-11", "2025-02") == ("2024-11", "2024-12", "2025-01", "2025-02")


def test_the_default_is_the_last_twelve_complete_months(tmp_path: Path) -> None:
    year = monthly(tmp_path, "2024-01", {"A": [1] * 15}, complete="2025-02")
    assert default_scope(year) == Scope(first="2024-03", last="2025-02")
    short = monthly(tmp_path / "short", "2024-01", {"A": [1] * 12}, complete="2024-11")
    assert default_scope(short) == Scope(first="2024-01", last="2024-12")
    exact = monthly(tmp_path / "exact", "2024-01", {"A": [1] * 13}, complete="2024-12")
    assert default_scope(exact) == Scope(first="2024-01", last="2024-12")


def test_the_default_measure_is_the_first_the_file_has(tmp_path: Path) -> None:
    sales = small_sales(tmp_path, [row("A", "2024-01-01", None, quantity=3)])
    assert default_scope(sales).measure is Measure.QUANTITY


def test_the_incomplete_month_is_pointed_out(tmp_path: Path) -> None:
    sales = monthly(tmp_path, "2024-01", {"A": [1] * 15}, complete="2025-01")
    whole = period(sales, Scope())
    assert whole and (whole.first, whole.last, whole.months) == ("2024-01", "2025-03", 15)
    assert whole.incomplete == ("2025-02", "2025-03")
    done = period(sales, default_scope(sales))
    assert done and done.incomplete == () and done.months == 12
    assert spelled(sales, Scope(last="2024-05")) == Scope(first="2024-01", last="2024-05")
    beyond = period(sales, Scope(last="2030-01"))
    assert beyond and beyond.incomplete == ("2025-02", "2025-03")


def test_year_on_year_compares_complete_months_that_have_a_counterpart(tmp_path: Path) -> None:
    values = {"A": [10] * 12 + [20] * 12, "B": [0] * 18 + [5] * 6, "C": [7] * 12 + [0] * 11 + [1]}
    sales = monthly(tmp_path, "2023-01", values, complete="2024-11")
    ranking = rank(sales, Scope(first="2024-01", last="2024-12"))
    compared = year_on_year(sales, ranking)
    assert compared and (compared.first, compared.last, compared.whole) == ("2024-01", "2024-11", False)
    at = ranking.position
    assert compared.change(at["A"]) == 1
    assert compared.change(at["B"]) is None  # nothing a year earlier
    assert compared.change(at["C"]) == -1
    assert compared.total == Fraction(11 * 20 + 5 * 5, 11 * 17) - 1

    whole = year_on_year(sales, rank(sales, Scope(first="2024-03", last="2024-05")))
    assert whole and whole.whole
    assert year_on_year(sales, rank(sales, Scope(first="2023-01", last="2023-12"))) is None
    assert year_earlier(sales, Scope()) is not None


def test_a_key_account_of_its_region_can_be_small_in_the_firm(tmp_path: Path) -> None:
    values = {"A": [100], "B": [90], "C": [30], "D": [5]}
    sales = monthly(tmp_path, "2024-01", values)
    scope, cut = Scope(regions=("E",)), Cut(Rule.TOP, Decimal(50))
    pareto, firm = draw(rank(sales, scope), cut), draw(rank(sales, firm_wide(scope)), cut)
    assert list(pareto.key_customers) == ["C"] and list(firm.key_customers) == ["A", "B"]
    assert firm_wide_key(pareto.ranking, firm).tolist() == [False, False]
    assert firm_wide_key(firm.ranking, firm).tolist() == [True, True, False, False]
    everywhere = draw(rank(sales, Scope(regions=("W",))), cut)
    assert firm_wide_key(everywhere.ranking, firm).tolist() == [True, True]
    assert firm_wide(Scope(units=("箱",), products=("p",), regions=("E",))) == Scope(units=("箱",))


def test_flips_by_hand(tmp_path: Path) -> None:
    """One key account at a time, drawn on the last 12 months: B overtakes A in the last quarter but one."""
    values = {"A": [10] * 24, "B": [0] * 17 + [40] * 3 + [0] * 4, "C": [1] * 24}
    sales = monthly(tmp_path, "2023-01", values)
    found = flips(sales, Scope(first="2024-01", last="2024-12"), Cut(Rule.COUNT, Decimal(1)))
    assert found.window == 12 and len(found.quarters) == 4
    assert [(f.first, f.last, f.entered, f.left) for f in found.quarters] == [
        ("2024-10", "2024-12", (), ()),
        ("2024-07", "2024-09", (), ()),  # at the end of June B has 40 in its window, at the end of September 120
        ("2024-04", "2024-06", (), ()),
        ("2024-01", "2024-03", (), ()),
    ]
    low = flips(sales, Scope(first="2024-01", last="2024-12"), Cut(Rule.AT_LEAST, Decimal(100)))
    assert [(f.last, f.entered, f.left) for f in low.quarters if f.entered] == [("2024-09", ("B",), ())]
    assert low.count == 1 and low.quarters[1].key_accounts == 2 and low.quarters[1].names == {"B": "B"}


def test_flips_name_both_who_entered_and_who_left(tmp_path: Path) -> None:
    values = {"A": [50] * 6, "B": [10] * 3 + [90] * 3, "C": [1] * 3}
    sales = monthly(tmp_path, "2024-01", values)
    found = flips(sales, Scope(first="2024-04", last="2024-06"), Cut(Rule.COUNT, Decimal(1)))
    assert found.window == 3
    assert [(f.entered, f.left) for f in found.quarters] == [(("B",), ("A",))]
    assert found.count == 2
    assert flips(sales, Scope(), Cut()).quarters == ()  # the window is all there is


def test_the_suggested_cut_by_hand() -> None:
    """Mean 100: two above it. Squared distances to (0, 1): k=1 0.01+0.25, k=2 0.04+0.09, k=3 0.09+0.04."""
    values = {"A": 500, "B": 200, "C": 100, "D": 60, "E": 50, "F": 40, "G": 20, "H": 15, "I": 10, "J": 5}
    found = suggest(ranking_of(values))
    assert found and (found.break_even, found.pareto_point, found.count) == (2, 2, 2)
    assert found.of_sales == Fraction(7, 10)
    assert "2" in found.reason.say("en") and "2" in found.reason.say("zh")


@pytest.mark.parametrize("values", [{}, {"A": 5}, {"A": 5, "B": 5}, {"A": 0, "B": -5}])
def test_without_a_difference_nothing_is_suggested(values: dict[str, int]) -> None:
    assert suggest(ranking_of(values)) is None


@patient
@given(st.lists(st.integers(-5, 10**6), min_size=1, max_size=60))
def test_the_suggested_cut_by_its_definition(values: list[int]) -> None:
    ranking = ranking_of({f"{i:02d}": v for i, v in enumerate(values)})
    floored = sorted((max(v, 0) for v in values), reverse=True)
    total, n = sum(floored), len(values)
    found = suggest(ranking)
    if total == 0:
        assert found is None
        return
    above = sum(v * n > total for v in floored)
    far = [Fraction(k, n) ** 2 + (1 - Fraction(sum(floored[:k]), total)) ** 2 for k in range(n + 1)]
    nearest = far.index(min(far))
    assert (found.count if found else 0) == min(above, nearest)


def test_accounts_per_account_manager() -> None:
    ranking = ranking_of(
        {"A": 9, "B": 8, "C": 7, "D": 6, "E": 5},
        managers=["Wang", "", "", "Wang", "Zhao"],
        salespeople=["x", "Li", "", "Li", "x"],
    )
    found = department(draw(ranking, Cut(Rule.COUNT, Decimal(4))))
    assert found.loads == (("Wang", 2), ("Li", 1)) and found.unknown == 1 and found.by == "mixed"
    assert found.per_head == Fraction(3, 2)
    assert not found.due and found.advice.code == "managing_director"
    nobody = department(draw(ranking_of({"A": 1}), Cut()))
    assert nobody.per_head is None and nobody.by == "nobody" and nobody.unknown == 1


def test_a_department_is_due_past_twenty() -> None:
    ranking = ranking_of({f"{i:02d}": 1 for i in range(30)})
    assert not department(draw(ranking, Cut(Rule.COUNT, Decimal(20)))).due
    past = department(draw(ranking, Cut(Rule.COUNT, Decimal(21))))
    assert past.due and "21" in past.advice.say("zh") and "20" in past.advice.say("en")
    assert department(draw(ranking, Cut(Rule.COUNT, Decimal(6))), threshold=5).due


def test_borderline_customers_are_within_a_tenth_of_the_line() -> None:
    ranking = ranking_of({"A": 500, "B": 110, "C": 100, "D": 90, "E": "89.9999", "F": 10, "G": "110.0001"})
    pareto = draw(ranking, Cut(Rule.COUNT, Decimal(4), (HandPick("D", True),)))
    assert pareto.line.value == 100
    near = borderline(pareto)
    assert [(b.customer, b.gap, b.key) for b in near] == [("B", -10, True), ("C", 0, True), ("D", 10, True)]
    assert [b.at for b in near] == [2, 3, 4] and near[0].name == "name of B" and len(near) == 3
    assert [b.customer for b in near[1:]] == ["C", "D"] and near[-1].customer == "D"
    assert len(borderline(draw(ranking, Cut(Rule.COUNT, Decimal(0))))) == 0
    assert len(borderline(draw(ranking_of({"A": 0, "B": -1}), Cut(Rule.COUNT, Decimal(2))))) == 0


def test_aligning_with_an_empty_ranking() -> None:
    empty = draw(ranking_of({}), Cut())
    assert firm_wide_key(ranking_of({"A": 1}), empty).tolist() == [False]
    assert firm_wide_key(empty.ranking, draw(ranking_of({"A": 1}), Cut())).tolist() == []
    assert isinstance(firm_wide_key(empty.ranking, empty), np.ndarray)
