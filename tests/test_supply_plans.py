"""Making and shipping under capacity; overstock, sell-through, lost sales, pre-season progress."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kam_core.analysis.supply.build import build_plan
from kam_core.analysis.supply.demand_path import DemandPath, day
from kam_core.analysis.supply.excess import contradicts, outruns, overstock, sell_in_ratio, sell_through
from kam_core.analysis.supply.peak import next_peak
from kam_core.analysis.supply.progress import pre_season_progress, trend
from kam_core.analysis.supply.shipping import by_period, shipping_plan, weeks
from kam_core.analysis.supply.stock_out import censored, lost_sales

NEED = np.array([[0.0, 50, 100, 300]])


def test_capacity_that_is_enough_makes_everything_in_its_own_period() -> None:
    plan = build_plan(NEED, np.array([300.0] * 4))
    assert plan.made.tolist() == [[0, 50, 100, 300]]
    assert (plan.unbuilt.tolist(), plan.ahead.tolist()) == ([0], [[0, 0, 0, 0]])


def test_capacity_that_is_just_enough_builds_ahead_of_the_peak() -> None:
    plan = build_plan(NEED, np.array([112.5] * 4))
    assert plan.made.tolist() == [[112.5] * 4]
    assert plan.ahead.tolist() == [[112.5, 175, 187.5, 0]]
    assert plan.unbuilt.tolist() == [0]


def test_capacity_that_is_not_enough_is_said() -> None:
    plan = build_plan(NEED, np.array([100.0] * 4), np.array([20.0]))
    assert plan.from_stock.tolist() == [[0, 20, 0, 0]]
    assert plan.made.tolist() == [[100] * 4]
    assert plan.short.tolist() == [[0, 0, 0, 30]]
    assert plan.unbuilt.tolist() == [30]


def test_what_is_needed_before_it_can_be_made_is_short_where_it_is_needed() -> None:
    plan = build_plan(np.array([[80.0, 10, 10]]), np.array([50.0, np.inf, 50]))
    assert (plan.made.tolist(), plan.short.tolist()) == ([[50, 10, 10]], [[30, 0, 0]])


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(0, 60)), min_size=1, max_size=10), st.integers(0, 100))
def test_a_build_plan_adds_up(periods: list[tuple[int, int]], stock: int) -> None:
    need, room = (np.array([column], np.float64) for column in zip(*periods))
    plan = build_plan(need, room, float(stock))
    assert (plan.made >= 0).all() and (plan.made <= room).all() and (plan.short >= 0).all()
    met = need - plan.short - plan.from_stock
    assert np.allclose(np.cumsum(plan.made - met, axis=1), plan.ahead)
    worst = max(0.0, (np.cumsum(need - plan.from_stock) - np.cumsum(room)).max())
    assert np.isclose(plan.unbuilt[0], worst), "no plan could miss less"
    assert np.isclose(plan.ahead[0, -1], 0), "nothing is made that nobody needs"


def test_weeks_begin_on_monday() -> None:
    assert weeks(day("2025-12-27"), 2).tolist() == [day("2025-12-22").item(), day("2025-12-29").item()]
    assert weeks(day("2025-12-29"), 1).tolist() == [day("2025-12-29").item()]


def test_quantities_fall_into_the_week_of_their_last_ship_date() -> None:
    starts = weeks(day("2026-01-01"), 3)
    ship_by = np.array(["2025-12-01", "2026-01-04", "2026-01-05", "NaT", "2026-01-19"], "datetime64[D]")
    found = by_period(np.array([0, 0, 1, 1, 1]), ship_by, np.array([5.0, 7, 9, 100, 2]), 2, starts)
    assert found.tolist() == [[12, 0, 0], [0, 9, 2]]


def test_shipping_stays_within_what_is_made_and_catches_up() -> None:
    due = np.array([[60.0, 0, 40], [20, 0, 0], [5, 5, 5]])
    plan = shipping_plan(due, np.array([0, 0, 1]), np.array([[40.0, 60, 0], [99, 0, 0]]))
    assert plan.shipped.tolist() == [[30, 30, 20], [10, 10, 0], [5, 5, 5]]
    assert plan.late.tolist() == [[30, 0, 20], [10, 0, 0], [0, 0, 0]]
    assert plan.unshipped.tolist() == [20, 0, 0]


@given(st.lists(st.tuples(*[st.integers(0, 50)] * 4), min_size=1, max_size=8))
def test_no_more_is_shipped_than_is_due_or_ready(periods: list[tuple[int, int, int, int]]) -> None:
    columns = np.array(periods, np.float64).T
    due, ready = columns[:3], np.stack([columns[3], columns[3] / 2])
    product = np.array([0, 0, 1])
    plan = shipping_plan(due, product, ready)
    assert np.allclose(np.cumsum(due - plan.shipped, axis=1), plan.late) and (plan.late >= 0).all()
    for at in range(2):
        sent = np.cumsum(plan.shipped[product == at].sum(axis=0))
        assert (sent <= np.cumsum(ready[at]) + 1e-6).all()


def test_overstock_is_what_the_months_to_come_and_the_safety_stock_do_not_take() -> None:
    assert overstock(np.array([900.0, 300]), np.array([500.0, 500]), 100).tolist() == [300, 0]


def test_sell_through_between_two_reports() -> None:
    sold = sell_through(
        np.array([100.0, 100, np.nan]), np.array([80.0, 0, 5]), np.array([5.0, 0, 0]), np.array([60.0, 130, 5])
    )
    assert sold[:2].tolist() == [115, -30] and np.isnan(sold[2])
    assert contradicts(sold).tolist() == [False, True, False]


def test_stock_that_rises_faster_than_it_sells() -> None:
    before, now = np.array([2.0, 2, 2, 3, np.nan]), np.array([3.0, 3, 2, 2, 3])
    sell_in, sold = np.array([150.0, 90, 150, 150, 150]), np.array([100.0, 100, 100, 100, 100])
    assert outruns(before, now, sell_in, sold).tolist() == [True, False, False, False, False]
    assert sell_in_ratio(np.array([5.0, 0]), np.array([0.0, -1])).tolist()[0] == np.inf


def test_lost_sales_are_days_without_stock_at_the_average_of_sound_days() -> None:
    zero = np.array([[10.0, 0, 30], [0, 0, 0], [30, 31, 30]])
    sound = np.array([[20.0, 31, 0], [30, 31, 30], [0, 0, 0]])
    sold = np.array([[200.0, 310, 0], [90, 90, 90], [0, 0, 0]])
    found = lost_sales(zero, sound, sold)
    assert found[:2].tolist() == [[100, 0, 300], [0, 0, 0]]
    assert np.isnan(found[2]).all()
    sold_out = lost_sales(np.array([[0.0, 30]]), np.array([[30.0, 0]]), np.array([[60.0, 999]]))
    assert sold_out.tolist() == [[0, 60]], "what was sold on days without stock says nothing of sound days"
    assert censored(zero, np.array([30.0, 31, 30])).tolist() == [[True, False, True], [False] * 3, [True] * 3]


def test_pre_season_progress_compares_the_same_days_of_last_year() -> None:
    # peak December-January, pre-season from September; 31 October of 2025 against 31 October of 2024
    path = DemandPath("2024-09", np.array([[100.0, 200, 300, 0, 0, 0, 0, 0, 0, 0, 0, 0, 150, 90, 0]]))
    index = np.array([[1.6] + [0.9] * 10 + [2.0]])
    as_of = day("2025-10-31")
    found = pre_season_progress(path, next_peak(index, as_of), as_of, 1.2)
    assert (found.so_far.tolist(), found.expected.tolist()) == ([240], [360])
    assert found.share.round(4).tolist() == [0.6667] and found.behind.tolist() == [120]
    assert str(found.begins[0]) == "2025-09-01"
    half = pre_season_progress(path, next_peak(index, day("2025-09-15")), day("2025-09-15"), 1.0)
    assert (half.so_far.tolist(), half.expected.tolist()) == ([75], [50])
    begun = pre_season_progress(path, next_peak(index, day("2025-10-31")), day("2025-12-20"), 1.0)
    assert (begun.so_far.tolist(), begun.expected.tolist()) == ([240], [600]), "the stage ends where the peak begins"
    early = pre_season_progress(path, next_peak(index, day("2025-06-15")), day("2025-06-15"), 1.0)
    assert early.so_far.tolist() == [0] and np.isnan(early.share[0])
    none = pre_season_progress(path, next_peak(np.ones((1, 12)), as_of), as_of, 1.0)
    assert np.isnan(none.so_far[0]) and np.isnat(none.begins[0])


def test_a_trend_is_believed_within_bounds() -> None:
    assert trend(np.array([120.0, 900, 1, 5, np.nan]), np.array([100.0, 100, 100, 0, 7])).tolist() == [
        1.2,
        2,
        0.5,
        1,
        1,
    ]
