"""Sales before, during and after an event, against the seasonal baseline: by hand, and by another way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kam_core.analysis.months import shift
from kam_core.analysis.playbook.baseline import uplift
from kam_core.analysis.playbook.playbook import Playbook
from kam_core.analysis.playbook.strategies import Code
from tests.playbook_firm import look, said
from tests.season import Firm, sales

HEAD = "date,customer code,type,product code,until,cost,done\n"
SEPTEMBER = "2025-09-10,C1,event,,,,yes\n"


def around(levels: dict[str, int]) -> Any:
    """1,000 a month, but for some months."""
    return lambda month: levels.get(month, 1_000)


def firm(folder: Path, activities: str, levels: dict[str, int] | None = None) -> Playbook:
    """C1 with what is told; C2 always the same, so that no season is seen in the product."""
    dataset = Firm(folder, sales([("C1", "P1", "case", around(levels or {})), ("C2", "P1", "case", around({}))]))
    return look(dataset.add(HEAD + activities, "activities").dataset)


def figures(found: Playbook, at: int = 0) -> dict[str, Any]:
    column = next(each for each in found.columns if each.strategy.code is Code.EVENTS)
    return dict(column.cells[at].figures)


def test_before_during_and_after_by_hand(tmp_path: Path) -> None:
    """1,300 units before, 2,000 in its month, 800 after it, where 1,000 are usual; a unit costs 2."""
    found = firm(tmp_path, SEPTEMBER, {"2025-08": 1_300, "2025-09": 2_000, "2025-10": 800})
    told = figures(found)
    assert (told["told"], told["base"]) == (1, pytest.approx(2_000))
    assert (told["lead"], told["gain"], told["dip"]) == pytest.approx((600, 2_000, -400))
    assert said(found, Code.EVENTS)[0] == ("good", "1/1 supported, sales +100%")
    assert said(found, Code.EVENTS, "zh")[0] == ("good", "支持 1/1，当月 +100%")
    assert figures(found, 1)["gain"] is None  # C2 had none


def test_what_moved_sales_of_itself_is_not_taken_for_the_event(tmp_path: Path) -> None:
    """A promotion in March is no ordinary month, and is left out of the baseline of September."""
    lifted = {"2025-03": 9_000, "2025-09": 2_000}
    plain = figures(firm(tmp_path / "a", SEPTEMBER, lifted))
    aware = figures(firm(tmp_path / "b", SEPTEMBER + "2025-03-05,C1,promotion,P1,,,\n", lifted))
    assert aware["base"] == pytest.approx(2_000) and aware["gain"] == pytest.approx(2_000)
    assert plain["base"] > 1.5 * aware["base"]


def test_without_an_effect_beyond_chance_nothing_is_claimed(tmp_path: Path) -> None:
    assert said(firm(tmp_path, SEPTEMBER), Code.EVENTS)[0] == ("good", "1/1 supported")


def test_what_cannot_be_told_stays_unknown(tmp_path: Path) -> None:
    running = figures(firm(tmp_path / "a", "2025-12-10,C1,event,,,,yes\n"))  # December is not over
    assert (running["told"], running["gain"], running["dip"]) == (0, None, None)
    last = figures(firm(tmp_path / "b", "2025-11-10,C1,event,,,,yes\n", {"2025-11": 3_000}))
    assert last["gain"] == pytest.approx(4_000) and last["dip"] is None  # the month after is not over
    other = figures(firm(tmp_path / "c", "2025-09-10,C1,event,P7,,,yes\n"))  # never bought
    assert other["events"] == 1 and other["told"] == 0


def test_two_events_of_a_month_are_told_once(tmp_path: Path) -> None:
    found = firm(tmp_path, SEPTEMBER + SEPTEMBER.replace("-10,", "-20,"), {"2025-09": 2_000})
    assert (figures(found)["events"], figures(found)["told"], figures(found)["gain"]) == (2, 1, pytest.approx(2_000))


@given(
    sold=st.lists(st.integers(1, 10_000), min_size=36, max_size=36),
    season=st.lists(st.floats(0.2, 3), min_size=12, max_size=12),
    first=st.integers(14, 33),
    ahead=st.integers(0, 2),
    after=st.integers(1, 2),
    odd=st.sets(st.integers(0, 35), max_size=5),
)
def test_by_another_way(
    sold: list[int], season: list[float], first: int, ahead: int, after: int, odd: set[int]
) -> None:
    """The oracle goes month by month, by their names."""
    name = [shift("2023-01", step) for step in range(36)]
    of, index = dict(zip(name, sold)), dict(zip((f"{m:02d}" for m in range(1, 13)), season))
    odd = odd | {first}
    unusual = {name[at] for at in odd}
    early = [shift(name[first], -step) for step in range(1, ahead + 1)]
    past = [shift(name[first], -ahead - step) for step in range(1, 13)]
    usual = [month for month in past if month in of and month not in unusual]
    found = uplift(np.array(sold, float), np.array(season), 0, first, first, odd, 12, after, ahead)
    if len(usual) < 6:
        assert found is None
        return
    assert found is not None
    level = sum(of[month] / index[month[5:]] for month in usual) / len(usual)

    def beyond(months: list[str]) -> float:
        return sum(of[month] - level * index[month[5:]] for month in months if month not in unusual)

    behind = [shift(name[first], step) for step in range(1, after + 1)]
    assert found.base == pytest.approx(level * index[name[first][5:]])
    assert found.gain == pytest.approx(sold[first] - found.base)
    assert found.lead == pytest.approx(beyond(early), abs=1e-6)
    if behind[-1] in of:
        assert found.dip == pytest.approx(beyond(behind), abs=1e-6)
    else:
        assert found.dip is None
