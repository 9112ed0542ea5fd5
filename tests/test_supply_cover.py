"""Forward and backward cover, run-out and projected stock: by hand, against a day-by-day walk, and as properties."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kam_core.analysis.supply.cover import backward_cover, forward_cover, forward_cover_days
from kam_core.analysis.supply.demand_path import DemandPath, Receipts, day
from kam_core.analysis.supply.projection import month_ends, projected, roll_forward, run_out

DEMANDS = st.lists(st.integers(0, 900), min_size=1, max_size=14)
NEW_YEARS_EVE = day("2025-12-31")


def one(*monthly: float, first: str = "2026-01") -> DemandPath:
    return DemandPath(first, np.array([monthly], np.float64))


def series(*values: float) -> np.ndarray:
    return np.array(values, np.float64)


def coming(*goods: tuple[str, float]) -> Receipts:
    return Receipts(
        np.zeros(len(goods), np.int64),
        np.array([when for when, _ in goods], "datetime64[D]"),
        series(*(quantity for _, quantity in goods)),
    )


def walked(stock: float, monthly: list[int], first: date, as_of: date, receipts: dict[date, float]) -> date | None:
    """The run-out date by walking one day after the other."""
    today = first
    for demand in monthly:
        following = (today.replace(day=1) + timedelta(32)).replace(day=1)
        while today < following:
            if today > as_of:
                stock += receipts.get(today, 0.0) - demand / (following - today.replace(day=1)).days
                if stock < -1e-6:
                    return today
            today += timedelta(1)
    return None


def test_cover_before_a_peak_looks_forward() -> None:
    stock = series(1200)
    assert backward_cover(stock, series(100, 100, 100)[None]).tolist() == [12.0]
    forward = forward_cover(stock, series(120, 300, 500, 600)[None])
    assert forward.round(1).tolist() == [3.5]
    assert forward.tolist() == [3 + 280 / 600]


def test_forward_cover_at_its_edges() -> None:
    demand = np.array([[100.0, 0, 0, 50]] * 6)
    stock = series(100, 0, 150, 149, -20, np.nan)
    assert forward_cover(stock, demand).tolist()[:5] == [3.0, 0.0, np.inf, 3.98, 0.0]
    assert np.isnan(forward_cover(stock, demand)[5])
    assert forward_cover(series(5), np.zeros((1, 3))).tolist() == [np.inf]
    assert forward_cover(series(5), np.zeros((1, 0))).tolist() == [np.inf]
    assert np.isnan(forward_cover(series(5), np.array([[np.nan, 1.0]]))).all()
    assert forward_cover(series(50), np.array([[100.0, np.nan]])).tolist() == [0.5]


def test_a_month_that_has_begun_counts_with_what_is_left_of_it() -> None:
    assert forward_cover(series(100), series(100, 100)[None], begun=0.5).tolist() == [1.0]
    assert forward_cover(series(25), series(100, 100)[None], begun=0.5).tolist() == [0.25]


def test_backward_cover_without_sales_or_with_months_unknown() -> None:
    past = np.array([[0.0, 0, 0], [100, np.nan, 300], [0, 0, 0], [np.nan] * 3])
    found = backward_cover(series(5, 400, 0, 5), past)
    assert found[:2].tolist() == [np.inf, 2.0]
    assert np.isnan(found[2:]).all()


def test_days_of_cover_and_the_run_out_date_agree() -> None:
    path = one(120, 300, 500, 600)
    assert forward_cover_days(series(1200), path, NEW_YEARS_EVE).tolist() == [31 + 28 + 31 + 14]
    assert run_out(series(1200), path, NEW_YEARS_EVE).tolist() == [date(2026, 4, 15)]
    assert run_out(series(1199), path, NEW_YEARS_EVE).tolist() == [date(2026, 4, 14)]
    assert run_out(series(0), path, NEW_YEARS_EVE).tolist() == [date(2026, 1, 1)]
    assert run_out(series(310), one(310, 280), NEW_YEARS_EVE).tolist() == [date(2026, 2, 1)], "exact at a month's end"


def test_what_outlasts_the_forecast_or_is_unknown_has_no_run_out_date() -> None:
    path = DemandPath("2026-01", np.array([[31.0, 28], [31, 28], [0, 0], [np.nan, np.nan]]))
    found = run_out(series(59, np.nan, 0, 5), path, NEW_YEARS_EVE)
    assert np.isnat(found).all()
    days = forward_cover_days(series(59, np.nan, 0, 5), path, NEW_YEARS_EVE)
    assert np.isinf(days[[0, 2]]).all() and np.isnan(days[[1, 3]]).all()


def test_goods_on_their_way_move_the_run_out_date_only_if_they_come_in_time() -> None:
    path = one(310, 280)
    assert run_out(series(100), path, NEW_YEARS_EVE).tolist() == [date(2026, 1, 11)]
    assert run_out(series(100), path, NEW_YEARS_EVE, coming(("2026-01-11", 50))).tolist() == [date(2026, 1, 16)]
    assert run_out(series(100), path, NEW_YEARS_EVE, coming(("2026-01-12", 50))).tolist() == [date(2026, 1, 11)]
    assert run_out(series(100), path, NEW_YEARS_EVE, coming(("2025-12-31", 50))).tolist() == [date(2026, 1, 11)]


def test_the_day_safety_stock_is_first_drawn_upon() -> None:
    assert run_out(series(100), one(310), NEW_YEARS_EVE, keep=30).tolist() == [date(2026, 1, 8)]
    assert run_out(series(20), one(0, 280), NEW_YEARS_EVE, keep=30).tolist() == [date(2026, 1, 1)], "touched already"


def test_an_old_report_is_rolled_forward_with_the_demand_since() -> None:
    path = DemandPath("2025-12", np.array([[310.0, 310]] * 5))
    on = np.array(["2025-12-21", "2025-12-31", "2025-12-01", "2026-01-05", "NaT"], "datetime64[D]")
    receipts = Receipts(
        np.array([0, 0, 0, 1]),
        np.array(["2025-12-20", "2025-12-24", "2026-01-03", "2026-01-02"], "datetime64[D]"),
        series(7, 40, 5, 9),
    )
    now = roll_forward(series(200, 80, 100, 60, np.nan), on, path, NEW_YEARS_EVE, receipts)
    assert now.on_hand[:3].round(9).tolist() == [200 + 40 - 100, 80, 0]
    assert np.isnan(now.on_hand[3:]).all(), "a later report is not known yet"
    assert now.age.tolist() == [10, 0, 30, -1, -1]
    assert now.used[:3].round(9).tolist() == [100, 0, 300]
    assert now.exhausted.tolist() == [False, False, True, False, False]
    assert now.coming.day.tolist() == [date(2026, 1, 1), date(2026, 1, 3), date(2026, 1, 2)], "late goods come tomorrow"
    assert now.coming.quantity.tolist() == [7, 5, 9]


def test_projected_stock_walks_down_with_receipts() -> None:
    path = one(310, 280)
    days = np.array(
        ["2025-12-30", "2025-12-31", "2026-01-10", "2026-01-31", "2026-02-28", "2026-03-01"], "datetime64[D]"
    )
    found = projected(series(400), path, NEW_YEARS_EVE, days, coming(("2026-01-31", 50)))[0]
    assert np.isnan(found[[0, 5]]).all()
    assert found[1:5].tolist() == [400, 300, 140, -140]
    assert month_ends(path, day("2026-01-31")).tolist() == [date(2026, 1, 31), date(2026, 2, 28)]


@settings(deadline=None, max_examples=60)
@given(DEMANDS, st.integers(0, 4000), st.integers(0, 40), st.dictionaries(st.integers(1, 200), st.integers(1, 500)))
def test_the_run_out_date_is_the_one_walked_day_by_day(
    monthly: list[int], stock: int, gone: int, goods: dict[int, int]
) -> None:
    first = date(2025, 11, 1)
    as_of = first + timedelta(min(gone, 29))
    receipts = {as_of + timedelta(ahead): float(quantity) for ahead, quantity in goods.items()}
    path = one(*monthly, first="2025-11")
    got = run_out(
        series(stock), path, day(as_of), coming(*((when.isoformat(), q) for when, q in receipts.items()))
    ).tolist()
    assert got == [walked(stock, monthly, first, as_of, receipts)]


@settings(deadline=None, max_examples=60)
@given(DEMANDS, st.integers(0, 3000), st.integers(1, 500), st.integers(-3, 3))
def test_more_stock_never_brings_the_end_nearer_and_units_do_not_matter(
    monthly: list[int], stock: int, more: int, power: int
) -> None:
    path, as_of = one(*monthly), day("2026-01-09")
    far = np.datetime64("2100-01-01")

    def end(units: float, of: DemandPath) -> np.datetime64:
        found = run_out(series(units), of, as_of)[0]
        return far if np.isnat(found) else found

    assert end(stock + more, path) >= end(stock, path)
    assert forward_cover_days(series(stock + more), path, as_of) >= forward_cover_days(series(stock), path, as_of)
    scale = 10.0**power
    scaled = one(*(demand * scale for demand in monthly))
    assert end(stock * scale, scaled) == end(stock, path)
    assert np.allclose(
        forward_cover(series(stock * scale), scaled.monthly), forward_cover(series(stock), path.monthly), rtol=1e-6
    )


@settings(deadline=None, max_examples=60)
@given(DEMANDS, st.integers(0, 3000))
def test_the_run_out_date_follows_the_last_whole_day_of_cover(monthly: list[int], stock: int) -> None:
    path = one(*monthly)
    days = float(forward_cover_days(series(stock), path, NEW_YEARS_EVE)[0])
    found = run_out(series(stock), path, NEW_YEARS_EVE)[0]
    assert np.isnat(found) == np.isinf(days)
    if np.isfinite(days):
        assert int((found - NEW_YEARS_EVE).astype(int)) == int(np.floor(days + 1e-6)) + 1
