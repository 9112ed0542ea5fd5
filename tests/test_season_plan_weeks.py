"""What has to leave in which week, what can be made by the week, and whole lots: worked by hand, and by properties."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kam_core.analysis.supply.build import build_plan
from kam_core.analysis.supply.capacity import Capacity, capacity
from kam_core.analysis.supply.demand_path import NOTHING_COMING, DemandPath, Floats, Receipts, day
from kam_core.analysis.supply.order_by import ClosedDays, days_between
from kam_core.analysis.supply.shipping import weeks
from kam_core.analysis.supply.weekly_due import due_by_week, missing_by_week
from kam_core.analysis.supply.whole_cases import begun, full

AS_OF = day("2025-11-30")  # a Sunday
MONDAYS = weeks(AS_OF + 1, 5)
TEN_A_DAY = DemandPath("2025-12", np.array([[310.0]]))
END = np.array(["2025-12-31"], "datetime64[D]")


def receipts(*given: tuple[str, float]) -> Receipts:
    days = np.array([arrives for arrives, _ in given], "datetime64[D]")
    return Receipts(np.zeros(len(given), np.int64), days, np.array([quantity for _, quantity in given]))


def missing(on_hand: float, coming: Receipts = NOTHING_COMING, safety: float = 0.0) -> list[float]:
    found = missing_by_week(TEN_A_DAY, AS_OF, END, MONDAYS, np.array([on_hand]), coming, safety)
    return [round(value, 9) for value in found[0].tolist()]


def test_stock_serves_the_first_days_and_every_later_week_lacks_its_own() -> None:
    assert missing(100) == [0, 40, 70, 70, 30]
    assert sum(missing(100, safety=25)) == 310 + 25 - 100


def test_goods_on_their_way_count_from_the_day_they_arrive() -> None:
    assert missing(100, receipts(("2025-12-10", 50))) == [0, 0, 60, 70, 30]
    # on Friday 12 December, after two days without any, 50 arrive: they serve what comes then, not what was missed
    assert missing(100, receipts(("2025-12-13", 50))) == [0, 20, 40, 70, 30]
    assert missing(0, receipts(("2026-02-01", 500))) == [70, 70, 70, 70, 30]
    assert missing(70, receipts(("2025-12-01", 40), ("2025-12-29", 30), ("2025-12-01", 100))) == [0, 0, 0, 70, 0]


def test_unknown_stock_stays_unknown() -> None:
    assert all(np.isnan(missing(np.nan)))


def due(transport: int, *closed: date) -> tuple[list[float], list[str]]:
    lacks = np.array([[0.0, 40, 70, 70, 30]])
    found, ship_by = due_by_week(lacks, AS_OF, MONDAYS, np.array([transport]), ClosedDays(transport=frozenset(closed)))
    return found[0].tolist(), [str(d) for d in ship_by[0]]


def test_it_leaves_so_many_days_before_the_monday_it_is_needed_on() -> None:
    assert due(0) == ([0, 40, 70, 70, 30], ["NaT", "2025-12-08", "2025-12-15", "2025-12-22", "2025-12-29"])
    assert due(3) == ([40, 70, 70, 30, 0], ["2025-12-05", "2025-12-12", "2025-12-19", "2025-12-26", "NaT"])


def test_what_should_have_left_already_leaves_in_the_first_week() -> None:
    assert due(9) == ([110, 70, 30, 0, 0], ["2025-11-29", "2025-12-13", "2025-12-20", "NaT", "NaT"])


def test_closed_days_send_it_off_earlier() -> None:
    quantities, ship_by = due(3, *days_between(date(2025, 12, 10), date(2025, 12, 14)))
    assert quantities == [110, 0, 70, 30, 0], "Sunday the 7th, Monday and Tuesday are the open days before the 15th"
    assert ship_by == ["2025-12-05", "NaT", "2025-12-19", "2025-12-26", "NaT"]


ROW: dict[str, Any] = dict.fromkeys(("month", "capacity", "weekly_capacity", "available", "lot", "case_size"))


def made(*rows: dict[str, Any], production: int = 0, stopped: tuple[date, ...] = ()) -> Capacity:
    said = [{**ROW, "product": "P", **row} for row in rows]
    return capacity(said, ["P"], AS_OF, MONDAYS, stopped, production)


def test_a_week_makes_its_capacity_less_the_days_that_work_stands_still() -> None:
    assert made({"weekly_capacity": 70}).weekly.tolist() == [[70] * 5]
    assert made({"weekly_capacity": 70}, stopped=(date(2025, 12, 3), date(2025, 12, 4))).weekly[0, 0] == 50


def test_a_month_is_spread_over_the_days_worked_on() -> None:
    assert made({"capacity": 310}).weekly.tolist() == [[70, 70, 70, 70, 70]]
    only = made({"month": date(2025, 12, 1), "capacity": 310}).weekly
    assert only.tolist() == [[70, 70, 70, 70, 30]], "nothing is said of January"
    shut = made({"capacity": 310}, stopped=tuple(days_between(date(2025, 12, 8), date(2025, 12, 28)))).weekly
    assert shut[0].round(6).tolist()[:4] == [217, 0, 0, 0]


def test_the_most_exact_word_counts() -> None:
    both = made({"weekly_capacity": 7}, {"month": date(2025, 12, 1), "capacity": 310})
    assert both.weekly.tolist() == [[70, 70, 70, 70, 34]]
    assert made({"month": date(2025, 12, 1), "available": 31, "capacity": 310}).weekly[0, 0] == pytest.approx(7)


def test_nothing_ordered_now_is_ready_before_its_production_days_are_over() -> None:
    assert made({"weekly_capacity": 70}, production=10).weekly.tolist() == [[0, 50, 70, 70, 70]]
    later = made({"weekly_capacity": 70}, production=10, stopped=(date(2025, 12, 2),)).weekly
    assert later.tolist() == [[0, 40, 70, 70, 70]]


def test_where_nothing_is_said_no_limit_is_known() -> None:
    silent = made({"case_size": 12})
    assert not silent.limited[0] and np.isinf(silent.weekly).all() and silent.lot.tolist() == [12]


def test_available_without_a_month_is_there_now() -> None:
    assert made({"available": 500, "weekly_capacity": 70}).stock.tolist() == [500]
    assert np.isnan(made({"weekly_capacity": 70}).stock[0])


def test_a_lot_that_no_week_can_make_gives_way_to_the_case() -> None:
    assert made({"weekly_capacity": 70, "lot": 60, "case_size": 6}).lot.tolist() == [60]
    assert made({"weekly_capacity": 70, "lot": 100, "case_size": 6}).lot.tolist() == [6]


def test_whole_lots_are_made_within_the_capacity() -> None:
    plan = build_plan(np.array([[0.0, 30, 35, 60]]), np.array([70.0, 60, 70, 70]), 5, 20)
    assert plan.from_stock.tolist() == [[0, 5, 0, 0]]
    assert plan.made.tolist() == [[0, 40, 20, 60]]
    assert (plan.unbuilt.tolist(), plan.ahead[0, -1]) == ([0], 0)
    tight = build_plan(np.array([[0.0, 30, 35, 60]]), np.array([30.0, 30, 30, 30]), 5, 20)
    assert tight.made.tolist() == [[20, 20, 20, 20]]
    assert tight.unbuilt.tolist() == [120 - 80]


def test_cases_are_rounded_over_all_weeks_together() -> None:
    assert begun(np.array([[1.0, 1, 1, 1]]), np.array([3.0])).tolist() == [[3, 0, 0, 3]]
    assert full(np.array([[1.0, 1, 1, 1]]), np.array([3.0])).tolist() == [[0, 0, 3, 0]]
    assert begun(np.array([[0.1, 0.2]]), np.array([0.0])).tolist() == [[0.1, 0.2]]
    tenths = np.array([[0.1] * 10])
    assert begun(tenths, np.array([1.0])).sum() == full(tenths, np.array([1.0])).sum() == 1


QUANTITIES = st.lists(st.floats(0, 1e6), min_size=6, max_size=6)


def row(values: list[float]) -> Floats:
    return np.array([values])


@given(QUANTITIES, QUANTITIES, st.floats(0, 1e6), st.sampled_from([0.0, 1.0, 12.0, 500.0]))
def test_a_plan_in_lots_keeps_to_the_capacity_and_accounts_for_the_need(
    need: list[float], room: list[float], stock: float, lot: float
) -> None:
    plan = build_plan(row(need), row(room), np.array([stock]), np.array([lot]))
    assert (plan.made <= row(room) * (1 + 1e-6)).all()
    assert (plan.made >= 0).all() and (plan.short >= 0).all()
    if lot:
        assert np.allclose(plan.made / lot, np.round(plan.made / lot), atol=1e-6)
    whole = plan.made.sum() + plan.from_stock.sum() + plan.short.sum()
    assert whole == pytest.approx(sum(need) + plan.ahead[0, -1], rel=1e-9, abs=1e-6)
    assert plan.ahead[0, -1] <= lot + 1e-6, "at most the rest of one lot is left"


@given(QUANTITIES, st.sampled_from([1.0, 7.0, 24.0]))
def test_rounded_quantities_never_lag_or_lead_by_a_case(weekly: list[float], step: float) -> None:
    exact = np.cumsum(weekly)
    up, down = np.cumsum(begun(row(weekly), np.array([step]))), np.cumsum(full(row(weekly), np.array([step])))
    slack = 1e-6 * np.maximum(exact, 1)
    assert (up >= exact - slack).all() and (up < exact + step + slack).all()
    assert (down <= exact + slack).all() and (down > exact - step - slack).all()


@given(
    st.floats(0, 2000),
    st.floats(0, 500),
    st.lists(st.tuples(st.integers(1, 40), st.floats(0, 300)), max_size=5),
)
def test_by_the_week_nothing_is_missed_that_the_days_miss(
    on_hand: float, safety: float, coming: list[tuple[int, float]]
) -> None:
    """An oracle by the day: the worst evening of the season is what is missing in all."""
    arrivals = receipts(*((str(AS_OF + after), quantity) for after, quantity in coming))
    lacks = np.array(missing(on_hand, arrivals, safety))
    stock, worst = on_hand - safety, 0.0
    for after in range(1, 36):
        stock += sum(quantity for due_, quantity in coming if due_ == after) - (10 if after <= 31 else 0)
        worst = max(worst, -stock)
        if after % 7 == 0:
            so_far = lacks[: after // 7].sum()
            assert so_far == pytest.approx(worst, abs=1e-6)
