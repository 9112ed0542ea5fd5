"""The seasonal index: worked examples, what it refuses, what it borrows; January and February by the festival."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from kam_core.analysis.demand.festival import NEW_YEAR, shift_of
from kam_core.analysis.demand.pool import borrow
from kam_core.analysis.demand.season import seasonal_index
from kam_core.analysis.months import span

#: Four years of quarters. Their ratios to the centred average are the twelve printed in the textbook example of
#: multiplicative decomposition (futurera.blue): 0.629 0.600 0.589, 0.894 0.911 0.950, 0.989 1.014 0.971, 1.445 1.500
#: 1.499, whose rounded means give 0.606 0.919 0.993 1.482.
QUARTERS = [[72, 110, 117, 172], [76, 112, 130, 194], [78, 119, 128, 201], [81, 134, 141, 216]]
SHAPE = np.array([0.6, 0.5, 0.8, 1.0, 1.2, 1.8, 2.0, 1.3, 0.9, 0.7, 0.6, 0.6])


def years(count: int, shape: np.ndarray = SHAPE, level: float = 100.0) -> np.ndarray:
    return level * np.tile(shape * 12 / shape.sum(), count)


def test_the_worked_quarters() -> None:
    found = seasonal_index(np.array(QUARTERS, float).reshape(1, 16), period=4)
    assert found.index[0] == pytest.approx([0.606, 0.919, 0.993, 1.482], abs=0.001)
    assert found.index[0].sum() == pytest.approx(4)
    assert found.found[0]


def test_the_medial_mean_leaves_out_the_highest_and_the_lowest() -> None:
    found = seasonal_index(np.array(QUARTERS, float).reshape(1, 16), period=4, medial=True)
    raw = np.array([0.6, 0.9106, 0.98945, 1.499])  # the middle one of each quarter's three ratios
    assert found.index[0] == pytest.approx(raw * 4 / raw.sum(), abs=0.001)


@pytest.mark.parametrize("begins", [0, 5, 11])
def test_a_pure_season_comes_back_wherever_the_history_begins(begins: int) -> None:
    whole = years(5)
    found = seasonal_index(whole[None, begins : begins + 36], begins)
    assert found.index[0] == pytest.approx(SHAPE * 12 / SHAPE.sum())
    assert found.strength[0] == pytest.approx(1, abs=1e-6)


def test_two_full_years_are_needed() -> None:
    values = np.stack([years(3), np.r_[[np.nan] * 12, years(2)], np.r_[[np.nan] * 13, years(2)[1:]]])
    found = seasonal_index(values)
    assert found.known.tolist() == [True, True, False]
    assert found.index[2].tolist() == [1.0] * 12 and not found.found[2]
    assert not seasonal_index(years(1)[None, :]).known.any()


def test_chance_is_seldom_taken_for_a_season() -> None:
    noise = np.random.default_rng(3).gamma(9, 10, (2000, 48))
    found = seasonal_index(noise)
    assert found.found.mean() < 0.03  # one in a hundred, by an approximation
    assert np.median(found.strength) < 0.2
    assert not seasonal_index(np.full((1, 48), 7.0)).found.any()


def test_a_thin_series_borrows_and_a_full_one_keeps_its_own() -> None:
    rng = np.random.default_rng(1)
    product = np.array(["tea"] * 40 + ["gift"] * 40, object)
    shapes = np.repeat([SHAPE, SHAPE[::-1]], 40, axis=0)
    full = np.tile(shapes, (1, 4)) * rng.gamma(50, 2, (80, 48))
    full[0, :46] = np.nan  # two months old
    own = seasonal_index(full)
    borrowed = borrow(full, own, [np.full(80, "", object), product], 0)
    assert borrowed.own[0] == 0 and borrowed.own[1] == pytest.approx(48 / (48 + 60))
    assert borrowed.index.sum(axis=1) == pytest.approx(np.full(80, 12))
    assert np.abs(borrowed.index[0] - SHAPE * 12 / SHAPE.sum()).max() < 0.15
    alone = borrow(full, own, [], 0)
    assert alone.index[0].tolist() == [1.0] * 12


def test_new_year_falls_where_the_moon_puts_it() -> None:
    """From one to the next 12 or 13 months of 29.53 days; always between 21 January and 20 February."""
    assert sorted(NEW_YEAR) == list(range(2010, 2041))
    for year in range(2010, 2040):
        moons = (NEW_YEAR[year + 1] - NEW_YEAR[year]).days / 29.530588
        assert abs(moons - round(moons)) < 0.05 and round(moons) in (12, 13)
        assert (1, 21) <= (NEW_YEAR[year].month, NEW_YEAR[year].day) <= (2, 20)


def load(months: tuple[str, ...], beta: float) -> np.ndarray:
    """100 a month, and what dealers load up from the 42nd to the 11th day before the festival, counted day by day."""
    found = dict.fromkeys(months, 100.0)
    for festival in NEW_YEAR.values():
        for day in range(-42, -10):
            month = f"{festival + timedelta(days=day):%Y-%m}"
            if month in found:
                found[month] += 100 * beta / 32
    return np.array([found[month] for month in months])


def test_the_festival_is_found_taken_out_and_put_where_it_comes_next() -> None:
    months = span("2020-03", "2025-11")
    values = np.tile(load(months, 1.5), (4, 1)) * [[1], [2], [3], [4]]
    shift = shift_of(values, months, np.array([0, 0, 1, 1]))
    assert shift.before == (-42, -11)
    assert shift.beta == pytest.approx(np.full(4, 1.5), rel=0.25)  # drawn a little towards none, and level and load mix
    even = (values / shift.factors(months))[0]
    januaries = [at for at, month in enumerate(months) if month[5:] == "01"]
    assert np.ptp(even[januaries]) < 0.3 * np.ptp(values[0, januaries])
    late, early = shift.factors(("2026-01", "2028-01"))[0]  # 17 February: all of January; 26 January: half of it
    assert late > 1 > early
    assert shift.factors(("2025-12", "2027-12", "2026-06"))[0] == pytest.approx([0.75, 1.1, 1], abs=0.2)


def test_no_festival_is_found_where_there_is_none() -> None:
    months = span("2020-01", "2025-11")
    shift = shift_of(np.full((3, len(months)), 80.0), months, np.zeros(3, np.int64))
    assert shift.beta.tolist() == [0, 0, 0] and shift.factors(months) == pytest.approx(np.ones((3, len(months))))
    young = shift_of(np.full((3, 20), 80.0), months[:20], np.zeros(3, np.int64))
    assert (young.factors(months) == 1).all()
