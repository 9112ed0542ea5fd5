"""Forecasts: what must hold whatever the numbers are, and the series that are not like others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kam_core.analysis.demand.forecast import Demand, Method, Pool, Settings, forecast
from kam_core.analysis.demand.history import By, History, made_of
from kam_core.analysis.demand.smoothing import ALPHAS, maps
from kam_core.analysis.months import shift, span
from kam_core.schema import Measure
from tests.test_demand_season import SHAPE, years


def past(values: np.ndarray, products: list[str] | None = None, first: str = "2022-01") -> History:
    n, m = values.shape
    return made_of(
        values,
        span(first, shift(first, m - 1)) if m else (),
        by=By.BOTH if products else By.CUSTOMER,
        measure=Measure.QUANTITY,
        as_of=date(2026, 1, 15),
        customers=np.array([f"C{i:03d}" for i in range(n)], object),
        products=np.array(products if products else [""] * n, object),
    )


def some(n: int = 60, m: int = 48, seed: int = 5) -> np.ndarray:
    """Full, thin, young, ended and seasonal series, returns among them."""
    rng = np.random.default_rng(seed)
    values = np.round(np.tile(SHAPE, m // 12 + 1)[:m] * rng.gamma(4, 25, (n, m)) * rng.lognormal(0, 2, (n, 1)))
    values[n // 2 :] *= rng.random((n - n // 2, m)) < 0.4
    values[0], values[1, : m - 5], values[2, m - 14 :] = 0, 0, 0
    values[3, : m - 2], values[4, 7], values[5, : m - 20] = 0, -50, 0
    return values


def numbers(demand: Demand) -> list[np.ndarray]:
    return [demand.forecast, demand.low, demand.high, demand.sigma, demand.index, demand.error, demand.mase]


def test_smoothing_as_a_map_is_smoothing_month_by_month() -> None:
    """Each row of the grid without trend against the recursion, from the first level its own errors imply."""
    y = np.random.default_rng(2).gamma(5, 20, 30)
    grid = maps(30, 4, False)
    errors = (y @ grid.errors).reshape(grid.points, 30)
    ahead = (y @ grid.forecasts).reshape(grid.points, 4)
    for point, alpha in zip(range(0, grid.points, 2), ALPHAS, strict=True):
        level = y[0] - errors[point, 0]
        first, total = level, 0.0
        for t, value in enumerate(y):
            assert errors[point, t] == pytest.approx(value - level, abs=1e-3)
            total += (value - level) ** 2
            level += alpha * (value - level)
        assert ahead[point] == pytest.approx(np.full(4, level), rel=1e-4)
        for other in (first - 1, first + 1):  # and no other first level has smaller errors
            level, more = other, 0.0
            for value in y:
                more += (value - level) ** 2
                level += alpha * (value - level)
            assert more > total


@given(scale=st.floats(1e-3, 1e6), lunar=st.booleans())
@settings(max_examples=15, deadline=None)
def test_scaling_units_scales_answers(scale: float, lunar: bool) -> None:
    history, how = past(some()), Settings(lunar=lunar)
    one, other = forecast(history, 6, how), forecast(replace(history, values=history.values * scale), 6, how)
    for name in ("forecast", "low", "high", "sigma"):
        assert getattr(other, name) == pytest.approx(getattr(one, name) * scale, rel=1e-3, abs=1e-6, nan_ok=True)
    assert other.error == pytest.approx(one.error, rel=1e-3, abs=1e-6, nan_ok=True)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_the_order_of_series_does_not_matter(seed: int) -> None:
    values, products = some(), [f"p{i % 4}" for i in range(60)]
    order = np.random.default_rng(seed).permutation(60)
    one = forecast(past(values, products), 6)
    other = forecast(past(values[order], [products[i] for i in order]), 6)
    for a, b in zip(numbers(one), numbers(other), strict=True):
        assert b == pytest.approx(a[order], rel=1e-3, abs=1e-4, nan_ok=True)
    assert (other.methods == one.methods[order]).mean() > 0.95  # two methods may weigh the same but for rounding


@given(seed=st.integers(0, 10_000), m=st.integers(1, 70), h=st.integers(1, 18), lunar=st.booleans())
@settings(max_examples=40, deadline=None)
def test_a_forecast_is_in_its_band_and_never_below_zero(seed: int, m: int, h: int, lunar: bool) -> None:
    values = some(30, max(m, 24), seed)[:, -m:]
    demand = forecast(past(values), h, Settings(lunar=lunar))
    assert demand.months == span(shift("2022-01", m), shift("2022-01", m + h - 1))
    told = demand.methods != Method.NONE
    assert told.tolist() == (demand.history_months >= 3).tolist()
    assert np.isnan(demand.forecast[~told]).all() and np.isfinite(demand.forecast[told]).all()
    assert (demand.forecast[told] >= 0).all() and (demand.low[told] >= 0).all()
    assert (demand.low[told] <= demand.forecast[told] + 1e-9).all()
    assert (demand.high[told] >= demand.forecast[told] - 1e-9).all()
    assert demand.index.sum(axis=1) == pytest.approx(np.full(30, 12), rel=0.35 if lunar else 1e-6)


def test_a_constant_series_stays_constant() -> None:
    values = np.repeat([[7.0], [120.0], [0.25]], 40, axis=1)
    demand = forecast(past(values, ["a", "b", "c"]), 12)
    assert demand.forecast == pytest.approx(values[:, :12], rel=1e-4)
    assert (demand.high - demand.low < 0.02 * values[:, :12]).all()
    assert not demand.seasonal.any() and demand.error == pytest.approx(np.zeros(3), abs=1e-4)


def test_a_pure_season_goes_on() -> None:
    values = np.stack([years(4), years(4, SHAPE[::-1], 3.0)])
    demand = forecast(past(values, ["a", "b"]), 12)
    assert demand.forecast == pytest.approx(values[:, :12], rel=0.02)
    assert demand.seasonal.all() and (demand.error < 0.02).all()


def test_what_is_too_short_ended_or_empty_says_so() -> None:
    values = np.tile(years(4), (6, 1))
    values[0, :46] = 0  # two months
    values[1, :45] = 0  # three
    values[2, :25] = 0  # 23
    values[3, 35:] = 0  # nothing for 13 months
    values[4] = 0
    demand = forecast(past(values, ["tea"] * 6), 6)
    assert demand.methods[:5].tolist() == ["none", "short", "short", "ended", "none"]
    assert demand.history_months.tolist() == [2, 3, 23, 48, 0, 48]
    assert demand.forecast[3].tolist() == [0] * 6 and demand.high[3].tolist() == [0] * 6 and demand.sigma[3] == 0
    # A young series takes the season of its product, not the slope of its three winter months.
    assert demand.forecast[1] == pytest.approx(values[5, :6], rel=0.15)
    assert demand.finding.facts["untold"] == 2
    assert forecast(past(np.zeros((2, 0))), 3).finding.code == "no_demand"
    assert forecast(past(np.zeros((0, 30))), 3).finding.code == "no_demand"


def test_a_customer_that_stopped_is_soon_believed() -> None:
    values = np.tile(years(4), (2, 1))
    values[0, 40:] = 0
    demand = forecast(past(values), 6, Settings(pool=Pool.NOBODY))
    assert demand.forecast[0].sum() < 0.1 * demand.forecast[1].sum()


def test_a_rise_within_the_first_year_is_not_drawn_on() -> None:
    """It may well be a season: without kin to tell, the forecast stays within what was sold."""
    values = np.zeros((1, 48))
    values[0, 40:] = np.arange(1, 9) * 10.0
    demand = forecast(past(values), 6, Settings(pool=Pool.NOBODY))
    assert (demand.forecast <= 80).all() and (demand.forecast >= 10).all()


def test_a_product_that_sells_once_a_year_has_not_ended() -> None:
    values = np.zeros((2, 47))
    values[:, 0::12] = 100  # Januaries, the last one eleven months ago
    demand = forecast(past(values, ["gift", "gift"], first="2022-01"), 3)
    assert demand.methods[0] != Method.ENDED
    assert demand.months[1] == "2026-01" and demand.forecast[0, 1] > 40 > demand.forecast[0, 2]


def test_stock_outs_are_not_taken_for_low_demand() -> None:
    values = np.tile(years(4), (3, 1))
    unknown = np.zeros(values.shape, bool)
    unknown[0, 41:47] = True
    values[:2, 41:47] = 0  # half a year without stock: said of the first, not of the second
    demand = forecast(past(values, ["a", "b", "c"]).censored(unknown), 6, Settings(pool=Pool.NOBODY))
    assert demand.forecast[0].sum() == pytest.approx(demand.forecast[2].sum(), rel=0.1)
    assert demand.forecast[1].sum() < 0.8 * demand.forecast[0].sum()
    with pytest.raises(ValueError, match="does not fit"):
        past(values).censored(unknown[:, 1:])


@pytest.mark.parametrize("how", [Settings(lunar=True), Settings(level=0.5), Settings(pool=Pool.NOBODY)])
def test_every_setting_moves_its_numbers(how: Settings) -> None:
    history = past(some(), [f"p{i % 4}" for i in range(60)])
    usual, other = forecast(history, 6), forecast(history, 6, how)
    moved = np.nan_to_num(usual.high) != np.nan_to_num(other.high)
    assert moved.any()
    if how.level == 0.5:
        assert np.nansum(other.high - other.low) < np.nansum(usual.high - usual.low)


@pytest.mark.parametrize("wrong", [0, -1])
def test_a_horizon_is_at_least_a_month(wrong: int) -> None:
    with pytest.raises(ValueError, match="horizon"):
        forecast(past(some()), wrong)
