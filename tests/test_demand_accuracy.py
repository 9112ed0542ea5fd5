"""The forecast against public series: as good as it says, and its band as wide as it says."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import series
from benchmarks.forecast import naive, ours
from benchmarks.series import Set


@pytest.fixture(scope="module")
def sets() -> list[Set]:
    return series.competitions()


def test_the_aim_is_met_on_tourism_and_m3(sets: list[Set]) -> None:
    found = [series.mase(ours(one.past).forecast, one) for one in sets]
    assert sum(found[:2]) / 2 <= 0.85
    for one, error in zip(sets, found, strict=True):
        assert error < 0.95 * series.mase(naive(one.past), one)


def test_bands_hold_what_they_say(sets: list[Set]) -> None:
    for one in sets:
        told = ours(one.past)
        inside = (one.future >= told.low) & (one.future <= told.high)
        assert 0.85 <= inside.mean() <= 0.95, one.name


def test_methods_of_full_histories_are_told(sets: list[Set]) -> None:
    told = ours(sets[0].past)
    assert set(told.methods) <= {"steady", "additive", "multiplicative", "indexed"}
    assert (told.methods != "steady").mean() > 0.8  # tourism has seasons
    assert np.isfinite(told.error).mean() > 0.99
