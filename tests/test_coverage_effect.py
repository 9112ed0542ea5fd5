"""Sales before and after training: worked by hand, what must not move it, and when it says that it cannot tell."""

from __future__ import annotations

from datetime import date
from math import exp, log
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kam_core.analysis.coverage.effect import Trial, compare, training_effect
from kam_core.analysis.scope import Scope
from tests.people_sales import activity, people_sales
from tests.small_sales import row

patient = settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
SMALL = Trial(span=1, least=1, draws=50)
MONTHS = 26


def told(trained: dict[int, int], n: int) -> tuple[Any, Any]:
    """Account -> the column of its first training, as `compare` takes it."""
    month = np.array([trained.get(i, -1) for i in range(n)])
    return month, month >= 0


def test_the_difference_in_differences_by_hand() -> None:
    """Trained in month 20. Trained accounts: a year before 100, now 110 before and 132 after: 1.10 -> 1.32.
    Untrained ones: 100, 120 before and 126 after: 1.20 -> 1.26. (1.32 / 1.10) / (1.26 / 1.20) = 1.142857."""
    sold = np.full((3, MONTHS), 100.0)
    sold[0, [19, 21]] = 110, 132
    sold[1, [19, 21]] = 110, 132
    sold[2, [19, 21]] = 120, 126
    found = compare(sold, *told({0: 20, 1: 20}, 3), 7, SMALL)
    assert (found.trained, found.untrained, found.left_out) == (2, 1, 0)
    assert found.with_training and found.without
    assert [round(v, 9) for v in (found.with_training.before, found.with_training.after)] == [1.1, 1.32]
    assert [round(v, 9) for v in (found.without.before, found.without.after)] == [1.2, 1.26]
    assert found.effect == pytest.approx(0.142857, abs=1e-6)
    assert found.low == pytest.approx(found.effect) == found.high  # all alike: whoever is drawn, the same
    assert found.finding.say("en") == (
        "From 1 months before the training to 1 months after it, sales against the year before moved 14.3% better at "
        "2 trained accounts than at 1 untrained ones (range 14.3% to 14.3%)."
    )


def test_each_training_is_set_against_the_untrained_of_its_own_months() -> None:
    sold = np.full((4, MONTHS), 100.0)
    sold[2:, 21:] = 150  # the untrained jump in month 21
    sold[0, 21:] = 150  # so does the one trained in month 20: no effect
    found = compare(sold, *told({0: 20, 1: 15}, 4), 7, SMALL)
    assert found.effect == pytest.approx(0)


def test_the_range_is_known_where_one_can_be_compared_in_some_months_only() -> None:
    """Two trained in months 15 and 20; of the two untrained, each sold around one of these only. A draw of one of each
    may have nobody in common, and says nothing of the range."""
    sold = np.full((4, MONTHS), 100.0)
    sold[2, [14, 16]] = 0
    sold[3, [19, 21]] = 0
    found = compare(sold, *told({0: 20, 1: 15}, 4), 7, Trial(span=1, least=2, draws=200))
    assert found.low == found.high == pytest.approx(0)


def test_who_cannot_be_compared_is_left_out_and_counted() -> None:
    sold = np.full((6, MONTHS), 100.0)
    sold[1, 19] = 0  # bought nothing just before
    sold[2, 7] = -5  # gave back a year before
    sold[5, 19:] = 0  # an untrained one that stopped
    found = compare(sold, *told({0: 20, 1: 20, 2: 20, 3: 5}, 6), 7, SMALL)  # 3: no year before its training
    assert (found.trained, found.untrained, found.left_out) == (1, 1, 3)
    late = compare(sold, *told({0: MONTHS - 1}, 6), 7, SMALL)  # no whole month after it
    assert (late.trained, late.left_out, late.effect, late.finding.code) == (0, 1, None, "effect_too_few")


def test_too_few_of_either_say_nothing() -> None:
    sold = np.full((12, MONTHS), 100.0)
    for trained in (2, 10):
        found = compare(sold, *told(dict.fromkeys(range(trained), 20), 12), 7, Trial(span=1, least=3))
        assert found.effect is found.low is found.high is found.without is None
        assert found.finding.code == "effect_too_few"
    assert compare(sold, *told(dict.fromkeys(range(6), 20), 12), 7, Trial(span=1, least=3)).effect == pytest.approx(0)


