"""What is known of stock, against a second reckoning in pandas; and what must be named, never dropped in silence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kam_core.analysis.demand.history import history
from kam_core.analysis.scope import Scope
from kam_core.analysis.supply.positions import Positions, positions
from kam_core.schema import Measure
from kam_core.store.sample import FOLDER, open_sample
from kam_core.store.store import Store
from tests.season import Firm, flat, sales

AS_OF = date(2025, 12, 26)
HEAD = (
    "date,customer code,product code,warehouse,unit,on hand,in transit,expected arrival,"
    "min stock,max stock,lead time (days)\n"
)


def look(firm: Firm, as_of: date = AS_OF) -> Positions:
    past = history(firm.dataset, Scope(Measure.QUANTITY), as_of=AS_OF)
    return positions(firm.dataset, past, as_of)


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    return Firm(tmp_path, sales([("C1", "P1", "case", flat), ("C1", "P2", "case", flat), ("C2", "P1", "case", flat)]))


def test_the_sample_against_pandas(tmp_path: Path) -> None:
    sample = open_sample(Store(tmp_path / "store"), "en", "house")
    past = history(sample, Scope(Measure.QUANTITY))
    for as_of in (date(2025, 11, 25), date(2025, 12, 26)):
        found = positions(sample, past, as_of)
        rows = pd.read_csv(FOLDER / "inventory-en.csv.gz", parse_dates=["Report date"])
        rows = rows[rows["Report date"] <= pd.Timestamp(as_of)]
        newest = rows.groupby(["Customer code", "Product code"])["Report date"].transform("max")
        stock = rows[rows["Report date"] == newest].groupby(["Customer code", "Product code"])["On hand"].sum()
        ours = pd.Series(found.on_hand, index=pd.MultiIndex.from_arrays([past.customers, past.products])).dropna()
        both = stock[stock.index.isin(list(found.rows))]
        assert len(ours) == len(both) > 1000
        assert ours.sort_index().tolist() == both.sort_index().tolist()
        assert len(found.without_sales) == len(stock) - len(both)
    road = pd.read_csv(FOLDER / "in-transit-en.csv")
    assert found.coming.quantity.sum() == road["In transit"].sum()
    own = pd.read_csv(FOLDER / "own-stock-en.csv")
    assert {one.product: one.on_hand for one in found.own} == dict(zip(own["Product code"], own["Own stock"]))


def test_the_newest_report_counts_its_warehouses_added(firm: Firm) -> None:
    firm.add(
        HEAD
        + "2025-11-30,C1,P1,North,case,900,50,2025-12-03,,,\n"
        + "2025-12-20,C1,P1,North,case,10,,,5,30,12\n2025-12-20,C1,P1,South,case,7,4,2025-12-29,,,\n"
        + "2025-12-28,C1,P1,North,case,1,,,,,\n"
    )
    found = look(firm)
    assert found.on_hand.tolist()[0] == 17 and np.isnan(found.on_hand[1:]).all()
    assert str(found.day[0]) == "2025-12-20"
    assert found.coming.quantity.tolist() == [4]  # what the older report said was on its way has long been counted
    assert (found.least[0], found.most[0], found.lead_time[0]) == (5, 30, 12)
    assert look(firm, date(2025, 12, 1)).on_hand[0] == 900


def test_units_are_never_added_up(firm: Firm) -> None:
    firm.add(
        "date,customer code,product code,unit,on hand\n"
        "2025-12-20,C1,P1,case,10\n2025-12-20,C1,P1,bottle,90\n2025-12-20,C1,P2,bottle,90\n2025-12-20,C2,P1,,5\n"
    )
    found = look(firm)
    assert found.on_hand[0] == 10 and np.isnan(found.on_hand[1]) and found.on_hand[2] == 5
    assert set(found.other_units) == {("C1", "P1"), ("C1", "P2")}


def test_who_has_stock_and_no_sales_and_the_other_way_round_is_named(firm: Firm) -> None:
    firm.add("date,customer code,product code,unit,on hand\n2025-12-20,C1,P9,case,10\n2025-12-20,C9,P1,case,3\n")
    found = look(firm)
    assert set(found.without_sales) == {("C1", "P9"), ("C9", "P1")}
    assert {(one.customer, one.lacks) for one in found.mismatches} == {("C9", "sales"), ("C2", "stock")}
    assert found.there and np.isnan(found.on_hand).all()


def test_own_stock_stands_apart(firm: Firm) -> None:
    firm.add("date,product code,unit,on hand\n2025-12-20,P1,case,500\n")
    found = look(firm)
    assert [(one.product, one.on_hand) for one in found.own] == [("P1", 500)]
    assert not found.there and np.isnan(found.on_hand).all()


def test_without_a_table_nothing_is_reported(firm: Firm) -> None:
    found = look(firm)
    assert not found.there and np.isnan(found.on_hand).all() and not len(found.coming.series)


def test_stock_below_zero_stays_and_lasts_no_day(firm: Firm) -> None:
    firm.add("date,customer code,product code,unit,on hand\n2025-12-26,C1,P1,case,-5\n")
    found = firm.look()
    assert found.on_hand[0] == -5 and found.cover_days[0] == 0
    assert found.run_out[0] == np.datetime64("2025-12-27")


def test_where_nobody_sells_in_scope_the_stock_is_without_sales(firm: Firm) -> None:
    firm.add("date,customer code,product code,unit,on hand,in transit\n2025-12-20,C1,P1,case,10,3\n")
    nobody = history(firm.dataset, Scope(Measure.QUANTITY), as_of=AS_OF, customers=["nobody"])
    found = positions(firm.dataset, nobody, AS_OF)
    assert nobody.n == len(found.on_hand) == len(found.coming.series) == 0
    assert found.without_sales == (("C1", "P1"),)
