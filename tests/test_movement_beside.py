"""What stands beside the matrix: the margin below the line, the silent, the regions, the load, the last upload."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kam_core.analysis.cut import Cut, Rule
from kam_core.analysis.movement.buffer import buffer
from kam_core.analysis.movement.lines import compare, movement
from kam_core.analysis.movement.organisation import Rhythm, organisation
from kam_core.analysis.movement.periods import Months
from kam_core.analysis.movement.regional import BOTH, Both, regional
from kam_core.analysis.movement.silence import Habit, silence
from kam_core.analysis.movement.upload import since_upload
from kam_core.analysis.pareto import draw
from kam_core.analysis.scope import Scope
from kam_core.engine import Engine
from tests.small_sales import SmallSales, ranking_of, row, small_sales

patient = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
TWO = Cut(Rule.COUNT, Decimal(2))


# ---- the margin below the line


def test_in_at_the_line_out_a_margin_below_it() -> None:
    before = draw(ranking_of({"A": 500, "B": 400, "C": 100}), TWO)
    after = draw(ranking_of({"A": 500, "B": 92, "D": 100, "E": 95, "C": 89}), TWO)
    found = buffer(compare(before, after), Fraction(1, 10))
    assert (found.line, found.out) == (100, 90)
    assert [one.customer for one in found.near] == ["D", "E", "B"]
    assert [(one.customer, one.gap) for one in found.held] == [("B", 8)]  # E never was a key account
    assert found.dropped == 0
    assert found.finding.facts["name"] == "name of E" and found.finding.facts["gap"] == 5
    tight = buffer(compare(before, after), Fraction(1, 20))
    assert (tight.out, tight.held, tight.dropped) == (95, (), 1)


def test_without_a_value_at_the_line_nobody_is_near_it() -> None:
    nothing = draw(ranking_of({"A": 0, "B": -5}), Cut(Rule.COUNT, Decimal(1)))
    found = buffer(compare(nothing, nothing))
    assert (found.line, found.out, len(found.near), found.held) == (None, None, 0, ())
    assert found.finding.code == "borderline_nobody"


# ---- silence


def days(folder: Path, orders: dict[str, list[str]], amount: int = 10) -> SmallSales:
    return small_sales(folder, [row(name, day, amount) for name, listed in orders.items() for day in listed])


def test_silent_is_longer_than_its_own_usual_gap(tmp_path: Path) -> None:
    monthly = ["2025-01-05", "2025-02-05", "2025-03-05", "2025-04-05", "2025-05-05"]
    sales = days(
        tmp_path,
        {
            "monthly": monthly,  # gaps 31 28 31 30: usual 30, longest 31; quiet for 87 days
            "yearly": ["2022-07-01", "2023-07-01", "2024-07-01"],  # quiet for 395 days, but longer gaps than that: lost
            "twice": ["2025-01-05", "2025-01-12"],  # no habit yet
            "seasonal": ["2024-06-01", "2024-06-08", "2024-12-01", "2024-12-08", "2025-06-01"],
            "weekly": ["2025-07-01", "2025-07-08", "2025-07-15", "2025-07-22"],
            "gone": ["2023-01-05", "2023-02-05", "2023-03-05"],
        },
    )
    found = silence(sales, Scope(), date(2025, 7, 31))
    assert found.customers.tolist() == ["monthly"]
    assert (found.orders[0], found.days[0], found.usual[0], found.longest[0]) == (5, 87, 30, 31)
    assert str(found.last[0]) == "2025-05-05" and found.value[0] == 500_000 and found.money == 50
    assert found.lost == 2
    assert silence(sales, Scope(), date(2025, 6, 30)).n == 0  # quiet for 56 days: not yet twice its usual gap
    assert silence(sales, Scope(), date(2025, 8, 6)).customers.tolist() == ["monthly", "weekly"]


def test_returns_and_free_goods_are_no_orders(tmp_path: Path) -> None:
    rows = [row("A", day, 10) for day in ("2025-01-05", "2025-01-12", "2025-01-19")]
    sales = small_sales(tmp_path, [*rows, row("A", "2025-03-30", -5), row("A", "2025-03-31", 0)])
    found = silence(sales, Scope(), date(2025, 3, 31))
    assert found.customers.tolist() == ["A"] and found.days[0] == 71


def test_the_year_behind_ends_with_the_last_order_and_the_largest_is_first(tmp_path: Path) -> None:
    base = [row("A", day, 10) for day in ("2023-01-05", "2024-12-05", "2025-01-05", "2025-02-05")]
    more = [row("B", day, 50) for day in ("2024-12-05", "2025-01-05", "2025-02-05")]
    found = silence(small_sales(tmp_path, base + more), Scope(), date(2025, 7, 1), Habit(quantile=0.5))
    assert found.customers.tolist() == ["B", "A"] and [int(v) for v in found.value] == [1_500_000, 300_000]
    assert found.finding.say("en") == (
        "2 are silent, with 180 a year behind them; the largest, B, has not ordered for 146 days, its usual gap is 31."
    )


def test_nobody_is_silent_where_nobody_orders(tmp_path: Path) -> None:
    found = silence(small_sales(tmp_path, [row("A", "2025-01-05", -1)]), Scope(), date(2025, 7, 1))
    assert found.n == found.lost == 0 and found.finding.code == "silent_nobody"


@patient
@given(
    st.dictionaries(st.sampled_from("ABCD"), st.lists(st.integers(0, 400), min_size=1, max_size=12), min_size=1),
    st.integers(300, 800),
    st.sampled_from([0.5, 0.75, 0.9, 1.0]),
)
def test_silence_is_what_plain_python_says(
    tmp_path: Path, orders: dict[str, list[int]], now: int, quantile: float
) -> None:
    first = date(2023, 1, 1)
    rows = [row(name, str(first + timedelta(day)), 1) for name, listed in orders.items() for day in listed]
    found = silence(small_sales(tmp_path, rows), Scope(), first + timedelta(now), Habit(quantile=quantile))
    expected = {}
    for name, listed in orders.items():
        there = sorted({day for day in listed if day <= now})
        gaps = sorted(b - a for a, b in pairwise(there))
        if len(there) < 3:
            continue
        usual, longest = (gaps[ceil(len(gaps) * q) - 1] for q in (0.5, quantile))
        quiet = now - there[-1]
        if max(longest, 2 * usual, 14) < quiet <= 365:
            expected[name] = (quiet, usual, longest)
    got = zip(found.days.tolist(), found.usual.tolist(), found.longest.tolist())
    assert dict(zip(found.customers.tolist(), got)) == expected


# ---- regions


def regions(folder: Path) -> SmallSales:
    bought = [("A", "E", 900), ("B", "E", 500), ("C", "E", 20), ("A", "W", 10), ("D", "W", 60), ("F", "W", 30)]
    return small_sales(folder, [row(name, "2025-01-05", value, region=region) for name, region, value in bought])


def test_a_regions_key_account_is_the_firms_small_one(tmp_path: Path) -> None:
    found = regional(regions(tmp_path), Scope(), TWO)
    assert found is not None
    east, west = found.regions
    assert (east.name, east.customers, east.total, east.key_accounts) == ("E", 3, 1420, 2)
    assert (west.name, west.largest, west.largest_share, west.share) == (
        "W",
        "D",
        Fraction(60, 100),
        Fraction(100, 1520),
    )
    # firm: A 910, B 500, D 60, F 30, C 20; key A and B. East: A, B. West: D, F; A is small there
    assert found.customers[found.only_in_region].tolist() == ["D", "F"]
    assert found.customers[found.only_in_firm].tolist() == ["A"]
    assert (west.counts, [int(m) for m in west.money]) == ((0, 2, 1, 0), [0, 90, 10, 0])
    assert found.finding.say("zh") == "2 家在区域里是大客户、在全公司不是；最依赖一家的是E：【A】占 63.4%。"


def test_without_regions_there_is_nothing_regional(tmp_path: Path) -> None:
    assert regional(small_sales(tmp_path, [row("A", "2025-01-05", 5)]), Scope(), TWO) is None


@patient
@given(
    st.lists(
        st.tuples(st.sampled_from("ABCDEF"), st.sampled_from(["", "E", "W", "N"]), st.integers(-20, 200)), min_size=1
    ),
    st.integers(0, 4),
)
def test_the_regions_add_up_to_the_firm(tmp_path: Path, bought: list[tuple[str, str, int]], k: int) -> None:
    rows = [row(name, "2025-01-05", value, region=region) for name, region, value in bought]
    found = regional(small_sales(tmp_path, rows), Scope(), Cut(Rule.COUNT, Decimal(k)))
    if found is None:
        assert not any(region for _, region, _ in bought)
        return
    assert sum(region.total for region in found.regions) == found.firm.total
    assert sum(sum(region.money) for region in found.regions) == found.firm.total
    sums: dict[tuple[str, str], int] = {}
    for name, region, value in bought:
        sums[region, name] = sums.get((region, name), 0) + value
    firm: dict[str, int] = {}
    for (_, name), value in sums.items():
        firm[name] = firm.get(name, 0) + value
    firm_key = sorted(firm, key=lambda c: (-firm[c], c))[:k]
    for at, region in enumerate(found.regions):
        inside = {name: value for (where, name), value in sums.items() if where == region.name}
        key = sorted(inside, key=lambda c: (-inside[c], c))[:k]
        rows_here = found.at == at
        classes = dict(zip(found.customers[rows_here].tolist(), found.classes[rows_here].tolist()))
        assert classes == {c: _both(c in key, c in firm_key) for c in inside}


def _both(in_region: bool, in_firm: bool) -> int:
    which = Both.BOTH if in_region and in_firm else Both.REGION if in_region else Both.FIRM if in_firm else Both.NEITHER
    return BOTH.index(which)


# ---- the organisation


def test_few_are_the_managing_directors_own() -> None:
    found = organisation(draw(ranking_of({"A": 60, "B": 25, "C": 15}), Cut(Rule.COUNT, Decimal(3))))
    # A begins at 0, B at 60 of 100 (beyond half), C at 85 (beyond four fifths)
    assert (found.due, found.visits.tolist(), found.needed) == (False, [12, 6, 4], 1)
    assert found.finding.say("en") == (
        "3 key accounts, no more than 20: a task for the managing director, "
        "22 visits a year, 1 of the accounts every month."
    )


def test_many_are_a_department_and_the_load_is_weighed() -> None:
    managers = ["Li", "Li", "Wang", ""]
    ranking = ranking_of({"A": 60, "B": 25, "C": 10, "D": 5}, managers=managers)
    found = organisation(draw(ranking, Cut(Rule.COUNT, Decimal(4))), Rhythm(threshold=3, most=15))
    assert found.due and found.needed == 2  # 12 + 6 + 4 + 4 = 26 visits, 15 a head
    assert [(load.name, load.accounts, load.visits, load.over) for load in found.loads] == [
        ("Li", 2, 18, 3),
        ("Wang", 1, 4, 0),
        ("", 1, 4, 0),
    ]
    assert [load.name for load in found.over] == ["Li"] and found.finding.code == "organisation_over"
    assert sum(load.money for load in found.loads) == found.pareto.key_total
    unnamed = organisation(draw(ranking_of({"A": 1, "B": 1}), Cut(Rule.COUNT, Decimal(2))), Rhythm(threshold=1))
    assert unnamed.finding.code == "organisation_no_names"
    assert organisation(draw(ranking_of({}), Cut())).finding.code == "organisation_nobody"


def test_just_at_the_threshold_there_is_no_department_yet() -> None:
    twenty = organisation(draw(ranking_of({f"C{i:02}": 100 - i for i in range(30)}), Cut(Rule.COUNT, Decimal(20))))
    more = organisation(draw(ranking_of({f"C{i:02}": 100 - i for i in range(30)}), Cut(Rule.COUNT, Decimal(21))))
    assert (twenty.due, more.due) == (False, True)


# ---- since the last upload

PERIOD = Months("2025-01", "2025-01")


def told(folder: Path, then: list[Any], now: list[Any], complete: str = "2025-01") -> dict[str, dict[str, Any]]:
    engine = Engine([folder], memory="256MB", threads=1)
    sales = [
        small_sales(folder / side, rows, complete=complete, engine=engine) for side, rows in (("a", then), ("b", now))
    ]
    moved = movement(sales[1], Scope(), Cut(Rule.COUNT, Decimal(1)), PERIOD, PERIOD, known=sales[0])
    found = since_upload(sales[0], sales[1], Scope(), moved)
    weights = [change.weight for change in found.changes]
    assert weights == sorted(weights, reverse=True) and len(found.findings) <= 5
    for finding in found.findings:
        assert finding.say("zh") and finding.say("en")
    return {change.code: change.finding.facts for change in found.changes}


def test_each_kind_of_change_is_told_with_its_money(tmp_path: Path) -> None:
    then = [
        row("A", "2025-01-05", 100),
        row("B", "2025-01-06", 80),
        row("C", "2025-01-07", 5),
        row("B", "2025-02-01", 3),
    ]
    now = [
        row("A", "2025-01-05", 70),  # corrected, and no longer first
        row("B", "2025-01-06", 80),
        row("B", "2025-02-01", 3),
        row("B", "2025-02-20", 40),  # February was not complete
        row("D", "2025-03-01", 200),
    ]
    found = told(tmp_path, then, now)
    assert found["upload_months"] | {"money": None} == {
        "months": 2,
        "first": "2025-02",
        "last": "2025-03",
        "money": None,
    }
    assert found["upload_months"]["money"].value == 240
    fixed = found["upload_corrected"]
    assert (fixed["months"], fixed["customers"], fixed["net"].value, fixed["change"].value) == (1, 2, -35, -30)
    assert (fixed["name"], fixed["month"]) == ("A", "2025-01")
    assert (found["upload_new_customers"]["n"], found["upload_new_customers"]["money"]) == (1, 200)
    assert (found["upload_gone_customers"]["name"], found["upload_gone_customers"]["money"]) == ("C", 5)
    assert (found["upload_entered"]["name"], found["upload_left"]["name"]) == ("B", "A")
    assert next(iter(found)) == "upload_months"


def test_changes_that_cancel_out_are_found(tmp_path: Path) -> None:
    """A month's total may stay what it was while two customers changed in it."""
    then = [row("A", "2025-01-05", 100), row("B", "2025-01-06", 80)]
    now = [row("A", "2025-01-05", 90), row("B", "2025-01-06", 90)]
    found = told(tmp_path, then, now)
    assert list(found) == ["upload_corrected"]
    assert found["upload_corrected"]["customers"] == 2 and found["upload_corrected"]["net"].value == 0


