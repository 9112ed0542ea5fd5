"""One account: its figures agree with the outlook, its chart says them without a legend, its sheet can be signed."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import numpy as np
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from kam_core.analysis.supply.close_up import account_outlook
from kam_core.analysis.supply.season_sheet import season_sheet
from kam_core.charts.beside import spread
from kam_core.charts.supply import alt_text, projection_chart
from kam_core.errors import BadInput, BadScope
from kam_core.report.season_sheet import season_sheet_xlsx
from kam_core.store.agreed import Agreement
from kam_core.store.decided import decided
from kam_core.store.principal import HOUSE
from kam_core.wording import LANGUAGES
from tests.season import Firm, flat, new_year, sales

HEAD = "date,customer code,product code,unit,on hand\n"


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    made = Firm(
        tmp_path, sales([("C1", "P1", "case", new_year), ("C1", "P2", "case", flat), ("C1", "P3", "case", flat)])
    )
    return made.add(HEAD + "2025-12-20,C1,P1,case,1400\n2025-12-20,C1,P2,case,9000\n")


def test_one_product_is_as_the_outlook_has_it(firm: Firm) -> None:
    look = firm.look()
    one = account_outlook(look, "C1", "P1")
    assert (one.on_hand, one.safety, one.gap, one.peak_need) == (
        look.on_hand[0], look.safety[0], look.gap[0], look.peak_need[0]
    )  # fmt: skip
    assert one.run_out == look.run_out[0].item() and one.order_by == look.order_by[0].item()
    assert (one.peak_first, one.status, one.age, one.price) == ("2026-01", look.status[0], 6, pytest.approx(2))
    assert one.forecast.tolist() == look.demand.forecast[0].tolist() and one.low.tolist() == look.demand.low[0].tolist()
    assert one.last_year[1] == 6000 and one.past[-11] == 6000  # January
    # the stock walks down by the day: the day before the run-out it ends with some, on the day with none
    at = (one.run_out - one.as_of).days
    assert one.stock[0] == one.on_hand and one.stock[at - 1] >= 0 > one.stock[at]
    december, january, february = one.forecast[:3]
    assert one.least == pytest.approx(one.safety + december * 5 / 31 + january * 28 / 31)  # 33 days of lead time
    assert one.most == pytest.approx(one.least + january * 3 / 31 + february * 27 / 28)  # and 30 days more


def test_all_products_are_added_where_they_are_reported(firm: Firm) -> None:
    look = firm.look()
    every = account_outlook(look, "C1")
    assert every.on_hand == pytest.approx(look.on_hand[0] + look.on_hand[1])
    assert every.forecast == pytest.approx(look.demand.forecast[:2].sum(axis=0))
    assert every.left_out == 1 and any(lack.code == "lacks_some_stock" for lack in every.lacks)
    assert not every.money and every.unit == "case"


def test_what_it_lacks_is_said(firm: Firm) -> None:
    codes = {lack.code for lack in account_outlook(firm.look(), "C1", "P3").lacks}
    assert codes == {"lacks_stock", "lacks_season", "lacks_sell_through", "lacks_lead_time"}
    firm.add("product code,production days\nP3,3\n", "supply", "made.csv")
    firm.add("region,transport days\nEast,3\n", "supply", "carried.csv")
    firm.add(HEAD + "2025-11-20,C1,P3,case,5\n", name="later.csv")
    codes = {lack.code for lack in account_outlook(firm.look(), "C1", "P3").lacks}
    assert codes == {"lacks_fresh_stock", "lacks_season", "lacks_sell_through"}


def test_who_is_not_there_is_refused(firm: Firm) -> None:
    look = firm.look()
    for customer, product in (("C9", None), ("C1", "P9")):
        with pytest.raises(BadScope):
            account_outlook(look, customer, product)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("product", ["P1", "P3", None])
def test_the_chart_needs_no_legend(firm: Firm, lang: str, product: str | None) -> None:
    one = account_outlook(firm.look(), "C1", product)
    chart = projection_chart(one, lang)
    said = " ".join(str(note.text) for note in chart.layout.annotations)
    assert not chart.layout.showlegend
    wanted = (
        ["预测", "去年同期", "可能范围", "今天"] if lang == "zh" else ["forecast", "last year", "likely range", "today"]
    )
    if product != "P3":
        wanted += ["库存", "断货", "最晚下单"] if lang == "zh" else ["stock", "runs dry", "order by"]
    if product is None and one.order_by is not None and one.order_by > one.days[-1].item():
        wanted = wanted[:-1]
    assert [word for word in wanted if word not in said] == []
    assert alt_text(one, lang).startswith("C1 Ltd")
    drawn = [trace for trace in chart.data if isinstance(trace, go.Scatter) and trace.y is not None]
    assert all(np.nanmin(np.asarray(trace.y, float)) >= 0 for trace in drawn)


@pytest.mark.parametrize("product", ["P1", "P3", None])
def test_no_two_names_of_lines_meet(firm: Firm, product: str | None) -> None:
    chart = projection_chart(account_outlook(firm.look(), "C1", product), "en")
    names = sorted(note.y for note in chart.layout.annotations if note.xref == "paper")
    low, high = chart.layout.yaxis.range
    assert len(names) >= 3 and low <= names[0] and names[-1] <= high * 0.9
    assert all(above - below >= 0.078 * high * 0.999 for below, above in pairwise(names))


@given(st.lists(st.floats(0, 100), max_size=8), st.floats(0.1, 14))
def test_names_stand_apart_in_the_order_of_their_lines(heights: list[float], gap: float) -> None:
    places = spread(heights, gap, 100)
    order = sorted(range(len(heights)), key=lambda at: (heights[at], places[at]))
    assert all(places[b] - places[a] >= gap * 0.999 for a, b in pairwise(order))
    assert all(0 <= place <= 100 * 1.001 for place in places)
    if all(heights[b] - heights[a] >= gap * 1.001 for a, b in pairwise(order)):
        assert places == pytest.approx(heights)  # nothing to move


def test_a_hostile_unit_is_text(firm: Firm) -> None:
    one = replace(account_outlook(firm.look(), "C1", "P1"), unit='<a href="http://x">case</a>')
    assert "<a" not in str(projection_chart(one, "en").to_json())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_season_sheet(firm: Firm, lang: str) -> None:
    said = Agreement("C1", "P1", "2026-01", Decimal(6500), theirs=Decimal(7000))
    sheet = season_sheet(firm.look(), "C1", [said])
    assert sheet.products.tolist() == ["P1"] and sheet.ours[0] == pytest.approx(6000, abs=5)
    assert (sheet.last_season[0], sheet.agreed[0], sheet.theirs[0], sheet.trend[0]) == (6000, 6500, 7000, 1)
    book = CalamineWorkbook.from_filelike(io.BytesIO(season_sheet_xlsx(sheet, lang)))
    rows = book.get_sheet_by_index(0).to_python()
    assert "C1 Ltd" in rows[0][0]
    line = next(row for row in rows if row[0] == "P1")
    assert line[:4] == ["P1", "P1 name", "case", "2026-01"] and line[-2:] == [7000, 6500]
    prices = {"2", 2.0}
    assert not prices & set(line)


def test_agreements_are_kept_and_can_be_taken_back(firm: Firm) -> None:
    store, january = firm.store, ("C1", "P1", "2026-01")
    for agreed in (Decimal("6500.5"), Decimal(7000)):
        store.keep_agreed(firm.id, [Agreement(*january, agreed, who="Wang")], principal=HOUSE)
    (one,) = store.agreed(firm.id, principal=HOUSE)
    assert (one.agreed, one.who) == (Decimal(7000), "Wang") and one.moment
    (ahead,) = decided(store, firm.id, principal=HOUSE)
    assert (ahead.customer, ahead.product, ahead.month, ahead.quantity) == (*january, Decimal(7000))
    store.keep_agreed(firm.id, [Agreement(*january, None)], principal=HOUSE)
    assert store.agreed(firm.id, principal=HOUSE) == decided(store, firm.id, principal=HOUSE) == ()


@pytest.mark.parametrize("value", ["-1", "NaN", "1E20", "0.00001"])
def test_what_is_no_quantity_is_not_agreed(value: str) -> None:
    with pytest.raises(BadInput):
        Agreement("C1", "P1", "2026-01", Decimal(value))
