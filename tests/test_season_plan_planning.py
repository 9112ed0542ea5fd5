"""The season's plan: capacity that is enough, just enough and not, worked by hand; and what must hold of any plan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kam_core.analysis.supply.capacity import capacity
from kam_core.analysis.supply.demand_path import NOTHING_COMING, DemandPath, Receipts, day
from kam_core.analysis.supply.order_by import ClosedDays
from kam_core.analysis.supply.planning import plan_season
from kam_core.analysis.supply.season_plan import Goods, SeasonPlan, Wants
from kam_core.analysis.supply.shipping import weeks

AS_OF = day("2025-11-30")  # a Sunday
ROW: dict[str, Any] = dict.fromkeys(("month", "capacity", "weekly_capacity", "available", "lot", "case_size"))
NAN = float("nan")
NEVER_CLOSED = ClosedDays()


def texts(*values: str) -> Any:
    return np.array(values, object)


def goods(*own: float, price: float = 10.0, step: float = 0.0) -> Goods:
    p = len(own)
    names = texts(*(f"P{at}" for at in range(p)))
    return Goods(
        products=names,
        names=names,
        categories=texts(*[""] * p),
        units=texts(*["case"] * p),
        first=np.full(p, np.datetime64("2025-12", "M")),
        last=np.full(p, np.datetime64("2025-12", "M")),
        own_stock=np.array(own),
        price=np.full(p, price),
        step=np.full(p, step),
    )


def wants(
    *series: tuple[int, bool, float, float],
    transport: int = 0,
    coming: Receipts = NOTHING_COMING,
    safety: float = 0.0,
    until: str = "2025-12-31",
) -> Wants:
    """Of each: product, key account, stock on hand, demand of December (31 days) a day."""
    n = len(series)
    names = texts(*(f"C{at}" for at in range(n)))
    product, key, on_hand, daily = (np.array(column) for column in zip(*series))
    path = DemandPath("2025-12", 31.0 * daily[:, None])
    days = np.full(n, transport)
    regions = texts(*["East"] * n)
    ends = np.full(n, np.datetime64(until, "D"))
    return Wants(names, names, regions, product, key, path, ends, on_hand, coming, np.full(n, safety), days)


def planned(
    who: Wants, what: Goods, weekly: float | None, closed: ClosedDays = NEVER_CLOSED, **more: Any
) -> SeasonPlan:
    mondays = weeks(AS_OF + 1, 5)
    rows = [{**ROW, "product": str(p), "weekly_capacity": weekly, **more} for p in what.products]
    room = capacity(rows, what.products.tolist(), AS_OF, mondays, closed.production)
    return plan_season(who, what, room, AS_OF, mondays, closed)


#: Ten a day, 70 in stock: the weeks from 8 December lack 70, 70, 70 and 30.
ONE = wants((0, True, 70.0, 10.0))


def test_with_capacity_enough_each_week_is_made_in_the_week_before() -> None:
    plan = planned(ONE, goods(0.0), 100)
    assert plan.due.round(9).tolist() == [[0, 70, 70, 70, 30]]
    assert plan.build.made.round(9).tolist() == [[70, 70, 70, 30, 0]]
    assert plan.shipping.shipped.round(9).tolist() == [[0, 70, 70, 70, 30]]
    assert plan.unbuilt.tolist() == [0]
    assert (plan.finding.code, plan.finding.facts["ready"]) == ("season_plan", date(2025, 12, 28))


def test_with_capacity_just_enough_it_is_built_ahead() -> None:
    who = wants((0, True, 100.0, 10.0))  # lacks 40, 70, 70 and 30
    plan = planned(who, goods(0.0), 60)
    assert plan.build.made.round(9).tolist() == [[60, 60, 60, 30, 0]]
    assert plan.build.ahead.round(9).tolist() == [[0, 20, 10, 0, 0]]
    assert plan.unbuilt.tolist() == [0]
    assert planned(who, goods(0.0), 59).unbuilt.round(9).tolist() == [3], "three weeks lack one each"


def test_with_capacity_too_small_what_is_missing_is_named_with_its_money() -> None:
    plan = planned(ONE, goods(50.0), 40)
    assert plan.build.from_stock.round(9).tolist() == [[0, 50, 0, 0, 0]]
    assert plan.build.made.round(9).tolist() == [[40, 40, 40, 30, 0]]
    assert plan.unbuilt.round(9).tolist() == [40]
    assert plan.unbuilt_money.round(9).tolist() == [400]
    facts = plan.finding.facts
    assert (plan.finding.code, facts["short"], facts["worst"], facts["money"]) == (
        "season_plan_short",
        1,
        "P0",
        Decimal(400),
    )
    assert facts["unbuilt"] == ("40 case",)


def test_a_customer_without_a_report_is_planned_as_one_that_buys_what_it_sells() -> None:
    plan = planned(wants((0, True, NAN, 10.0), safety=33), goods(0.0), None)
    assert plan.due.round(9).tolist() == [[0, 70, 70, 70, 30]]
    far = planned(wants((0, True, NAN, 10.0), transport=7), goods(0.0), None)
    assert far.due.round(9).tolist() == [[0, 70, 70, 30, 0]], "what can no longer reach it in time is not asked for"


def test_safety_stock_and_goods_on_their_way_move_the_plan() -> None:
    kept = planned(wants((0, True, 70.0, 10.0), safety=20), goods(0.0), None)
    assert kept.due.sum() == pytest.approx(240 + 20)
    coming = Receipts(np.zeros(1, np.int64), np.array(["2025-12-08"], "datetime64[D]"), np.array([100.0]))
    assert planned(wants((0, True, 70.0, 10.0), coming=coming), goods(0.0), None).due.sum() == pytest.approx(140)


def test_nothing_is_planned_beyond_the_peak_nor_without_one() -> None:
    short = planned(wants((0, True, 70.0, 10.0), until="2025-12-14"), goods(0.0), None)
    assert short.due.round(9).tolist() == [[0, 70, 0, 0, 0]]
    assert (short.months, short.demand.round(9).tolist()) == (("2025-12",), [[140]])
    none = planned(wants((0, True, 70.0, 10.0), until="NaT"), goods(0.0), None)
    assert (none.due.sum(), none.months, none.finding.code) == (0, (), "season_plan_no_season")


def test_own_stock_that_covers_everything_is_said() -> None:
    plan = planned(ONE, goods(1000.0), 10)
    assert (plan.finding.code, plan.build.made.sum()) == ("season_plan_from_stock", 0)


def test_what_is_available_now_takes_the_place_of_own_stock() -> None:
    assert planned(ONE, goods(1000.0), 0, available=30).unbuilt.round(9).tolist() == [210]


def test_key_accounts_are_served_first_and_nothing_they_need_later_is_given_away() -> None:
    both = wants((0, True, 140.0, 10.0), (0, False, 0.0, 10.0))
    plan = planned(both, goods(200.0), 0)
    keys, others = plan.shipping.shipped.round(9)
    assert keys.tolist() == [0, 0, 70, 70, 30], "what the key account lacks from the third week on"
    assert others.tolist() == [30, 0, 0, 0, 0], "200 less the 170 kept for the key account"
    assert plan.key_short.round(9).tolist() == [0, 0]


def test_whole_cases_are_shipped() -> None:
    plan = planned(wants((0, True, 70.0, 10.0), (0, False, 3.0, 1.0)), goods(5.0, step=12.0), 84)
    for quantities in (plan.due, plan.shipping.shipped, plan.build.made):
        assert np.allclose(quantities / 12, np.round(quantities / 12))


def test_a_holiday_of_the_carrier_sends_the_goods_off_earlier() -> None:
    shut = ClosedDays(transport=frozenset(date(2025, 12, d) for d in range(8, 15)))
    usual = planned(wants((0, True, 70.0, 10.0), transport=1), goods(0.0), None)
    assert usual.due.round(9).tolist() == [[70, 70, 70, 30, 0]]
    plan = planned(wants((0, True, 70.0, 10.0), transport=1), goods(0.0), None, shut)
    assert plan.due.round(9).tolist() == [[140, 0, 70, 30, 0]]
    assert str(plan.ship_by[0, 0]) == "2025-12-07"


QUANTITY = st.floats(0, 500)
SERIES = st.tuples(st.integers(0, 1), st.booleans(), st.one_of(QUANTITY, st.just(NAN)), st.floats(0, 50))


@given(
    st.lists(SERIES, min_size=1, max_size=6),
    st.tuples(QUANTITY, QUANTITY),
    st.floats(0, 400),
    st.integers(0, 9),
    st.sampled_from([0.0, 1.0, 12.0]),
    st.sampled_from([None, 24.0]),
)
def test_what_holds_of_any_plan(
    series: list[tuple[int, bool, float, float]],
    own: tuple[float, float],
    weekly: float,
    transport: int,
    step: float,
    lot: float | None,
) -> None:
    what = goods(*own, step=step)
    plan = planned(wants(*series, transport=transport), what, weekly, lot=lot)
    slack = 1e-6 * (1 + plan.due.sum())
    assert (plan.build.made <= plan.capacity.weekly + slack).all()
    need = plan.needed.sum(axis=1)
    covered = plan.build.made.sum(axis=1) + plan.build.from_stock.sum(axis=1) + plan.unbuilt
    assert np.allclose(covered, need + plan.build.ahead[:, -1], atol=slack)
    there = np.cumsum(plan.build.made, axis=1) - plan.build.made + np.array(own)[:, None]
    assert (np.cumsum(plan.of_products(plan.shipping.shipped), axis=1) <= there + slack).all()
    assert (np.cumsum(plan.shipping.shipped, axis=1) <= np.cumsum(plan.due, axis=1) + slack).all()
    short = plan.of_products(plan.shipping.late[:, -1])
    assert (short <= plan.unbuilt + step * len(series) + slack).all(), "what is not shipped could not be made"
    if not step:
        alone = planned(wants(*[s for s in series if s[1]] or [(0, True, 0.0, 0.0)], transport=transport), what, weekly)
        if lot is None and any(s[1] for s in series):
            together = plan.key_short.sum()
            assert together <= alone.key_short.sum() + slack, "others never take from key accounts"