def test_the_same_sales_again_say_so(tmp_path: Path) -> None:
    rows = [row("A", "2025-01-05", 100)]
    assert told(tmp_path, rows, list(rows)) == {}
    engine = Engine([tmp_path], memory="256MB", threads=1)
    sales = small_sales(tmp_path / "a", rows, engine=engine)
    moved = movement(sales, Scope(), TWO, PERIOD, PERIOD)
    assert [one.code for one in since_upload(sales, sales, Scope(), moved).findings] == ["upload_nothing"]


cells = st.dictionaries(
    st.tuples(st.sampled_from("ABC"), st.integers(1, 4)), st.integers(-20, 90).filter(bool), min_size=1, max_size=8
)


@patient
@given(cells, cells)
def test_what_changed_is_what_plain_python_says(
    tmp_path: Path, then: dict[tuple[str, int], int], now: dict[tuple[str, int], int]
) -> None:
    """March is the last complete month of the upload before."""

    def lines(side: dict[tuple[str, int], int]) -> list[Any]:
        return [row(name, f"2025-{month:02}-05", value) for (name, month), value in sorted(side.items())]

    anchor = row("Z", "2025-01-05", 1)  # so that the period that is compared has sales in both
    found = told(tmp_path, [anchor, *lines(then)], [anchor, *lines(now)], complete="2025-03")
    change = {key: now.get(key, 0) - then.get(key, 0) for key in {*then, *now}}
    past = {key: by for key, by in change.items() if by and key[1] <= 3}
    if past:
        fixed = found["upload_corrected"]
        assert fixed["net"].value == sum(past.values()) and fixed["months"] == len({month for _, month in past})
        assert fixed["customers"] == len({name for name, _ in past})
        assert abs(fixed["change"].value) == max(map(abs, past.values()))
    else:
        assert "upload_corrected" not in found
    added = sum(by for (_, month), by in change.items() if month > 3)
    assert ("upload_month" in found) == (added != 0) and (not added or found["upload_month"]["money"].value == added)
    for code, here, there in (("new", now, then), ("gone", then, now)):
        only = {name for name, _ in here} - {name for name, _ in there}
        money = sum(value for (name, _), value in here.items() if name in only)
        assert (f"upload_{code}_customers" in found) == (money != 0)
        assert not money or found[f"upload_{code}_customers"]["money"] == money


@pytest.mark.parametrize("measure", ["amount", "quantity"])
def test_it_is_told_in_the_measure_of_the_scope(tmp_path: Path, measure: str) -> None:
    engine = Engine([tmp_path], memory="256MB", threads=1)
    then = small_sales(tmp_path / "a", [row("A", "2025-01-05", 100, quantity=7)], engine=engine)
    now = small_sales(tmp_path / "b", [row("A", "2025-01-05", 100, quantity=9)], engine=engine)
    scope = replace(Scope(), measure=next(m for m in type(Scope().measure) if m.value == measure))
    moved = movement(now, scope, TWO, PERIOD, PERIOD, known=then)
    codes = [one.code for one in since_upload(then, now, scope, moved).findings]
    assert codes == (["upload_nothing"] if measure == "amount" else ["upload_corrected"])
