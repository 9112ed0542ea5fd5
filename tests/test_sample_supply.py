"""The sample has something to show of its supply, one click away: some late, some in time, some unknown."""

from __future__ import annotations

from collections import Counter

import pytest

from kam_core.analysis.cut import Cut
from kam_core.analysis.months import default_scope
from kam_core.analysis.pareto import draw
from kam_core.analysis.ranking import rank
from kam_core.analysis.supply.foresight import outlook
from kam_core.analysis.supply.season_supply import SupplyFinding, for_key_accounts
from kam_core.store.principal import HOUSE
from kam_core.store.sample import open_sample
from kam_core.store.store import Store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(tmp_path_factory.mktemp("store"))


@pytest.fixture(scope="module")
def found(store: Store) -> SupplyFinding:
    sample = open_sample(store, "zh", HOUSE)
    scope = default_scope(sample)
    return for_key_accounts(outlook(sample, scope), draw(rank(sample, scope), Cut()))


def test_it_is_a_believable_mix(found: SupplyFinding) -> None:
    statuses = Counter(str(status) for status in found.accounts.status)
    assert found.key_accounts == found.accounts.n == 60
    assert statuses["unreported"] == found.unreported.n == 8  # as the sample's README says
    assert statuses.keys() >= {"late", "now", "soon", "enough", "unreported"}
    assert 7 <= found.short.n <= 25 and found.unit == "箱"
    assert "60 家大客户中" in found.finding.say("zh") and "8 家大客户未报库存" in found.finding.say("zh")


def test_its_lead_times_come_from_its_own_tables(found: SupplyFinding) -> None:
    lead = found.outlook.lead
    assert not lead.supposed.any()
    assert set(lead.transport.tolist()) == {5, 6, 7, 8, 9, 10} and set(lead.production.tolist()) == {18, 25, 30}
    assert found.outlook.times.closed.production and found.outlook.positions.own


def test_it_is_made_once(store: Store, found: SupplyFinding) -> None:
    first = open_sample(store, "zh", HOUSE)
    assert open_sample(store, "zh", HOUSE).version == first.version
    assert found.outlook.n and {"inventory", "supply"} <= first.views.keys()
