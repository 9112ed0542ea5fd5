"""What is done about alerts is kept: who and when, undone, apart from other workspaces, never silently overwritten."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kam_core.analysis.alerts.kept import limits, settings_of
from kam_core.analysis.alerts.settings import AlertSettings, Kind
from kam_core.errors import BadInput, ChangedMeanwhile, UnknownDataset
from kam_core.store.alert_marks import Deed, Mark, What, mark, marked, undo
from kam_core.store.alerts_told import tell, told
from kam_core.store.dataset import Dataset
from kam_core.store.principal import HOUSE
from kam_core.store.store import Store
from tests.stored import publish_small

ANNA, BERT = "w-anna", "w-bert"
ONE = Mark("a1", "report", "Alpha", Decimal("10.5"), date(2025, 12, 1), 3)
TWO = Mark("a2", "nobody", "Beta")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


@pytest.fixture
def dataset(store: Store) -> Dataset:
    return publish_small(store)


def done(*marks: Mark, who: str = "Li") -> Deed:
    return Deed(What.DONE, marks, who=who)


def test_it_survives_a_restart_with_who_and_when(store: Store, dataset: Dataset) -> None:
    until = date(2026, 1, 5)
    mark(store, dataset.id, done(ONE), seen=0, principal=ANNA)
    mark(store, dataset.id, Deed(What.SNOOZE, (TWO,), until, who="Wang"), seen=1, principal=ANNA)
    found = marked(Store(store.folder), dataset.id, principal=ANNA)
    (kept, deed), (_, snoozed) = found.of["a1"], found.of["a2"]
    assert kept == ONE and (deed.who, deed.what, deed.owner) == ("Li", What.DONE, ANNA) and deed.moment
    assert (snoozed.who, snoozed.until, found.revision) == ("Wang", until, 2)


def test_undo_takes_back_the_latest_and_stays_in_the_history(store: Store, dataset: Dataset) -> None:
    mark(store, dataset.id, done(ONE), seen=0, principal=ANNA)
    mark(store, dataset.id, done(TWO), seen=1, principal=ANNA)
    found = undo(store, dataset.id, seen=2, principal=ANNA, who="Li")
    assert set(found.of) == {"a1"} and [one.what for one in found.history] == [What.DONE, What.DONE, What.UNDO]
    assert set(undo(store, dataset.id, seen=3, principal=ANNA).of) == set()
    with pytest.raises(BadInput):
        undo(store, dataset.id, seen=4, principal=ANNA)


def test_reopened(store: Store, dataset: Dataset) -> None:
    mark(store, dataset.id, done(ONE, TWO), seen=0, principal=ANNA)
    found = mark(store, dataset.id, Deed(What.REOPEN, (ONE,)), seen=1, principal=ANNA)
    assert set(found.of) == {"a2"}
    assert set(undo(store, dataset.id, seen=2, principal=ANNA).of) == {"a1", "a2"}


def test_two_people_about_the_same_alert(store: Store, dataset: Dataset) -> None:
    """The second is told who was faster, and nothing is saved; about other alerts they do not meet."""
    mark(store, dataset.id, done(ONE, who="Li"), seen=0, principal=ANNA)
    with pytest.raises(ChangedMeanwhile) as raised:
        mark(store, dataset.id, Deed(What.SNOOZE, (ONE,), date(2026, 1, 1), who="Wang"), seen=0, principal=ANNA)
    assert raised.value.facts["who"] == "Li" and raised.value.facts["names"] == ("Alpha",)
    found = mark(store, dataset.id, done(TWO, who="Wang"), seen=0, principal=ANNA)
    assert found.revision == 2 and set(found.of) == {"a1", "a2"}
    with pytest.raises(ChangedMeanwhile):  # an undo of what somebody has gone on from
        mark(store, dataset.id, Deed(What.UNDO, (TWO,), undone=2), seen=1, principal=ANNA)


def test_the_house_is_met_by_all_and_nobody_else(store: Store, dataset: Dataset) -> None:
    mark(store, dataset.id, done(ONE), seen=0, principal=HOUSE)
    mark(store, dataset.id, done(TWO), seen=1, principal=ANNA)
    assert set(marked(store, dataset.id, principal=ANNA).of) == {"a1", "a2"}
    assert set(marked(store, dataset.id, principal=BERT).of) == {"a1"}
    assert marked(store, dataset.id, principal=BERT).undoable is None
    with pytest.raises(UnknownDataset):
        marked(store, "nowhere", principal=ANNA)
    with pytest.raises(UnknownDataset):
        mark(store, publish_small(store, owner=ANNA, content="x").id, done(ONE), seen=0, principal=BERT)


def test_limits_are_kept_and_undone(store: Store, dataset: Dataset) -> None:
    mine = AlertSettings(order_within=30, off=(Kind.SILENT,))
    assert settings_of(marked(store, dataset.id, principal=ANNA)) == AlertSettings()
    found = mark(store, dataset.id, limits(mine, "Li"), seen=0, principal=ANNA)
    assert settings_of(found) == mine and found.limits is not None and found.limits.who == "Li"
    with pytest.raises(ChangedMeanwhile):
        mark(store, dataset.id, limits(AlertSettings(margin=5), "Wang"), seen=0, principal=ANNA)
    assert mark(store, dataset.id, done(ONE), seen=0, principal=ANNA).revision == 2  # no matter of limits
    undo(store, dataset.id, seen=2, principal=ANNA)
    assert settings_of(undo(store, dataset.id, seen=3, principal=ANNA)) == AlertSettings()


def test_limits_of_another_time_are_the_usual_ones(store: Store, dataset: Dataset) -> None:
    for text in ('{"gone": 1}', '{"margin": 999}', "{}x", "[]"):
        found = marked(store, dataset.id, principal=ANNA)
        mark(store, dataset.id, Deed(What.LIMITS, limits=text), seen=found.revision, principal=ANNA)
        assert settings_of(marked(store, dataset.id, principal=ANNA)) == AlertSettings()


@pytest.mark.parametrize("deed", [Deed(What.DONE), Deed(What.SNOOZE, (ONE,)), Deed(What.LIMITS)])
def test_a_deed_about_nothing(store: Store, dataset: Dataset, deed: Deed) -> None:
    with pytest.raises(BadInput):
        mark(store, dataset.id, deed, seen=0, principal=ANNA)


@given(st.lists(st.tuples(st.sampled_from([*What]), st.sets(st.sampled_from("abc"), min_size=1)), max_size=9))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_later_deed_counts(store: Store, deeds: list[tuple[What, set[str]]]) -> None:
    """Against a plain account of what was done, undone with a stack."""
    dataset = publish_small(store, content=f"{deeds}")
    stack: list[tuple[What, set[str]]] = []
    for what, alerts in deeds:
        seen = marked(store, dataset.id, principal=ANNA).revision
        if what is What.UNDO:
            if stack:
                stack.pop()
                undo(store, dataset.id, seen=seen, principal=ANNA)
            continue
        marks = tuple(replace(ONE, alert=alert) for alert in sorted(alerts))
        more = {"until": date(2026, 1, 1)} if what is What.SNOOZE else {"limits": "{}"} if what is What.LIMITS else {}
        mark(store, dataset.id, Deed(what, () if what is What.LIMITS else marks, **more), seen=seen, principal=ANNA)  # type: ignore[arg-type]
        stack.append((what, set() if what is What.LIMITS else alerts))
    expected: dict[str, What] = {}
    for what, alerts in stack:
        expected |= dict.fromkeys(alerts, what)
    said = {alert: deed.what for alert, (_, deed) in marked(store, dataset.id, principal=ANNA).of.items()}
    assert said == {alert: what for alert, what in expected.items() if what is not What.REOPEN}


def test_what_was_told(store: Store, dataset: Dataset) -> None:
    assert told(store, dataset.id, owner=ANNA) == frozenset()
    tell(store, dataset.id, ["a1", "a2"], owner=ANNA)
    tell(store, dataset.id, ["a2", "a3"], owner=ANNA)
    assert told(store, dataset.id, owner=ANNA) == {"a2", "a3"}
    assert told(store, dataset.id, owner=BERT) == frozenset()
    with pytest.raises(UnknownDataset):
        tell(store, "nowhere", ["a1"], owner=ANNA)
