"""Lot, rhythm, price and needs: by hand, and beside plain Python."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kam_core.analysis.ranking import rank
from kam_core.analysis.scope import Scope
from kam_core.analysis.service.habits import Habits, habits, prices_of
from kam_core.analysis.service.needs import Met, judge
from kam_core.analysis.service.service import Served, served
from tests.small_sales import SmallSales, row
from tests.small_service import SmallBeside, beside, part

patient = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
TODAY = date(2025, 3, 31)
SOLD = [
    row("K", "2025-01-01", 1000, quantity=100, product="P1", unit="case", order="1"),
    row("K", "2025-01-01", 400, quantity=20, product="P2", unit="case", order="1"),
    row("K", "2025-01-31", 500, quantity=50, product="P1", unit="case", order="2"),
    row("K", "2025-03-01", 900, quantity=100, product="P1", unit="case", order="3"),
    row("K", "2025-03-05", -90, quantity=-10, product="P1", unit="case", order="4"),
    row("S", "2025-02-01", 660, quantity=60, product="P1", unit="case", order="5"),
]


def at(sales: SmallSales) -> Habits:
    return habits(sales, rank(sales, Scope()), TODAY)


def known(sales: SmallBeside) -> Served:
    return served(sales, rank(sales, Scope()), TODAY)  # type: ignore[arg-type]


def test_lot_rhythm_and_price_by_hand(tmp_path: Path) -> None:
    sales = beside(tmp_path, SOLD)
    found = at(sales)
    assert found.orders.tolist() == [3, 1]
    assert found.gap[0] == 29 and np.isnan(found.gap[1])  # 30 and 29 days apart: the lower of the two in the middle
    assert found.lot.tolist() == [270 / 3, 60] and found.units.tolist() == ["case", "case"]
    assert found.money.tolist() == [2800 / 3, 660]
    assert found.monthly[0] == pytest.approx(3 / (89 / (365.25 / 12)))
    # P1: K bought 240 for 2,310, S 60 for 660: 2,970 / 300 = 9.90 on average. P2 only K bought.
    assert found.price[0] == pytest.approx((2310 + 400) / (240 * 9.9 + 400) - 1)
    assert found.price[1] == pytest.approx(11 / 9.9 - 1)
    assert found.paid[0] == pytest.approx(2710 / 260)
    rows = prices_of(sales, Scope(), "K").to_pylist()
    assert [(r["product"], r["price"], round(r["usual"], 4), r["buyers"]) for r in rows] == [
        ("P1", 2310 / 240, 9.9, 2),
        ("P2", 20.0, 20.0, 1),
    ]


def test_different_units_and_currencies_are_never_averaged(tmp_path: Path) -> None:
    rows = [
        row("K", "2025-01-01", 100, quantity=10, product="P1", unit="case"),
        row("K", "2025-01-09", 100, quantity=240, product="P1", unit="bottle"),
        row("S", "2025-01-09", 120, quantity=10, product="P1", unit="case"),
    ]
    found = at(beside(tmp_path, rows))
    assert np.isnan(found.paid[1 - 1]) and found.price[0] == pytest.approx(200 / (110 + 100) - 1)
    money = [
        row("K", "2025-01-01", 100, quantity=10, product="P1", currency="CNY"),
        row("S", "2025-01-09", 20, quantity=10, product="P1", currency="USD"),
    ]
    sales = beside(tmp_path, money)
    assert [habits(sales, rank(sales, Scope(currencies=(c,))), TODAY).price[0] for c in ("CNY", "USD")] == [0, 0]


@patient
@given(
    st.lists(
        st.tuples(
            st.sampled_from("KST"), st.integers(0, 80), st.sampled_from(["", "a", "b"]), st.sampled_from(["P1", "P2"]),
            st.integers(-3, 9), st.integers(-3, 9),
        ),
        min_size=1,
        max_size=20,
    )
)  # fmt: skip
def test_habits_are_what_plain_python_says(tmp_path: Path, bought: list[tuple[Any, ...]]) -> None:
    first = date(2025, 1, 1)
    rows = [
        row(who, str(first + timedelta(d)), money, quantity=much, product=what, unit="case", order=order)
        for who, d, order, what, much, money in bought
    ]
    sales = beside(tmp_path, rows)
    ranking, found = rank(sales, Scope()), at(sales)
    paid: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for who, _, _, what, much, money in bought:
        paid[who, what][0] += money
        paid[who, what][1] += much
    paid = {key: both for key, both in paid.items() if both[0] > 0 and both[1] > 0}
    for place, who in enumerate(ranking.customers):
        mine = [one for one in bought if one[0] == who and one[5] > 0]
        numbers = {one[2] or str(first + timedelta(one[1])) for one in mine}
        assert found.orders[place] == len(numbers)
        gaps = sorted(b - a for a, b in pairwise(sorted({one[1] for one in mine})))
        assert gaps == [] or found.gap[place] == gaps[(len(gaps) - 1) // 2]
        assert np.isnan(found.gap[place]) == (not gaps)
        if numbers:
            assert found.lot[place] == pytest.approx(sum(one[4] for one in mine) / len(numbers))
        usual = 0.0
        for (other, what), (_, much) in paid.items():
            if other == who:
                alike = [both for (_, product), both in paid.items() if product == what]
                usual += much * sum(m for m, _ in alike) / sum(q for _, q in alike)
        if usual:
            spent = sum(both[0] for (other, _), both in paid.items() if other == who)
            assert found.price[place] == pytest.approx(spent / usual - 1)
        else:
            assert np.isnan(found.price[place])


# ---- needs


@pytest.mark.parametrize(
    ("what", "wanted", "got", "met"),
    [
        ("lead_time", 10, 10, Met.MET),
        ("lead_time", 10, 11, Met.NEARLY),
        ("lead_time", 10, 11.1, Met.NOT),
        ("frequency", 4, 5, Met.MET),
        ("frequency", 4, 3.6, Met.NEARLY),
        ("frequency", 4, 3.5, Met.NOT),
        ("lot", 500, 400, Met.MET),
        ("lot", 500, 551, Met.NOT),
        ("price", 48, 47.9, Met.MET),
        ("training", 4, 2, Met.NOT),
    ],
)
def test_met_nearly_and_not(what: str, wanted: float, got: float, met: Met) -> None:
    assert judge(what, wanted, got, 0.1) is met


def test_what_is_wanted_stands_beside_what_is_measured(tmp_path: Path) -> None:
    sales = beside(
        tmp_path,
        SOLD,
        deliveries=[part("1", "K", on="2025-01-01", due="2025-01-09", came="2025-01-12", of=1, got=1)],
        activities=[{"customer": "K", "kind": "training", "date": "2025-02-01"}],
        needs=[
            {"customer": "K", "lead_time_wanted": 10, "lot_wanted": 90, "frequency_wanted": 2, "price_wanted": 9,
             "price_given": 8, "training_wanted": 2, "training_given": 5, "research_wanted": "monthly"},
            {"customer": "S", "lead_time_wanted": 5, "lead_time_given": 7, "research_wanted": "monthly",
             "research_given": "Monthly"},
            {"customer": "nobody", "lot_wanted": 5},
        ],
    )  # fmt: skip
    found = known(sales).needs
    assert found is not None and set(found.of) == {"K", "S"}
    told = {need.what: (need.wanted, need.got, need.met, need.measured) for need in found.of["K"]}
    assert told["lead_time"] == (10, 11, Met.NEARLY, True)
    assert told["lot"] == (90, 90, Met.MET, True)
    assert told["frequency"][2:] == (Met.NOT, True)
    assert told["price"][2:] == (Met.NOT, True)  # paid, not what the file says is given
    assert told["training"] == (2, 1, Met.NOT, True)
    assert told["research"] == ("monthly", None, Met.NOT, False)
    assert found.met("K") == (1, 6)
    told = {need.what: (need.wanted, need.got, need.met, need.measured) for need in found.of["S"]}
    assert told == {"lead_time": (5, 7, Met.NOT, False), "research": ("monthly", "Monthly", Met.MET, False)}


def test_without_the_files_nothing_is_made_up(tmp_path: Path) -> None:
    assert known(beside(tmp_path, SOLD)).needs is None
    sales = beside(tmp_path, SOLD, needs=[{"customer": "S", "lead_time_wanted": 5, "training_wanted": 2}])
    found = known(sales).needs
    assert found is not None
    assert {need.met for need in found.of["S"]} == {Met.UNKNOWN} and found.met("S") == (0, 0)
