"""What several stock reports tell: sell-through, empty shelves, stock that rises faster than it sells."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from kam_core.analysis.months import shift
from kam_core.analysis.supply.close_up import account_outlook
from kam_core.analysis.supply.past_stock import PastStock
from kam_core.analysis.supply.settings import Source
from tests.season import LAST, MONTHS, Firm, flat, sales

HEAD = "date,customer code,product code,unit,on hand\n"


def end(month: str) -> str:
    """Its last day."""
    return str(np.datetime64(shift(month, 1), "D") - 1)


def reports(stock: dict[str, int], customer: str = "C1") -> str:
    return HEAD + "".join(f"{day},{customer},P1,case,{quantity}\n" for day, quantity in stock.items())


def past(firm: Firm) -> PastStock:
    found = firm.look().past
    assert found is not None
    return found


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    return Firm(tmp_path, sales([("C1", "P1", "case", flat), ("C2", "P1", "case", flat)]))


def test_sell_through_is_opening_and_sell_in_less_closing(firm: Firm) -> None:
    found = past(firm.add(reports({"2025-09-30": 500, "2025-10-31": 1500, "2025-11-30": 300})))
    column = {month: at for at, month in enumerate(MONTHS)}
    assert found.implied[0, column["2025-10"]] == pytest.approx(500 + 3000 - 1500)
    assert found.implied[0, column["2025-11"]] == pytest.approx(1500 + 3000 - 300)
    assert np.isnan(found.implied[0, : column["2025-10"]]).all() and np.isnan(found.implied[1]).all()
    assert not found.contradictions


def test_between_two_days_it_is_spread_over_the_days(firm: Firm) -> None:
    # from 15 September to 15 November: 61 days, sell-in of October and November (both on the 10th): 6,000
    found = past(firm.add(reports({"2025-09-15": 100, "2025-11-15": 100})))
    column = {month: at for at, month in enumerate(MONTHS)}
    assert found.implied[0, column["2025-10"]] == pytest.approx(6000 * 31 / 61)
    assert np.isnan(found.implied[0, column["2025-09"]])  # half a month is not a month


def test_reports_that_cannot_be_right_are_named(firm: Firm) -> None:
    found = past(firm.add(reports({"2025-10-31": 0, "2025-11-30": 9000})))
    assert found.contradictions == (("C1", "P1"),)


def test_a_year_of_sell_through_is_what_demand_is_made_of(firm: Firm) -> None:
    months = MONTHS[-13:]
    falling = {end(month): 13000 - 500 * at for at, month in enumerate(months)}  # sells 500 a month more than it buys
    found = firm.add(reports(falling)).look()
    assert found.sources.tolist() == [Source.IMPLIED, Source.SELL_IN]
    assert found.demand.history.values[0, -13:].tolist() == [3000, *[3500] * 12]
    assert found.demand.forecast[0, 1:4].mean() == pytest.approx(3500, rel=0.05)
    assert found.demand.forecast[1, 1:4].mean() == pytest.approx(3000, rel=0.02)
    kept = firm.look(source=Source.SELL_IN)
    assert kept.sources.tolist() == [Source.SELL_IN, Source.SELL_IN]


def test_what_dealers_say_they_sold_comes_first(firm: Firm) -> None:
    lines = "".join(f"{end(month)},C1,P1,case,1000,4000\n" for month in MONTHS[-14:])
    found = firm.add("date,customer code,product code,unit,on hand,sold\n" + lines).look()
    assert found.sources[0] == Source.SELL_OUT
    assert found.demand.forecast[0, 1:4].mean() == pytest.approx(4000, rel=0.05)


def test_empty_shelves_are_not_low_demand_and_cost_sales(tmp_path: Path) -> None:
    gone = {"2025-09", "2025-10"}

    def cut_short(month: str) -> int:
        return 300 if month in gone else 3000

    plain = Firm(tmp_path / "plain", sales([("C1", "P1", "case", cut_short)]))
    lower = plain.look()
    stock = {"2025-08-31": 0, "2025-09-30": 0, "2025-10-31": 0, "2025-11-30": 900}
    found = plain.add(reports(stock)).look()
    assert found.past is not None
    # a delivery on the 10th ends each empty spell: 1 to 9 September, 1 to 9 October and November
    assert found.past.zero_days[0, -3:].tolist() == [9, 9, 9]
    assert found.past.empty[0, -3:].all() and found.past.empty.sum() == 3
    # 9 days at the average of each month's other days
    assert found.lost[0] == pytest.approx(9 * 300 / 21 + 9 * 300 / 22 + 9 * 3000 / 21)
    assert found.demand.forecast[0, 1] > lower.demand.forecast[0, 1]
    assert found.demand.forecast[0, 1] == pytest.approx(3000, rel=0.05)


def test_stock_that_rises_faster_than_it_sells(firm: Firm) -> None:
    text = reports({"2025-10-31": 500, "2025-11-30": 2500}) + reports(
        {"2025-10-31": 2500, "2025-11-30": 500}, "C2"
    ).removeprefix(HEAD)
    found = firm.add(text).look()
    assert found.outruns.tolist() == [True, False]
    rising, falling = (account_outlook(found, customer).between for customer in ("C1", "C2"))
    assert rising is not None and falling is not None
    assert (rising.code, falling.code) == ("stock_outruns", "sold_between")
    assert rising.facts["delivered"] - rising.facts["sold"] == 2000  # what its stock rose by
    assert falling.facts["sold"] - falling.facts["delivered"] == 2000
    assert rising.say("zh").endswith("库存涨得比卖得快。")


def test_a_report_of_a_later_day_is_not_known_yet(firm: Firm) -> None:
    firm.add(reports({"2025-10-31": 500, "2025-11-30": 2500}))
    found = firm.look(as_of=date(2025, 11, 15))
    assert str(found.reported[0]) == "2025-10-31" and found.age[0] == 15
    assert LAST == "2025-11"
