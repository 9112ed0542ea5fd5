"""One account from end to end, worked out by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from kam_core.analysis.supply.status import Status
from tests.season import Firm, flat, new_year, sales

STOCK = "date,customer code,product code,unit,on hand\n2025-12-20,C1,P1,case,1400\n"


def day(text: str) -> np.datetime64:
    return np.datetime64(text, "D")


def test_steady_demand(tmp_path: Path) -> None:
    found = Firm(tmp_path, sales([("C1", "P1", "case", flat)])).add(STOCK).look()
    assert (found.as_of, found.n, found.age[0]) == (date(2025, 12, 26), 1, 6)
    a_day = 3000 / 31  # December and January
    assert found.on_hand[0] == pytest.approx(1400 - 6 * a_day)  # 819.35
    assert found.cover_days[0] == pytest.approx(819.3548 / a_day, rel=1e-4)  # 8.47
    assert found.run_out[0] == day("2026-01-04")  # eight whole days after the 26th
    assert found.cover_months[0] == pytest.approx(819.3548 / 3000, rel=1e-4)
    assert found.backward_months[0] == pytest.approx(819.3548 / 3000, rel=1e-4)
    assert (found.ship_by[0], found.order_by[0]) == (day("2025-12-27"), day("2025-12-02"))  # 8 and 25 days
    assert (found.days_left[0], found.status[0]) == (-24, Status.LATE)
    assert not found.peak.found[0] and np.isnan(found.gap[0])  # no season is invented


def test_before_the_peak(tmp_path: Path) -> None:
    firm = Firm(tmp_path, sales([("C1", "P1", "case", new_year)])).add(STOCK)
    firm.add(
        "customer code,product code,unit,in transit,expected arrival\nC1,P1,case,1000,2026-01-02\n", name="road.csv"
    )
    firm.add("product code,production days\nP1,20\n", "supply", "made.csv")
    firm.add("region,transport days\nEast,5\n", "supply", "carried.csv")
    firm.add(
        "from,to,what stops\n2025-12-25,2025-12-26,production\n2026-01-01,2026-01-01,both\n", "supply", "closed.csv"
    )
    found = firm.look()
    assert (str(found.peak.first[0]), str(found.peak.last[0])) == ("2026-01", "2026-01")
    assert found.peak_need[0] == pytest.approx(6000, rel=0.01)
    # 819.35 on hand; to 31 December 5 x 96.77 = 483.87 are used: 335.48; then 193.55 a day, and 1,000 on the 2nd
    assert found.in_transit[0] == 1000
    assert found.run_out[0] == day("2026-01-07")  # 1,335.48 / 193.55 = 6.9 days
    # 5 open days before the 7th: 6, 5, 4, 3, 2 January; 20 before that without 1 January and 25, 26 December
    assert found.ship_by[0] == day("2026-01-02")
    assert found.order_by[0] == day("2025-12-10")
    assert found.days_left[0] == -16
    assert found.closed[0] == 3
    need_until = 483.87 + 6000
    assert found.gap[0] == pytest.approx(need_until + found.safety[0] - 819.35 - 1000, rel=0.01)
    assert found.short[0] and found.in_reach[0]
    assert found.price[0] == pytest.approx(2)


def test_goods_without_a_day_take_the_transport_days(tmp_path: Path) -> None:
    firm = Firm(tmp_path, sales([("C1", "P1", "case", flat)])).add(STOCK)
    firm.add("customer code,product code,unit,in transit\nC1,P1,case,1000\n", name="road.csv")
    found = firm.look(transport=4)
    assert found.coming.day[0] == day("2025-12-30")
