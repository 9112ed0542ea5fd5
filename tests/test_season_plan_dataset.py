"""A plan and a shortage from a dataset: stock, capacity, transport and closed days meet the forecast."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from kam_core.analysis.scope import Scope
from kam_core.analysis.supply.allocation import AllocationRule
from kam_core.analysis.supply.comparison import compare
from kam_core.analysis.supply.foresight import outlook
from kam_core.analysis.supply.outlook import Outlook
from kam_core.analysis.supply.planning import for_key_accounts
from kam_core.analysis.supply.range_gaps import Lacks, RangeRule, range_gaps
from kam_core.analysis.supply.season_need import closed_days, season_plan
from kam_core.analysis.supply.season_plan import SeasonPlan
from kam_core.analysis.supply.settings import SupplySettings
from kam_core.analysis.supply.shortage import offer, shortage
from kam_core.errors import BadInput
from kam_core.store.dataset import Dataset
from tests.season_files import season_dataset

AS_OF = date(2025, 11, 30)
SETTINGS = SupplySettings(as_of=AS_OF)


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return season_dataset(tmp_path_factory.mktemp("maker"))


@pytest.fixture(scope="module")
def ahead(dataset: Dataset) -> Outlook:
    return outlook(dataset, Scope(), SETTINGS)


@pytest.fixture(scope="module")
def plan(dataset: Dataset, ahead: Outlook) -> SeasonPlan:
    return season_plan(dataset, ahead, ["A"])


def of(plan: SeasonPlan, customer: str, product: str) -> int:
    products = plan.goods.products[plan.wants.product]
    return int(np.flatnonzero((plan.wants.customers == customer) & (products == product))[0])


def test_the_peak_is_planned_through_january_and_what_has_no_season_is_not(plan: SeasonPlan) -> None:
    water, syrup = 0, 1
    assert plan.goods.products.tolist() == ["P1", "P2"]
    assert (str(plan.goods.first[water]), str(plan.goods.last[water])) == ("2025-12", "2026-01")
    assert np.isnat(plan.goods.last[syrup]) and plan.needed[syrup].sum() == 0
    assert plan.months == ("2025-12", "2026-01")
    demand = plan.demand[of(plan, "A", "P1")]
    assert demand == pytest.approx([620, 930], rel=0.1)


def test_what_is_due_is_the_demand_less_the_stock_in_whole_cases(plan: SeasonPlan, ahead: Outlook) -> None:
    at = of(plan, "A", "P1")
    lacks = plan.demand[at].sum() + ahead.safety[at] - ahead.on_hand[at]
    due = plan.due[at].sum()
    assert lacks <= due + 1e-6 and due < lacks + 12
    assert due % 12 == 0
    assert plan.due[at].sum() == pytest.approx(ahead.gap[at], abs=12), "the outlook says the same gap"


def test_making_waits_for_the_production_days_and_rests_on_closed_days(plan: SeasonPlan) -> None:
    assert plan.capacity.weekly[0].round(6).tolist()[:5] == [0, 100, 140, 100, 140]
    made = plan.build.made[0]
    assert (made <= plan.capacity.weekly[0]).all() and made.sum() > 0
    assert all(quantity % 60 == 0 for quantity in made), "whole lots"
    assert plan.build.from_stock[0].sum() == pytest.approx(500)
    assert plan.unbuilt[0] > 0
    assert plan.unbuilt_money[0] == pytest.approx(plan.unbuilt[0] * 10)


def test_the_key_account_goes_before_the_others(plan: SeasonPlan, dataset: Dataset, ahead: Outlook) -> None:
    at = of(plan, "A", "P1")
    late = plan.shipping.late[at].max()
    other = season_plan(dataset, ahead, ["B", "C"])
    assert other.shipping.late[at].max() > late
    again = for_key_accounts(plan, other.wants.key)
    assert np.array_equal(again.shipping.shipped, other.shipping.shipped), "the cut moves, what is made stays"
    assert again.build is plan.build


def test_every_setting_moves_its_number(dataset: Dataset, plan: SeasonPlan) -> None:
    def planned(settings: SupplySettings) -> SeasonPlan:
        return season_plan(dataset, outlook(dataset, Scope(), settings), ["A"])

    assert planned(replace(SETTINGS, closed_days=False)).capacity.weekly[0, 3] == pytest.approx(140)
    assert planned(replace(SETTINGS, production=0)).capacity.weekly[0, 0] == pytest.approx(140)
    assert planned(replace(SETTINGS, lead_time=5)).capacity.weekly[0, 0] == pytest.approx(140)
    assert planned(replace(SETTINGS, service_level=0.999)).due.sum() >= plan.due.sum()
    assert planned(replace(SETTINGS, transport=20)).due[:, 0].sum() > plan.due[:, 0].sum()
    assert planned(replace(SETTINGS, peak=2.2)).months == ("2025-12", "2026-01")
    assert str(planned(replace(SETTINGS, peak=2.2)).goods.first[0]) == "2026-01"


def test_without_a_supply_table_no_limit_is_known(tmp_path_factory: pytest.TempPathFactory) -> None:
    bare = season_dataset(tmp_path_factory.mktemp("bare"), beside=False)
    plan = season_plan(bare, outlook(bare, Scope(), SETTINGS), ["A"])
    assert not plan.capacity.limited.any() and not plan.wants.reported.any()
    assert plan.build.made.sum() > 0
    assert closed_days(outlook(bare, Scope(), SETTINGS)).production == frozenset()


def test_regular_products_that_are_missing_are_named(ahead: Outlook) -> None:
    gaps = range_gaps(ahead, ["A", "B"])
    assert list(zip(gaps.customers, gaps.products, gaps.bought, gaps.last, gaps.on_hand, gaps.lacks)) == [
        ("A", "P2", 12, "2025-11", 0.0, Lacks.STOCK)
    ]
    assert gaps.finding.facts == {
        "often": 6,
        "of": 12,
        "regular": 4,
        "accounts": 1,
        "gaps": 1,
        "empty": 1,
        "unbought": 0,
    }
    assert range_gaps(ahead, ["B"]).finding.code == "range_full"
    assert not range_gaps(ahead, ["A"], RangeRule(often=13, of=12)).regular, "nobody buys in 13 of 12 months"


def test_what_was_not_bought_lately_is_a_gap_too(ahead: Outlook) -> None:
    monthly = ahead.sell_in.monthly.copy()
    at = int(np.flatnonzero((ahead.customers == "C") & (ahead.products == "P2"))[0])
    monthly[at, -3:] = 0
    silent = replace(ahead, sell_in=replace(ahead.sell_in, monthly=monthly))
    gaps = range_gaps(silent, ["C"])
    assert [(p, l_, last) for p, l_, last in zip(gaps.products, gaps.lacks, gaps.last)] == [
        ("P2", Lacks.BUYING, "2025-09")
    ]
    monthly[at, -1] = 5
    assert not len(range_gaps(silent, ["C"]).products), "bought since the last whole month"


def test_claims_are_the_demand_of_the_peak(ahead: Outlook, plan: SeasonPlan) -> None:
    found = shortage(ahead, "P1", ["A"])
    assert (found.until, [claim.customer for claim in found.claims]) == (date(2026, 1, 31), ["A", "B", "C"])
    assert [claim.key for claim in found.claims] == [True, False, False]
    assert float(found.claims[0].need or 0) == pytest.approx(plan.demand[of(plan, "A", "P1")].sum(), abs=1e-3)
    assert float(found.claims[0].demand) == pytest.approx(float(found.claims[0].need or 0) / 62, abs=1e-6)
    assert found.claims[0].price == Decimal("10.0000")
    assert found.reported.tolist() == [True, True, False]


def test_who_is_silent_lasts_as_long_as_the_others_do(ahead: Outlook) -> None:
    a, b, c = shortage(ahead, "P1", ["A"]).claims
    assert a.need and b.need and c.need
    others = float(a.on_hand + b.on_hand) / float(a.need + b.need)
    assert float(c.on_hand) / float(c.need) == pytest.approx(others, rel=1e-3)
    assert np.isnat(compare(shortage(ahead, "P1", ["A"]), Decimal(10)).outcomes[AllocationRule.KEY_FIRST].run_out[2])


def test_days_say_how_long_is_to_be_covered(ahead: Outlook) -> None:
    ten = shortage(ahead, "P2", ["A"], 31)
    assert ten.until == date(2025, 12, 31)
    assert float(ten.claims[0].need or 0) == pytest.approx(310, rel=0.05)
    with pytest.raises(BadInput, match="--days"):
        shortage(ahead, "P2", ["A"])
    with pytest.raises(BadInput, match="beyond the forecast"):
        shortage(ahead, "P1", ["A"], 5000)
    with pytest.raises(BadInput, match="nobody buys"):
        shortage(ahead, "P9", ["A"])


def test_the_supply_table_says_what_there_is_by_then(dataset: Dataset, ahead: Outlook) -> None:
    there = offer(dataset, ahead, shortage(ahead, "P1", ["A"]))
    weeks = 100 + 140 + 100 + 4 * 140  # from 10 December to 25 January, less two days of holiday
    assert (there.available, there.case) == (Decimal(500 + weeks), Decimal(12))
    nothing = offer(dataset, replace(ahead, positions=replace(ahead.positions, own=())), shortage(ahead, "P1", ["A"]))
    assert nothing.available == Decimal(weeks)


def test_the_four_rules_add_up_and_differ(ahead: Outlook) -> None:
    found = shortage(ahead, "P1", ["A"])
    compared = compare(found, Decimal("1000"), Decimal(12))
    for rule, outcome in compared.outcomes.items():
        allocation = outcome.allocation
        assert allocation.allocated + allocation.left_over == 1000, rule
        assert outcome.key.allocated + outcome.others.allocated == allocation.allocated
        assert all(portion.allocated % 12 == 0 for portion in allocation.portions)
    rates = {rule: outcome.key.fill_rate for rule, outcome in compared.outcomes.items()}
    assert rates[AllocationRule.KEY_FIRST] > rates[AllocationRule.PROPORTIONAL]  # type: ignore[operator]
    first = compared.outcomes[AllocationRule.KEY_FIRST]
    a = first.allocation.portions[0]
    assert first.key.at_risk == round((a.missing or Decimal(0)) * 10, 2)
    assert compare(found, Decimal(1000), floor=Fraction(0)).outcomes[AllocationRule.KEY_FIRST_FLOOR].key.allocated >= (
        compared.outcomes[AllocationRule.KEY_FIRST_FLOOR].key.allocated
    )
    assert compared.finding.code == "shortage"
    assert compare(found, Decimal(99999)).finding.code == "shortage_none"


def test_more_goods_never_bring_a_run_out_nearer(ahead: Outlook) -> None:
    found = shortage(ahead, "P1", ["A"])
    for rule in AllocationRule:
        dates = [compare(found, Decimal(n)).outcomes[rule].run_out for n in (0, 300, 900, 2000)]
        for fewer, more in itertools.pairwise(dates):
            known = ~np.isnat(fewer)
            assert (np.isnat(more[known]) | (more[known] >= fewer[known])).all()
