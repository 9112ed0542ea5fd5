"""Every setting moves its number; more stock never brings the run-out nearer; moving the cut only selects."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from kam_core.analysis.cut import Cut, Rule
from kam_core.analysis.pareto import draw
from kam_core.analysis.ranking import rank
from kam_core.analysis.scope import Scope
from kam_core.analysis.supply.foresight import outlook
from kam_core.analysis.supply.outlook import Outlook
from kam_core.analysis.supply.season_supply import for_key_accounts
from kam_core.analysis.supply.settings import Source, SupplySettings
from kam_core.analysis.supply.status import Limits
from tests.season import Firm, decide, flat, new_year, sales
from tests.test_outlook_example import STOCK

NOISY = {"2025-03": 900, "2025-07": -900, "2024-10": 700}


def noisy(month: str) -> int:
    """A New Year season with some chance in it; one month a little above an ordinary one."""
    return new_year(month) + NOISY.get(month, 0) + (350 if month.endswith("-05") else 0)


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Firm:
    """C1 has reported twice and lacks for January, C2 has reported once and has much, C3 nothing."""
    pairs = [("C1", "P1", "case", noisy), ("C2", "P1", "case", noisy), ("C3", "P1", "case", flat)]
    made = Firm(tmp_path_factory.mktemp("season"), sales(pairs))
    reports = "".join(f"{month}-28,C1,P1,case,1000\n" for month in ("2025-08", "2025-09", "2025-10", "2025-11"))
    made.add(STOCK + "2025-12-20,C2,P1,case,40000\n" + reports)
    made.add("from,to,what stops\n2025-12-01,2025-12-26,both\n", "supply", "closed.csv")
    return made


@pytest.fixture(scope="module")
def usual(firm: Firm) -> Outlook:
    return firm.look()


Number = Callable[[Outlook], object]
SETTINGS: dict[str, tuple[dict[str, object], Number]] = {
    "as_of": ({"as_of": date(2025, 12, 22)}, lambda o: o.on_hand[0]),
    "service_level": ({"service_level": 0.8}, lambda o: o.safety[0]),
    "service_level moves the gap": ({"service_level": 0.8}, lambda o: o.gap[0]),
    "production": ({"production": 3}, lambda o: o.order_by[0]),
    "transport": ({"transport": 2}, lambda o: o.ship_by[0]),
    "lead_time": ({"lead_time": 60}, lambda o: o.order_by[0]),
    "lead_time moves the safety stock": ({"lead_time": 60}, lambda o: o.safety[0]),
    "lunar": ({"lunar": True}, lambda o: o.peak_need[0]),
    "peak": ({"peak": 2.5}, lambda o: str(o.peak.first[0])),
    "closed_days": ({"closed_days": False}, lambda o: o.order_by[0]),
    "horizon": ({"horizon": 3}, lambda o: o.run_out[1]),
    "source": ({"source": Source.IMPLIED}, lambda o: o.sources[0]),
    "limits": ({"limits": Limits(now=-99, soon=999, cover=99)}, lambda o: o.status[1]),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_moves_its_number(firm: Firm, usual: Outlook, name: str) -> None:
    said, number = SETTINGS[name]
    before, after = number(usual), number(firm.look(**said))
    assert before != after, f"{name}: {before}"


def test_a_lower_threshold_finds_more_peaks(firm: Firm) -> None:
    low, high = firm.look(as_of=date(2025, 2, 1), peak=1.005), firm.look(as_of=date(2025, 2, 1), peak=1.5)
    assert (str(low.peak.first[0]), str(high.peak.first[0])) == ("2025-05", "2026-01")


@pytest.mark.parametrize(
    "wrong",
    [{"service_level": 1.0}, {"service_level": 0.0}, {"lead_time": -1}, {"horizon": 0}, {"peak": 0.0},
     {"lead_time": 9, "production": 4, "transport": 4}],
)  # fmt: skip
def test_what_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        SupplySettings(**wrong)  # type: ignore[arg-type]


def test_unreported_is_never_zero(usual: Outlook) -> None:
    nobody = 2
    assert usual.customers[nobody] == "C3" and usual.status[nobody] == "unreported"
    for column in (usual.on_hand, usual.cover_days, usual.cover_months, usual.gap, usual.days_left, usual.overstock):
        assert np.isnan(column[nobody])
    for days in (usual.run_out, usual.order_by, usual.reported):
        assert np.isnat(days[nobody])
    assert usual.age[nobody] == -1


def test_more_stock_is_never_nearer_run_out(tmp_path: Path) -> None:
    pairs = [(f"C{n}", "P1", "case", noisy) for n in range(8)]
    made = Firm(tmp_path, sales(pairs))
    made.add("date,customer code,product code,unit,on hand\n" + "".join(
        f"2025-12-20,C{n},P1,case,{n * 1100}\n" for n in range(8)
    ))  # fmt: skip
    found = made.look()
    assert found.on_hand[0] == 0 and found.run_out[0] == np.datetime64("2025-12-27")
    last = np.datetime64("2999-01-01")
    run_out = np.where(np.isnat(found.run_out), last, found.run_out)
    assert (np.diff(run_out).astype(int) >= 0).all() and run_out[-1] > run_out[0]
    assert (np.diff(found.gap) <= 0).all()


def test_a_unit_ten_times_smaller_scales_every_quantity(tmp_path: Path) -> None:
    pairs = [("C1", "P1", "bottle", lambda month: 10 * noisy(month))]
    made = Firm(tmp_path, sales(pairs))
    made.add(STOCK.replace("case,1400", "bottle,14000"))
    many = made.look()
    few = Firm(tmp_path / "few", sales([("C1", "P1", "case", noisy)])).add(STOCK).look()
    for name in ("on_hand", "peak_need", "gap", "safety"):
        assert getattr(many, name)[0] == pytest.approx(10 * getattr(few, name)[0], rel=2e-3)
    assert many.run_out[0] == few.run_out[0]


def test_moving_the_cut_only_selects(firm: Firm, usual: Outlook) -> None:
    ranking = rank(firm.dataset, Scope())
    all_three = for_key_accounts(usual, draw(ranking, Cut(Rule.COUNT, Decimal(3))))
    one = for_key_accounts(usual, draw(ranking, Cut(Rule.COUNT, Decimal(1))))
    assert sorted(all_three.accounts.customers) == ["C1", "C2", "C3"] and one.accounts.n == 1
    at = all_three.accounts.customers.tolist().index(one.accounts.customers[0])
    assert all_three.accounts.series[at] == one.accounts.series[0]
    assert all_three.accounts.order_by[at] == one.accounts.order_by[0]
    assert all_three.outlook is one.outlook


def test_what_is_agreed_takes_the_place_of_the_forecast(firm: Firm, usual: Outlook) -> None:
    agreed = (decide("C1", "P1", "2026-01", 9000), decide("C2", "P1", "2025-01", 1))
    found = outlook(firm.dataset, Scope(), SupplySettings(), agreed)
    assert found.agreed.tolist() == [True, False, False]  # last year's agreement is last year's
    assert found.peak_need[0] == pytest.approx(9000)
    assert found.gap[0] - usual.gap[0] == pytest.approx(9000 - usual.peak_need[0])
    assert found.peak_need[1] == usual.peak_need[1]
