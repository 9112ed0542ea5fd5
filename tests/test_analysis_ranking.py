"""Every question against an answer worked out apart from it, in pure Python over the same lines."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kam_core.analysis.choices import choices, whole_total
from kam_core.analysis.filters import DIMENSIONS, near
from kam_core.analysis.ranking import rank
from kam_core.analysis.scope import Scope
from kam_core.analysis.trace import rows_of, trace
from kam_core.errors import BadScope, Mixed
from kam_core.schema import Measure
from tests.small_sales import Row, SmallSales, row, small_sales

HOSTILE = ["'; DROP TABLE lines; --", '"quoted"', "<b>bold</b>", "=1+1", "null", "NA", "客户 一", "é", "🙂", "x" * 500]
DIMENSION = {"regions": ["West", "East", "NA", ""], "types": ["dealer", ""], "departments": ["D1", "D2"]}
LISTS = {**DIMENSION, "channels": ["online", ""], "products": ["p1", "p2", ""], "categories": ["beer", ""]}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> SmallSales:
    """Two years of lines of hostile and plain customers, returns, blanks, unassigned lines; one unit, one currency."""
    dice = random.Random(7)
    rows = []
    for _ in range(600):
        customer = dice.choice([*HOSTILE, *(f"C{i}" for i in range(12)), ""])
        month = dice.randrange(24)
        rows.append(
            row(
                customer,
                f"{2023 + month // 12}-{month % 12 + 1:02d}-{dice.randint(1, 28):02d}",
                None if dice.random() < 0.05 else Decimal(dice.randint(-40_000, 900_000)).scaleb(-4),
                quantity=dice.randint(-2, 30),
                profit=dice.choice([None, dice.randint(-50, 50)]),
                customer_name=f"name of {customer}" if dice.random() < 0.7 else "",
                product_name=dice.choice(["Pils", "Stout"]),
                salesperson=dice.choice(["Li", ""]),
                unit="箱",
                currency="CNY",
                **{DIMENSIONS[name]: dice.choice(values) for name, values in LISTS.items()},
            )
        )
    return small_sales(tmp_path_factory.mktemp("book"), rows)


def inside(r: Row, scope: Scope) -> bool:
    month = f"{r['month']:%Y-%m}"
    return (
        r["state"] == "accepted"
        and (scope.first is None or month >= scope.first)
        and (scope.last is None or month <= scope.last)
        and all(not getattr(scope, f) or r[dimension] in getattr(scope, f) for f, dimension in DIMENSIONS.items())
    )


def oracle(book: SmallSales, scope: Scope) -> list[tuple[str, Decimal, int, Decimal]]:
    value: dict[str, Decimal] = defaultdict(Decimal)
    lines: dict[str, int] = defaultdict(int)
    returns: dict[str, Decimal] = defaultdict(Decimal)
    for r in book.rows:
        if inside(r, scope):
            value[r["customer"]] += r[scope.measure.value] or 0
            lines[r["customer"]] += 1
            returns[r["customer"]] += min(r["amount"] or Decimal(0), Decimal(0))
    return sorted(((c, value[c], lines[c], returns[c]) for c in value), key=lambda t: (-t[1], t[0].encode()))


def answered(book: SmallSales, scope: Scope) -> list[tuple[str, Decimal, int, Decimal]]:
    r = rank(book, scope)
    return [
        (c, Decimal(int(v)).scaleb(-4), int(n), Decimal(int(back)).scaleb(-4))
        for c, v, n, back in zip(r.customers, r.values, r.lines, r.returns)
    ]


def some(values: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


scopes = st.builds(
    Scope,
    measure=st.sampled_from(Measure),
    first=st.sampled_from([None, "2022-05", "2023-06", "2024-01"]),
    last=st.sampled_from([None, "2024-01", "2024-11", "2030-01"]),
    regions=some(LISTS["regions"]),
    products=st.one_of(st.just(()), some(LISTS["products"])),
    categories=st.one_of(st.just(()), some(LISTS["categories"])),
    types=some(LISTS["types"]),
    departments=some(LISTS["departments"]),
    channels=some(LISTS["channels"]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(scopes)
def test_the_ranking_is_what_the_lines_say(book: SmallSales, scope: Scope) -> None:
    assert answered(book, scope) == oracle(book, scope)


def test_months_and_lines_give_the_same_ranking(book: SmallSales) -> None:
    everything = Scope(categories=("beer", ""))
    assert answered(book, everything) == answered(book, Scope())
    assert rank(book, everything).question != rank(book, Scope()).question


def test_names_and_facts_stand_beside_the_right_customer(book: SmallSales) -> None:
    ranking = rank(book, Scope())
    for at, customer in enumerate(ranking.customers):
        assert ranking.names[at] in (f"name of {customer}", customer)
        latest = max((r for r in book.rows if r["customer"] == customer), key=lambda r: r["date"])
        assert ranking.salespeople[at] in ("Li", "") and latest
        assert ranking.position[customer] == at


def test_a_product_may_be_named_by_its_name(tmp_path: Path) -> None:
    rows = [
        row("A", "2024-01-01", 5, product="p1", product_name="Pils"),
        row("B", "2024-01-01", 7, product="p2", product_name="Stout"),
        row("C", "2024-01-01", 9, product="Pils", product_name="a product whose key is another's name"),
    ]
    sales = small_sales(tmp_path, rows)
    assert rank(sales, Scope(products=("Stout",))).scope.products == ("p2",)
    assert list(rank(sales, Scope(products=("Pils", "p2"))).customers) == ["C", "B"]  # the key comes before the name


@pytest.mark.parametrize(
    ("scope", "code", "told"),
    [
        (Scope(regions=("west",)), "unknown_region", "West"),
        (Scope(regions=("Atlantis",)), "unknown_region", "East"),
        (Scope(products=("Stuot",)), "unknown_product", "Stout"),
        (Scope(categories=("bier",)), "unknown_category", "beer"),
        (Scope(departments=("D3",)), "unknown_department", "D1"),
        (Scope(units=("瓶",)), "unknown_unit", "箱"),
        (Scope(currencies=("cny",)), "unknown_currency", "CNY"),
        (Scope(first="2024-13"), "bad_month", "2024-13"),
        (Scope(first="２０２４-01"), "bad_month", "YYYY-MM"),
        (Scope(last="0000-01"), "bad_month", "0000-01"),
        (Scope(first="2024-02", last="2024-01"), "period_backwards", "2024-02"),
        (Scope(first="2025-01"), "outside_period", "2023-01"),
        (Scope(last="2022-12"), "outside_period", "2024-12"),
    ],
)
def test_what_the_data_does_not_have_is_refused_by_name(book: SmallSales, scope: Scope, code: str, told: str) -> None:
    with pytest.raises(BadScope) as refused:
        rank(book, scope)
    assert refused.value.code == code and told in str(refused.value)


def test_a_measure_the_file_lacks_is_named(tmp_path: Path) -> None:
    sales = small_sales(tmp_path, [row("A", "2024-01-01", 5)])
    for measure in (Measure.QUANTITY, Measure.PROFIT):
        with pytest.raises(BadScope) as refused:
            rank(sales, Scope(measure))
        assert refused.value.code == f"no_{measure.value}"


def test_different_units_are_never_added_in_silence(tmp_path: Path) -> None:
    rows = [
        row("A", "2024-01-01", 5, quantity=3, unit="箱", product="p1"),
        row("A", "2024-02-01", 5, quantity=40, unit="瓶", product="p2"),
        row("B", "2024-01-01", 7, quantity=2, unit="箱", product="p1"),
        row("B", "2024-01-01", 7, quantity=0, unit="次", product="fee"),
    ]
    sales = small_sales(tmp_path, rows)
    volume = Scope(Measure.QUANTITY)
    with pytest.raises(Mixed) as refused:
        rank(sales, volume)
    assert [(p.name, p.value, p.lines) for p in refused.value.facts["parts"]] == [("箱", 5, 2), ("瓶", 40, 1)]
    assert rank(sales, replace(volume, units=("箱",))).total == 5
    assert rank(sales, replace(volume, units=("箱", "瓶"))).total == 45  # chosen, not silent
    assert rank(sales, replace(volume, products=("p1",))).total == 5
    assert rank(sales, replace(volume, last="2024-01")).total == 5
    assert rank(sales, Scope()).total == 24


def test_a_blank_unit_is_a_unit_of_its_own(tmp_path: Path) -> None:
    rows = [row("A", "2024-01-01", 5, quantity=3, unit="箱"), row("A", "2024-01-01", 5, quantity=4)]
    with pytest.raises(Mixed) as refused:
        rank(small_sales(tmp_path, rows), Scope(Measure.QUANTITY))
    assert {p.name for p in refused.value.facts["parts"]} == {"箱", ""}
    assert rank(small_sales(tmp_path, rows), Scope(Measure.QUANTITY, units=("",))).total == 4


def test_different_currencies_are_never_added_in_silence(tmp_path: Path) -> None:
    rows = [
        row("A", "2024-01-01", 5, currency="CNY", quantity=1),
        row("B", "2024-01-01", 7, currency="USD", quantity=1),
    ]
    sales = small_sales(tmp_path, rows)
    with pytest.raises(Mixed) as refused:
        rank(sales, Scope())
    assert refused.value.code == "mixed_currencies"
    assert rank(sales, Scope(currencies=("USD",))).total == 7
    assert rank(sales, Scope(Measure.QUANTITY)).total == 2


def test_filters_that_nobody_meets_give_an_empty_ranking(tmp_path: Path) -> None:
    rows = [row("A", "2024-01-01", 5, region="W"), row("B", "2024-02-01", 5, region="E")]
    ranking = rank(small_sales(tmp_path, rows), Scope(regions=("E",), last="2024-01"))
    assert (ranking.n, ranking.total) == (0, 0)


def test_values_beyond_int64_are_read_exactly(tmp_path: Path) -> None:
    rows = [row("A", "2024-01-01", "99999999999999.9999") for _ in range(20)] + [row("B", "2024-01-01", "0.0001")]
    ranking = rank(small_sales(tmp_path, rows), Scope())
    assert ranking.total == Decimal("99999999999999.9999") * 20 + Decimal("0.0001")
    assert ranking.values.dtype == object


def test_the_rows_behind_a_customer_sum_to_its_value(book: SmallSales) -> None:
    for scope in (Scope(), Scope(Measure.QUANTITY, regions=("West",)), Scope(products=("p1",), first="2023-06")):
        ranking = rank(book, scope)
        for at, customer in enumerate(ranking.customers):
            rows = rows_of(book, scope, customer, limit=3)
            assert rows.total == Decimal(int(ranking.values[at])).scaleb(-4)
            assert rows.count == ranking.lines[at] and rows.table.num_rows == min(3, rows.count)
            whole = rows_of(book, scope, customer).table
            assert sum(v or 0 for v in whole["value"].to_pylist()) == rows.total
            assert whole["date"].to_pylist() == sorted(whole["date"].to_pylist(), reverse=True)
    with pytest.raises(BadScope, match="no customer"):
        rows_of(book, Scope(), "nobody of that name")


def test_the_trace_names_the_question_that_was_asked(book: SmallSales) -> None:
    from kam_core.analysis.cut import Cut
    from kam_core.analysis.pareto import draw

    scope = Scope(regions=("West",))
    pareto = draw(rank(book, scope), Cut())
    how = trace(pareto)
    again = book.ask(how.question, **how.parameters)
    assert again["customer"].to_pylist() == list(pareto.ranking.customers)
    assert "FROM months" in how.sql and how.parameters["regions"] == ["West"]
    assert dict(how.inputs)["key_total"] == pareto.key_total
    assert how.formula.say("en") and how.formula.say("zh")


def test_choices_are_what_the_lines_have_largest_first(book: SmallSales) -> None:
    offered = choices(book)
    assert offered.months[0] == "2023-01" and offered.months[-1] == "2024-12" and len(offered.months) == 24
    assert offered.measures == tuple(Measure)
    assert offered.units == offered.currencies == ()  # one of each: nothing to choose
    for name in LISTS:
        sums: dict[str, list[Any]] = defaultdict(lambda: [0, Decimal(0)])
        for r in book.rows:
            if r["state"] == "accepted":
                sums[r[DIMENSIONS[name]]][0] += 1
                sums[r[DIMENSIONS[name]]][1] += r["amount"] or 0
        got = getattr(offered, name)
        assert {c.value: [c.lines, c.amount] for c in got} == dict(sums)
        assert [c.amount for c in got] == sorted((c.amount for c in got), reverse=True)


def test_the_whole_total_is_all_accepted_lines(book: SmallSales) -> None:
    accepted = [r for r in book.rows if r["state"] == "accepted"]
    apart = [r for r in book.rows if r["state"] == "unassigned"]
    whole = whole_total(book, Measure.AMOUNT)
    assert whole.ranked == sum(r["amount"] or 0 for r in accepted) == rank(book, Scope()).total
    assert whole.unassigned == sum(r["amount"] or 0 for r in apart)
    assert whole.lines == len(accepted) and whole.customers == len({r["customer"] for r in accepted})
    assert whole_total(book, Measure.QUANTITY).unassigned is None


def test_near_names_are_found_whatever_their_case(book: SmallSales) -> None:
    assert near(book, "product", "STOUT")[0] == "Stout"
    assert near(book, "region", "wes")[0] == "West"
