"""Concentration: worked examples, what never changes it, and each query against plain Python over the same lines."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kam_core.analysis.concentration.concentration import TOPS, Concentration, concentration, rounded
from kam_core.analysis.concentration.dependence import Dimension, Parts, dependence
from kam_core.analysis.concentration.inequality import gini, hhi, lorenz, positives
from kam_core.analysis.concentration.limits import Level, Limits
from kam_core.analysis.concentration.over_time import over_time
from kam_core.analysis.months import shift
from kam_core.analysis.scope import Scope
from kam_core.errors import Mixed
from kam_core.schema import Measure
from tests.small_sales import Row, SmallSales, ranking_of, row, small_sales
from tests.test_analysis_ranking import inside

amounts = st.lists(st.integers(1, 10**12), min_size=1, max_size=40)


def column(values: list[int]) -> Any:
    return np.array(sorted(values, reverse=True), np.int64)


def test_the_books_examples() -> None:
    assert gini(column([1, 2, 3, 4, 90])) == Fraction(72, 100)
    assert gini(column([5, 5, 5, 5])) == 0
    assert hhi(column([5, 5, 5, 5])) == Fraction(1, 4)
    assert hhi(column([70, 20, 10])) == Fraction(49 + 4 + 1, 100)
    assert (hhi(column([])), gini(column([]))) == (None, None)
    assert (hhi(column([7])), gini(column([7]))) == (1, 0)


@given(amounts)
def test_hhi_lies_between_an_nth_and_one_and_gini_below_one(values: list[int]) -> None:
    found, unequal = hhi(column(values)), gini(column(values))
    assert found is not None and unequal is not None
    assert Fraction(1, len(values)) <= found <= 1
    assert 0 <= unequal < 1


@given(amounts, st.integers(2, 1000))
def test_another_currency_unit_or_order_changes_nothing(values: list[int], factor: int) -> None:
    shuffled = random.Random(3).sample(values, len(values))
    for measure in (hhi, gini):
        assert measure(column(values)) == measure(column([v * factor for v in shuffled]))


@given(amounts)
def test_each_customer_twice_halves_hhi_and_leaves_gini(values: list[int]) -> None:
    one = hhi(column(values))
    assert one is not None and hhi(column(values * 2)) == one / 2
    assert gini(column(values * 2)) == gini(column(values))


@given(amounts)
def test_gini_is_twice_the_area_between_the_lorenz_curve_and_the_diagonal(values: list[int]) -> None:
    x, y = lorenz(column(values))
    assert (x[0], y[0], x[-1]) == (0, 0, 1) and y[-1] == pytest.approx(1)
    assert (np.diff(y) >= 0).all() and (np.diff(y, 2) >= -1e-9).all()
    unequal = gini(column(values))
    assert unequal is not None
    assert float(unequal) == pytest.approx(1 - 2 * np.trapezoid(y, x), abs=1e-9)


def test_values_at_or_below_zero_are_left_out() -> None:
    assert positives(column([5, 0, -3, 2])).tolist() == [5, 2]
    assert positives(column([0, -1])).tolist() == []


def test_levels_and_their_edges() -> None:
    said = {share: Limits().level(Fraction(share, 1000)) for share in (99, 100, 199, 200, 350, 351)}
    assert list(said.values()) == [
        Level.LOW, Level.MODERATE, Level.MODERATE, Level.ELEVATED, Level.ELEVATED, Level.HIGH,
    ]  # fmt: skip
    assert Limits().level(None) is None
    assert Limits(moderate=Fraction(1, 2), elevated=Fraction(3, 4)).level(Fraction(2, 5)) is Level.HIGH


def test_an_effective_number_is_said_as_people_say_it() -> None:
    assert rounded(Fraction(773, 20)) == 39
    assert rounded(Fraction(123, 100)) == Decimal("1.2")
    assert rounded(Fraction(3)) == 3


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> SmallSales:
    """Two years of lines: returns, blanks, several regions of one customer, one customer below zero."""
    dice = random.Random(11)
    rows: list[Row] = [row("C3", "2023-05-02", -999_999, region="West", product="p1")]
    for _ in range(700):
        customer = f"C{min(dice.randrange(30), dice.randrange(30))}"
        month = dice.randrange(24)
        rows.append(
            row(
                customer,
                f"{2023 + month // 12}-{month % 12 + 1:02d}-{dice.randint(1, 28):02d}",
                None if dice.random() < 0.05 else Decimal(dice.randint(-40_000, 900_000)).scaleb(-4),
                quantity=dice.randint(-2, 30),
                profit=dice.choice([None, dice.randint(-50, 50)]),
                customer_name=f"name of {customer}",
                region=dice.choice(["West", "East", "NA", ""]),
                product=dice.choice(["p1", "p2", "'; DROP TABLE lines; --", ""]),
                product_name=dice.choice(["", "Pils"]),
                salesperson={"0": "Li", "1": "Wang", "2": ""}.get(customer[-1], "Zhao"),
                manager="Chen",
                customer_type=dice.choice(["dealer", ""]),
            )
        )
    return small_sales(tmp_path_factory.mktemp("book"), rows)


SCOPES = [
    Scope(),
    Scope(Measure.QUANTITY, "2023-04", "2024-02"),
    Scope(Measure.PROFIT, None, "2023-12", regions=("West", "")),
    Scope(first="2024-01", products=("p1", "p2")),
]


def lines_of(book: SmallSales, scope: Scope) -> Iterator[tuple[Row, Decimal]]:
    for each in book.rows:
        if inside(each, scope):
            yield each, each[scope.measure.value] or Decimal(0)


def sums(book: SmallSales, scope: Scope, of: Callable[[Row], str]) -> dict[str, dict[str, Decimal]]:
    found: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for each, value in lines_of(book, scope):
        found[of(each)][each["customer"]] += value
    return found


def top(values: list[Decimal], k: int) -> Fraction | None:
    total = sum(values)
    return Fraction(sum(sorted(values, reverse=True)[:k])) / Fraction(total) if total > 0 else None


@pytest.mark.parametrize("scope", SCOPES, ids=lambda s: f"{s.measure}-{s.first}-{s.last}")
def test_the_figures_against_plain_python(book: SmallSales, scope: Scope) -> None:
    found = concentration(book, scope)
    bought = sums(book, scope, lambda _: "")[""]
    values = list(bought.values())
    above = [Fraction(v) for v in values if v > 0]
    assert found.ranking.n == len(values)
    assert found.left_out == len(values) - len(above)
    assert found.hhi == sum((v / sum(above)) ** 2 for v in above)
    assert found.effective is not None and found.effective * found.hhi == 1
    assert [found.top(k) for k in TOPS] == [top(values, k) for k in TOPS]
    pairs = sum(abs(a - b) for a in above for b in above)
    assert found.gini == pairs / (2 * len(above) * sum(above))  # the definition by mean difference


@pytest.mark.parametrize("scope", SCOPES, ids=lambda s: f"{s.measure}-{s.first}-{s.last}")
@pytest.mark.parametrize("dimension", Dimension)
def test_each_dimension_against_plain_python(book: SmallSales, scope: Scope, dimension: Dimension) -> None:
    lost = ("C0", "C3", "C7", "C404")
    looks_after: dict[str, str] = {}
    for each in sorted((r for r in book.rows if r["salesperson"]), key=lambda r: r["date"]):
        looks_after[each["customer"]] = each["salesperson"]
    key: dict[Dimension, Callable[[Row], str]] = {
        Dimension.REGION: lambda r: str(r["region"]),
        Dimension.PRODUCT: lambda r: str(r["product"]),
        Dimension.SALESPERSON: lambda r: looks_after.get(r["customer"], "Chen"),
    }
    expected = sums(book, scope, key[dimension])
    found = dependence(book, scope, dimension, lost)
    assert {part.key for part in found.rows} == expected.keys()
    assert [part.value_units for part in found.rows] == sorted((p.value_units for p in found.rows), reverse=True)
    for part in found.rows:
        bought = expected[part.key]
        above = {c: v for c, v in bought.items() if v > 0}
        assert part.value == sum(bought.values())
        assert (part.customers, part.left_out) == (len(above), len(bought) - len(above))
        assert part.lost == sum(bought.get(c, Decimal(0)) for c in lost)
        if above:
            whole = sum(above.values())
            assert part.hhi == pytest.approx(float(sum((v / whole) ** 2 for v in above.values())))
            assert part.largest == min(above, key=lambda c: (-above[c], c))
            assert part.largest_units == int(above[part.largest] * 10_000)
        else:
            assert (part.hhi, part.largest, part.effective) == (None, "", None)
    total = sum((part.value for part in found.rows), Decimal(0))
    assert total == concentration(book, scope).ranking.total  # nothing is counted twice


@pytest.mark.parametrize("months", [12, 3])
@pytest.mark.parametrize("scope", SCOPES, ids=lambda s: f"{s.measure}-{s.first}-{s.last}")
def test_the_shares_over_time_against_plain_python(book: SmallSales, scope: Scope, months: int) -> None:
    found = over_time(book, scope, months)
    last = min(scope.last or "2024-12", "2024-12")
    ends = [shift(last, -step) for step in range(24) if shift(last, -step) >= shift("2023-01", months - 1)]
    ends = [end for end in reversed(ends) if months == 12 or int(end[5:]) % 3 == 0]
    assert [window.last for window in found.windows] == ends
    for window in found.windows:
        within = replace(scope, first=window.first, last=window.last)
        values = list(sums(book, within, lambda _: "")[""].values())
        assert window.shares == tuple(top(values, k) for k in TOPS)
        assert (window.customers, Decimal(window.total_units) / 10_000) == (len(values), sum(values))


def test_the_last_window_says_what_the_headline_says(book: SmallSales) -> None:
    scope = Scope(first="2024-01", last="2024-12")
    assert over_time(book, scope).windows[-1].shares == tuple(concentration(book, scope).top(k) for k in TOPS)


def test_months_that_are_not_over_and_other_units_stay_out(tmp_path: Path) -> None:
    rows = [row("A", f"2024-{m:02d}-05", 10, quantity=m, unit="箱") for m in range(1, 13)]
    late = small_sales(tmp_path / "a", [*rows, row("B", "2025-01-03", 99, quantity=1, unit="箱")], complete="2024-12")
    assert [window.last for window in over_time(late, Scope()).windows] == ["2024-12"]
    assert over_time(late, Scope(first="2025-01")).windows[-1].last == "2024-12"
    mixed = small_sales(tmp_path / "b", [row("B", "2023-06-03", 99, quantity=1, unit="瓶"), *rows])
    inside_scope = Scope(Measure.QUANTITY, "2024-01", "2024-12")
    assert [window.first for window in over_time(mixed, inside_scope).windows] == ["2024-01"]
    with pytest.raises(Mixed):
        over_time(mixed, Scope(Measure.QUANTITY))
    with pytest.raises(ValueError, match="12 or 3"):
        over_time(late, Scope(), 6)


def test_sums_beyond_sixty_four_bits_stay_exact(tmp_path: Path) -> None:
    huge = Decimal("90000000000000")
    rows = [row(c, f"2024-{m:02d}-05", huge) for m in range(1, 13) for c in ("A", "B", "C")]
    found = over_time(small_sales(tmp_path, rows), Scope())
    assert found.windows[0].total_units == int(huge) * 10_000 * 36
    assert found.windows[0].shares[:2] == (Fraction(1, 3), 1)


def made(folder: Path, *rows: Row) -> Concentration:
    return concentration(small_sales(folder, rows), Scope())


def test_losing_the_largest_and_its_hardest_hit_region(tmp_path: Path) -> None:
    found = made(
        tmp_path,
        row("A", "2024-01-01", 60, region="East"),
        row("A", "2024-01-01", 1, region="Atoll"),  # a tenth of a percent of all sales: all A's, and not named
        row("A", "2024-01-01", 30, region=""),
        row("B", "2024-01-01", 40, region="East"),
        row("C", "2024-01-01", 900, region="West"),
    )
    assert str(found.ranking.names[0]) == "C"
    assert found.hardest_hit is not None
    assert (found.hardest_hit.key, found.hardest_hit.lost_share) == ("West", 1)
    small = replace(found, regions=dependence_of("A", tmp_path))
    assert small.hardest_hit is not None
    assert (small.hardest_hit.key, small.hardest_hit.lost_share) == ("East", Fraction(60, 100))


def dependence_of(customer: str, folder: Path) -> Parts:
    from kam_core.engine import Engine

    again = small_sales(
        folder / "again",
        [
            row("A", "2024-01-01", 60, region="East"),
            row("A", "2024-01-01", 1, region="Atoll"),
            row("A", "2024-01-01", 30, region=""),
            row("B", "2024-01-01", 40, region="East"),
            row("C", "2024-01-01", 900, region="West"),
        ],
        engine=Engine([folder / "again"], memory="256MB", threads=1),
    )
    return dependence(again, Scope(), Dimension.REGION, (customer,))


def test_the_sentence_in_both_languages(tmp_path: Path) -> None:
    rows = [row(f"C{i}", "2024-01-01", 10 + i, region="East" if i % 2 else "West") for i in range(12)]
    found = made(tmp_path, row("A", "2024-01-01", 100, region="East"), *rows)
    assert found.finding.say("en") == (
        "By sales you sell to the equivalent of 6.3 equal customers; the largest, A, is 35% (elevated), "
        "the top five 62.2%; losing it takes East down by 51%."
    )  # 81,796 / 13,026; 100 / 286; 178 / 286; 100 / 196
    assert "相当于只有 6.3 家一样大的客户；最大一家【A】占 35%（偏高）" in found.finding.say("zh")


def test_one_customer_and_nothing_above_zero(tmp_path: Path) -> None:
    one = made(tmp_path / "one", row("A", "2024-01-01", 5))
    assert (one.hhi, one.gini, one.top(1), one.level) == (1, 0, 1, Level.HIGH)
    assert one.finding.code == "concentration_one"
    none = made(tmp_path / "none", row("A", "2024-01-01", -5), row("B", "2024-01-01", 0))
    assert (none.hhi, none.effective, none.gini, none.top(5), none.level, none.left_out) == (None,) * 5 + (2,)
    assert none.finding.code == "concentration_no_share"
    assert none.hardest_hit is None
    netted = made(tmp_path / "netted", row("A", "2024-01-01", 5), row("B", "2024-01-01", -9))
    assert (netted.hhi, netted.top(1), netted.finding.code) == (1, None, "concentration_no_share")
    for found in (one, none, netted):
        assert found.finding.say("zh") and found.finding.say("en")


def test_nobody_at_all(tmp_path: Path) -> None:
    rows = [row("A", "2024-01-01", 5, region="East"), row("B", "2024-01-01", 5, customer_type="dealer")]
    nobody = concentration(small_sales(tmp_path, rows), Scope(regions=("East",), types=("dealer",)))
    assert nobody.ranking.n == 0
    assert nobody.finding.code == "nobody"


def test_a_ranking_at_hand_is_not_asked_for_again() -> None:
    with pytest.raises(AttributeError):  # no dataset to ask: only the regions are
        concentration(None, Scope(), ranking=ranking_of({"a": 1}))  # type: ignore[arg-type]
