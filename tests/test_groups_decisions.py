"""Decisions about groups: what counts, who said it, how it is taken back, and that two people do not overwrite."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kam_core.analysis.ranking import rank
from kam_core.analysis.scope import Scope
from kam_core.errors import BadInput, ChangedMeanwhile, UnknownDataset
from kam_core.store import groups
from kam_core.store.groups import Decision, What
from kam_core.store.principal import HOUSE
from kam_core.store.store import Store
from tests.stored import publish_small

MINE, YOURS = "w-mine", "w-yours"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path)
    publish_small(made)
    yield made
    made.catalog.close()


def only(store: Store) -> str:
    return store.datasets(HOUSE)[0].id


def join(name: str, *members: str, who: str = "") -> Decision:
    return Decision(What.CONFIRM, dict.fromkeys(members, name), who=who)


def test_the_later_decision_counts_and_the_history_stays(store: Store) -> None:
    data = only(store)
    one = groups.decide(store, data, join("Hongda", "C1", "C2", who="Li"), seen=0, principal=HOUSE)
    assert one.groups == {"Hongda": ("C1", "C2")}
    two = groups.decide(
        store, data, Decision(What.EDIT, {"C1": "Hongda East", "C2": "", "C3": "Hongda East"}), seen=1, principal=HOUSE
    )
    assert two.groups == {"Hongda East": ("C1", "C3")}
    assert [(one.what, one.who, one.about) for one in two.history] == [
        (What.CONFIRM, "Li", ("Hongda",)),
        (What.EDIT, "", ("Hongda East",)),
    ]
    assert all(one.moment for one in two.history)


def test_undo_goes_back_step_by_step(store: Store) -> None:
    data = only(store)
    groups.decide(store, data, join("A", "C1", "C2"), seen=0, principal=HOUSE)
    groups.decide(store, data, Decision(What.DISSOLVE, {"C1": "", "C2": ""}), seen=1, principal=HOUSE)
    back = groups.undo(store, data, seen=2, principal=HOUSE)
    assert back.groups == {"A": ("C1", "C2")}
    nothing = groups.undo(store, data, seen=3, principal=HOUSE)
    assert nothing.groups == {}
    assert len(nothing.history) == 4
    with pytest.raises(BadInput) as stopped:
        groups.undo(store, data, seen=4, principal=HOUSE)
    assert stopped.value.code == "groups_nothing_to_undo"


def test_a_rejected_suggestion_stays_rejected_until_it_is_put_together_after_all(store: Store) -> None:
    data = only(store)
    no = groups.decide(store, data, Decision(What.REJECT, apart=("C1", "C2")), seen=0, principal=HOUSE)
    assert no.rejected(["C2", "C1"])
    assert not no.rejected(["C1", "C2", "C3"])  # another firm beside them: look again
    yes = groups.decide(store, data, join("A", "C1", "C2"), seen=1, principal=HOUSE)
    assert not yes.rejected(["C1", "C2"])


def test_who_saves_on_an_old_state_is_told_who_was_faster(store: Store) -> None:
    data = only(store)
    groups.decide(store, data, join("Hongda", "C1", "C2", who="Li Wei"), seen=0, principal=HOUSE)
    with pytest.raises(ChangedMeanwhile) as stopped:
        groups.decide(store, data, join("Haida", "C2", "C3"), seen=0, principal=HOUSE)
    assert stopped.value.facts["who"] == "Li Wei"
    assert stopped.value.facts["names"] == ("Hongda",)
    assert "Li Wei" in str(stopped.value) and "Hongda" in str(stopped.value)
    assert groups.decided(store, data, principal=HOUSE).groups == {"Hongda": ("C1", "C2")}


def test_the_database_itself_refuses_a_second_decision_of_the_same_number(store: Store) -> None:
    from sqlalchemy import insert
    from sqlalchemy.exc import IntegrityError

    from kam_core.store.decision_tables import group_decisions

    row = {"dataset": only(store), "owner": HOUSE, "revision": 1, "what": "reject", "content": "{}", "who": ""}
    with store.catalog.writing() as connection:
        connection.execute(insert(group_decisions).values(row | {"moment": "2025"}))
    with pytest.raises(IntegrityError), store.catalog.writing() as connection:
        connection.execute(insert(group_decisions).values(row | {"moment": "2026"}))


def test_one_meets_ones_own_and_the_houses(store: Store) -> None:
    data = only(store)
    groups.decide(store, data, join("House", "C1", "C2"), seen=0, principal=HOUSE)
    groups.decide(store, data, join("Mine", "C3", "C4"), seen=1, principal=MINE)
    assert set(groups.decided(store, data, principal=MINE).groups) == {"House", "Mine"}
    assert set(groups.decided(store, data, principal=YOURS).groups) == {"House"}
    assert set(groups.decided(store, data, principal=HOUSE).groups) == {"House"}
    yours = groups.decided(store, data, principal=YOURS)
    assert yours.undoable is None  # the house's is not yours to undo


def test_a_frozen_list_keeps_its_meaning(store: Store) -> None:
    data = only(store)
    groups.decide(store, data, join("Hongda", "C1", "C2"), seen=0, principal=HOUSE)
    first = groups.freeze(store, data, principal=HOUSE)
    assert groups.freeze(store, data, principal=HOUSE).address == first.address
    groups.undo(store, data, seen=1, principal=HOUSE)
    assert groups.freeze(store, data, principal=HOUSE).address != first.address
    dataset = store.open(data, principal=HOUSE)
    assert rank(dataset, Scope(groups=first.address)).customers.tolist() == ["g:Hongda"]
    assert first.members == {"g:Hongda": ("C1", "C2")}


def test_a_group_of_one_is_none(store: Store) -> None:
    data = only(store)
    groups.decide(store, data, join("Hongda", "C1"), seen=0, principal=HOUSE)
    assert groups.freeze(store, data, principal=HOUSE).of == ()


def test_a_list_of_another_dataset_or_of_somebody_else_is_not_here(store: Store) -> None:
    data = only(store)
    other = publish_small(store, name="Other", content="d")
    groups.decide(store, data, join("Hongda", "C1", "C2"), seen=0, principal=MINE)
    mine = groups.freeze(store, data, principal=MINE)
    assert store.open(data, principal=MINE).merged(mine.address).groups == mine.address
    for dataset, who in ((data, YOURS), (data, HOUSE), (other.id, MINE)):
        with pytest.raises(UnknownDataset):
            store.grouping(dataset, mine.address, principal=who)


def test_a_group_needs_a_name_and_a_decision_something_to_say(store: Store) -> None:
    data = only(store)
    with pytest.raises(BadInput):
        groups.decide(store, data, join(" \n ", "C1", "C2"), seen=0, principal=HOUSE)
    with pytest.raises(BadInput):
        groups.decide(store, data, Decision(What.CONFIRM), seen=0, principal=HOUSE)
    with pytest.raises(UnknownDataset):
        groups.decide(store, "dnothing", join("A", "C1", "C2"), seen=0, principal=HOUSE)
