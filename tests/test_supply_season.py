"""Peaks, safety stock, order dates and status: by hand and from textbooks."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kam_core.analysis.supply.demand_path import DemandPath, day
from kam_core.analysis.supply.order_by import ClosedDays, days_between, order_dates
from kam_core.analysis.supply.peak import gap, next_peak, peak_need
from kam_core.analysis.supply.safety import (
    fill_rate,
    lead_time_spread,
    reasonable_stock,
    reorder_point,
    safety_stock,
    z_value,
)
from kam_core.analysis.supply.status import Limits, Status, severity, statuses

DECEMBER_JANUARY = [1.6, 0.9, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.9, 0.9, 0.9, 2.0]


def days(*texts: str) -> np.ndarray:
    return np.array(texts, "datetime64[D]")


def index(*, peak: tuple[int, ...] = ()) -> list[float]:
    return [1.5 if month in peak else 0.9 for month in range(1, 13)]


@pytest.mark.parametrize(
    ("as_of", "first", "last"),
    [
        ("2025-08-15", "2025-12", "2026-01"),
        ("2025-11-30", "2025-12", "2026-01"),
        ("2025-12-10", "2025-12", "2026-01"),
        ("2026-01-10", "2025-12", "2026-01"),
        ("2026-01-30", "2025-12", "2026-01"),
        ("2026-01-31", "2026-12", "2027-01"),  # its last day is over
    ],
)
def test_a_peak_across_the_turn_of_the_year_is_one(as_of: str, first: str, last: str) -> None:
    peak = next_peak(np.array([DECEMBER_JANUARY]), day(as_of))
    assert (str(peak.first[0]), str(peak.last[0])) == (first, last)


def test_of_two_peaks_the_next_one_counts_and_some_have_none() -> None:
    profiles = np.array([index(peak=(3, 9, 10)), index(), [1.3] * 12, [np.nan] * 12])
    peak = next_peak(profiles, day("2025-04-02"))
    assert peak.found.tolist() == [True, False, False, False]
    assert (peak.begins[0], peak.ends[0]) == (day("2025-09-01"), day("2025-10-31"))
    assert str(next_peak(profiles, day("2025-10-31")).first[0]) == "2026-03"


def test_the_threshold_moves_the_peak() -> None:
    peak = next_peak(np.array([DECEMBER_JANUARY]), day("2025-08-15"), threshold=1.8)
    assert (str(peak.first[0]), str(peak.last[0])) == ("2025-12", "2025-12")
    assert not next_peak(np.array([DECEMBER_JANUARY]), day("2025-08-15"), threshold=2.1).found[0]


def test_need_of_the_peak_and_gap_until_its_end() -> None:
    # as of 31 October: November 100, peak of December 200 and January 160
    path = DemandPath("2025-11", np.array([[100.0, 200, 160, 90]] * 3))
    peak = next_peak(np.array([DECEMBER_JANUARY] * 3), day("2025-10-31"))
    assert peak_need(path, peak).tolist() == [360, 360, 360]
    missing = gap(path, peak, day("2025-10-31"), np.array([150.0, 900, np.nan]), np.array([60.0, 0, 0]), 40)
    assert missing[:2].tolist() == [460 + 40 - 150 - 60, 0]
    assert np.isnan(missing[2])
    begun = gap(path, peak, day("2025-12-31"), np.array([100.0, 0, 0]))
    assert begun.tolist() == [60, 160, 160]


def test_a_forecast_that_ends_before_the_peak_says_nothing_of_its_need() -> None:
    peak = next_peak(np.array([DECEMBER_JANUARY]), day("2025-10-31"))
    path = DemandPath("2025-11", np.array([[100.0, 200]]))
    assert np.isnan(peak_need(path, peak)[0]) and np.isnan(gap(path, peak, day("2025-10-31"), np.array([5.0]))[0])


@pytest.mark.parametrize(("service", "z"), [(0.90, 1.28), (0.95, 1.64), (0.98, 2.05), (0.99, 2.33), (0.5, 0.0)])
def test_factors_of_service_levels(service: float, z: float) -> None:
    assert round(z_value(service), 2) == z


@pytest.mark.parametrize("service", [0.0, 1.0, -1.0, 95.0])
def test_a_service_level_is_a_share(service: float) -> None:
    with pytest.raises(ValueError):
        z_value(service)


def test_safety_stock_as_in_chopra_and_meindl() -> None:
    """Weekly demand 2,500 with σ 500, two weeks, 90 %: 906. Daily, seven days with σ 7: 22,491; with none: 1,695."""
    sigma = np.array([500.0])
    assert safety_stock(sigma, 2, 0.90).round().tolist() == [906]
    assert reorder_point(np.array([2500.0]), 2, safety_stock(sigma, 2, 0.90)).round().tolist() == [5906]
    assert lead_time_spread(sigma, 7, 2500, 7).round(-1).tolist() == [17550]
    assert np.allclose(safety_stock(sigma, 7, 0.90, 2500, 7), 22491, rtol=1e-4)
    assert np.allclose(safety_stock(sigma, 7, 0.90), 1695, rtol=1e-3)


def test_a_base_stock_as_stockpyl_gives_it() -> None:
    """newsvendor_normal(holding_cost=2, stockout_cost=18, demand_mean=120, demand_sd=10) in its documentation."""
    assert np.isclose(120 + safety_stock(np.array([10.0]), 1, 18 / 20)[0], 132.815515655446)


def test_fill_rate_as_in_chopra_and_meindl() -> None:
    """Lots of 10,000, σ over the lead time 707, safety stock 1,000: 25 units short a cycle, 99.75 %."""
    assert fill_rate(np.array([707.0]), np.array([1000.0]), np.array([10000.0])).round(4).tolist() == [0.9975]
    certain = fill_rate(np.array([0.0, 0.0]), np.array([0.0, -50.0]), np.array([100.0, 100.0]))
    assert certain.tolist() == [1.0, 0.5]


def test_reasonable_stock_is_a_reorder_point_and_one_cycle_more() -> None:
    reasonable = reasonable_stock(np.array([300.0]), 1.5, np.array([50.0]), 1)
    assert (reasonable.least.tolist(), reasonable.most.tolist()) == ([500], [800])


@given(st.floats(0, 1e6), st.floats(0, 12), st.floats(0.51, 0.999), st.floats(0, 1e5), st.floats(0, 3))
def test_safety_stock_is_not_negative_and_grows_with_service(
    sigma: float, lead: float, service: float, demand: float, spread: float
) -> None:
    less = safety_stock(np.array([sigma]), lead, 0.5 + (service - 0.5) / 2, demand, spread)
    more = safety_stock(np.array([sigma]), lead, service, demand, spread)
    assert 0 <= less[0] <= more[0]
    assert np.allclose(safety_stock(np.array([sigma * 10]), lead, service, demand * 10, spread), more * 10)


CLOSED = ClosedDays(transport=days_between(date(2026, 1, 28), date(2026, 2, 1)))


def test_order_by_walks_back_over_transport_then_production() -> None:
    """Runs out on 12 February; 25 days to make, 8 to carry, 5 closed: order by 5 January, 9 days from 27 December."""
    closed = ClosedDays(transport=days_between(date(2026, 2, 4), date(2026, 2, 8)))
    found = order_dates(days("2026-02-12"), day("2025-12-27"), 25, 8, closed)
    assert found.order_by.tolist() == [date(2026, 1, 5)]
    assert found.ship_by.tolist() == [date(2026, 1, 30)]
    assert (found.days_left.tolist(), found.closed.tolist()) == ([9], [5])


def test_each_kind_of_closed_day_stops_its_own_work_only() -> None:
    holiday = days_between(date(2026, 2, 1), date(2026, 2, 5))
    when, as_of = days("2026-02-10"), day("2026-01-01")
    assert order_dates(when, as_of, 10, 4, ClosedDays(production=holiday)).order_by.tolist() == [date(2026, 1, 22)]
    assert order_dates(when, as_of, 10, 4, ClosedDays(transport=holiday)).order_by.tolist() == [date(2026, 1, 27)]
    assert order_dates(when, as_of, 10, 9, ClosedDays(transport=holiday)).order_by.tolist() == [date(2026, 1, 17)]


def test_late_orders_no_run_out_and_nothing_to_do() -> None:
    found = order_dates(days("2026-02-10", "NaT", "2026-01-30"), day("2026-02-01"), np.array([20, 20, 0]), 0, CLOSED)
    assert found.days_left[0] == -11 and np.isnan(found.days_left[1])
    assert np.isnat(found.order_by[1]) and np.isnat(found.ship_by[1])
    assert found.ship_by.tolist()[2] == date(2026, 1, 27), "nothing is handed over on a closed day"


@given(
    st.integers(0, 400),
    st.integers(0, 60),
    st.integers(0, 30),
    st.frozensets(st.integers(0, 400), max_size=60),
    st.frozensets(st.integers(0, 400), max_size=60),
)
def test_order_dates_by_walking_one_day_at_a_time(
    end: int, production: int, transport: int, no_plant: frozenset[int], no_carrier: frozenset[int]
) -> None:
    def back(at: int, steps: int, shut: frozenset[int]) -> int:
        if steps == 0:
            while at in shut:
                at -= 1
        while steps:
            at -= 1
            steps -= at not in shut
        return at

    ship = back(end, transport, no_carrier)
    epoch = date(1970, 1, 1).toordinal()

    def as_dates(numbers: frozenset[int]) -> frozenset[date]:
        return frozenset(date.fromordinal(epoch + n) for n in numbers)

    closed = ClosedDays(as_dates(no_plant), as_dates(no_carrier))
    found = order_dates(np.array([end], "datetime64[D]"), day("1970-01-01"), production, transport, closed)
    assert found.ship_by.astype(int).tolist() == [ship]
    assert found.order_by.astype(int).tolist() == [back(ship, production, no_plant)] == found.days_left.tolist()


def test_one_word_a_series_the_most_pressing_first() -> None:
    nan, inf = np.nan, np.inf
    rows = [  # on hand, forecast, days left, cover, season
        (nan, True, nan, nan, True, Status.UNREPORTED),
        (nan, False, nan, nan, False, Status.UNREPORTED),
        (5, False, nan, nan, False, Status.NO_FORECAST),
        (5, True, -1, 1, True, Status.LATE),
        (5, True, 0, 1, True, Status.NOW),
        (5, True, 14, 1, True, Status.NOW),
        (5, True, 15, 1, False, Status.SOON),
        (5, True, 31, 2, True, Status.ENOUGH),
        (5, True, 90, 5, True, Status.OVERSTOCK),
        (5, True, nan, inf, True, Status.OVERSTOCK),
        (5, True, 90, 3, False, Status.NO_SEASON),
        (0, True, -30, 0, True, Status.LATE),
    ]
    columns = [np.array(column) for column in zip(*(row[:5] for row in rows))]
    on_hand, known, left, cover, season = columns
    found = statuses(on_hand.astype(float), known, left.astype(float), cover.astype(float), season)
    assert found.tolist() == [row[5] for row in rows]
    assert severity(found)[[3, 4, 6, 7]].tolist() == [0, 1, 2, 7]
    sooner = statuses(on_hand.astype(float), known, left.astype(float), cover.astype(float), season, Limits(now=0))
    assert sooner[5] == Status.SOON