def test_the_same_seed_says_the_same_and_noise_is_no_effect() -> None:
    rng = np.random.default_rng(5)
    sold = 100 * np.exp(rng.normal(0, 0.2, (80, MONTHS)))
    labels = told(dict.fromkeys(range(40), 20), 80)
    first, again = (compare(sold, *labels, 7, Trial(span=3, draws=400)) for _ in range(2))
    assert first == again
    assert first.low is not None and first.high is not None and first.effect is not None
    assert first.low < first.effect < first.high
    assert first.low < 0 < first.high and first.finding.code == "effect_unclear"
    raised = sold.copy()
    raised[:40, 21:] *= 1.5
    found = compare(raised, *labels, 7, Trial(span=3, draws=400))
    assert found.effect == pytest.approx((1 + first.effect) * 1.5 - 1) and found.finding.code == "effect_more"


POSITIVE = st.floats(1, 1000)


@patient
@given(st.data())
def test_it_is_what_plain_python_says_and_no_size_nor_season_moves_it(data: st.DataObject) -> None:
    n, span = data.draw(st.integers(2, 6)), data.draw(st.integers(1, 3))
    flat = st.lists(st.sampled_from([50.0, 100.0, 200.0, 0.0]), min_size=MONTHS, max_size=MONTHS)
    sold = np.array([data.draw(flat) for _ in range(n)])
    trained = {i: data.draw(st.integers(0, MONTHS - 1)) for i in range(data.draw(st.integers(1, n - 1)))}
    trial = Trial(span=span, least=1, draws=5)
    found = compare(sold, *told(trained, n), 1, trial)
    expected = by_hand(sold, trained, span)
    assert (found.effect is None) == (expected is None)
    if expected is None or found.effect is None:
        return
    assert found.effect == pytest.approx(expected)
    sizes = np.array([data.draw(POSITIVE) for _ in range(n)])[:, None]
    season = np.resize([data.draw(POSITIVE) for _ in range(12)], MONTHS)
    seasonal = compare(sold * sizes * (season if span == 1 else 1), *told(trained, n), 1, trial)
    assert seasonal.effect == pytest.approx(expected)


def by_hand(sold: Any, trained: dict[int, int], span: int) -> float | None:
    def change(i: int, at: int) -> float | None:
        if at - span - 12 < 0 or at + span >= MONTHS:
            return None
        sums = [sum(sold[i][b : b + span]) for b in (at - span, at - span - 12, at + 1, at + 1 - 12)]
        return log(sums[2] / sums[3]) - log(sums[0] / sums[1]) if min(sums) > 0 else None

    differences = []
    for i, at in trained.items():
        others = [found for j in range(len(sold)) if j not in trained and (found := change(j, at)) is not None]
        own = change(i, at)
        if own is not None and others:
            differences.append(own - sum(others) / len(others))
    return exp(sum(differences) / len(differences)) - 1 if differences else None


def test_from_sales_and_activities(tmp_path: Path) -> None:
    """Twelve accounts, the first six trained in August 2024 on whatever; their sales double from September on."""
    rows = [
        row(f"C{i:02}", f"{2023 + m // 12}-{m % 12 + 1:02d}-10", (200 if i < 6 and m > 19 else 100) * (i + 1))
        for i in range(12)
        for m in range(25)
    ]
    seen = [activity(f"C{i:02}", day, "front", "training") for i in range(6) for day in ("2024-08-15", "2024-11-01")]
    sales = people_sales(tmp_path, rows, activities=seen, complete="2024-12")
    found = training_effect(sales, Scope(), date(2025, 1, 31), 3, Trial(least=6, draws=50))
    assert found is not None and (found.trained, found.untrained, found.left_out) == (6, 6, 0)
    assert found.effect == pytest.approx(1.0)
    # asked before the months after the training are whole, it cannot be told
    early = training_effect(sales, Scope(), date(2024, 11, 29), 3, Trial(least=6))
    assert early is not None and early.effect is None and early.left_out == 6
    assert training_effect(people_sales(tmp_path / "none", rows), Scope(), date(2025, 1, 31), 3) is None
    nothing = people_sales(tmp_path / "calls", rows, activities=[activity("C00", "2024-08-01", kind="call")])
    untold = training_effect(nothing, Scope(), date(2025, 1, 31), 3)
    assert untold is not None and untold.finding.facts["untrained"] == 0 and untold.effect is None
