"""What people decided by hand is there after a restart, with who and when; it can be undone, and no stale save wins.

A restart is another store over the same folder. Quantities agreed, alerts done, plans and lists by decree have theirs
in test_agreed.py, test_alert_marks.py and test_joint_plan.py.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kam_core.analysis.alerts.kept import limits, settings_of
from kam_core.analysis.alerts.settings import AlertSettings
from kam_core.errors import ChangedMeanwhile
from kam_core.store import alert_marks, groups
from kam_core.store.groups import Decision, What
from kam_core.store.principal import HOUSE
from kam_core.store.register import approve, registers, restore
from kam_core.store.store import Store
from tests.stored import publish_small
from tests.test_register import DAY, NOW, cut_of, made


def restarted(store: Store) -> Store:
    store.catalog.close()
    return Store(store.folder)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    there = Store(tmp_path)
    publish_small(there)
    return there


def test_groups(store: Store) -> None:
    data = store.datasets(HOUSE)[0].id
    together = Decision(What.CONFIRM, {"C1": "Hongda", "C2": "Hongda"}, who="Li")
    groups.decide(store, data, together, seen=0, principal=HOUSE)
    there = restarted(store)
    found = groups.decided(there, data, principal=HOUSE)
    assert found.groups == {"Hongda": ("C1", "C2")}
    assert [(one.who, bool(one.moment)) for one in found.history] == [("Li", True)]
    with pytest.raises(ChangedMeanwhile):  # a page that was open before it
        groups.decide(there, data, Decision(What.EDIT, {"C1": ""}, who="Wang"), seen=0, principal=HOUSE)
    groups.undo(there, data, seen=1, principal=HOUSE, who="Wang")
    again = groups.decided(restarted(there), data, principal=HOUSE)
    assert again.groups == {} and [one.who for one in again.history] == ["Li", "Wang"]


def test_the_limits_of_alerts(store: Store) -> None:
    data = store.datasets(HOUSE)[0].id
    alert_marks.mark(store, data, limits(AlertSettings(margin=25), "Li"), seen=0, principal=HOUSE)
    there = restarted(store)
    found = alert_marks.marked(there, data, principal=HOUSE)
    assert settings_of(found).margin == 25 and found.limits is not None
    assert (found.limits.who, bool(found.limits.moment)) == ("Li", True)
    with pytest.raises(ChangedMeanwhile):
        alert_marks.mark(there, data, limits(AlertSettings(margin=5), "Wang"), seen=0, principal=HOUSE)
    alert_marks.undo(there, data, seen=1, principal=HOUSE, who="Wang")
    again = alert_marks.marked(restarted(there), data, principal=HOUSE)
    assert settings_of(again) == AlertSettings() and [one.who for one in again.history] == ["Li", "Wang"]


def test_registers(store: Store) -> None:
    data = store.datasets(HOUSE)[0].id
    first = approve(store, data, made(cut_of(NOW, 2), "Li"), seen=0, principal=HOUSE)
    there = restarted(store)
    (found,) = registers(there, data, principal=HOUSE)
    assert found == first and (found.who, bool(found.moment)) == ("Li", True)
    with pytest.raises(ChangedMeanwhile):
        approve(there, data, made(cut_of(NOW, 3), "Wang"), seen=0, principal=HOUSE)
    approve(there, data, made(cut_of(NOW, 3), "Wang"), seen=1, principal=HOUSE)
    restore(there, data, 1, day=DAY, who="Li", seen=2, principal=HOUSE)  # taken back: the first one again
    *_, last = registers(restarted(there), data, principal=HOUSE)
    assert (last.entries, last.who, last.number) == (first.entries, "Li", 3)
