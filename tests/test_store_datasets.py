"""Datasets in the store: versions, names, deleting and its undo, who sees what, lists kept by content."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kam_core.errors import BadInput, UnknownDataset
from kam_core.hand import HandPick
from kam_core.ingest.recipe import Mapping
from kam_core.schema import Role
from kam_core.store import Store
from kam_core.store.principal import HOUSE, may
from tests.stored import publish_small


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path, memory="256MB")


def test_a_published_version_is_listed_opened_and_asked(store: Store) -> None:
    made = publish_small(store)
    (listed,) = store.datasets(HOUSE)
    assert (listed.id, listed.name, listed.version, listed.versions) == (made.id, "Sales", 1, (1,))
    assert (listed.rows, listed.customers, listed.period) == (3, 2, ("2025-01", "2025-02"))
    opened = store.open(made.id, principal=HOUSE)
    assert opened == made and hash(opened) == hash(made)
    assert opened.manifest == made.manifest and opened.address == f"{made.id}@1"
    assert opened.ask("selling_days").num_rows == 3
    assert re.fullmatch("d[a-z2-7]{10}", made.id)


def test_a_newer_file_is_the_next_version_and_the_newest_is_opened(store: Store) -> None:
    first = publish_small(store)
    second = publish_small(store, dataset_id=first.id)
    assert (second.id, second.version) == (first.id, 2)
    assert store.open(first.id, principal=HOUSE).version == 2
    assert store.open(first.id, 1, principal=HOUSE).version == 1
    assert [v.version for v in store.versions(first.id, principal=HOUSE)] == [2, 1]
    assert store.datasets(HOUSE)[0].versions == (2, 1)


@pytest.mark.parametrize("version", [0, 3, -1])
def test_a_version_that_is_not_there_is_refused(store: Store, version: int) -> None:
    made = publish_small(store)
    with pytest.raises(UnknownDataset):
        store.open(made.id, version, principal=HOUSE)


@pytest.mark.parametrize("dataset_id", ["", "nothing", "../..", "d" * 500, "'; drop table datasets; --"])
def test_an_unknown_id_is_refused(store: Store, dataset_id: str) -> None:
    with pytest.raises(UnknownDataset):
        store.open(dataset_id, principal=HOUSE)


def test_rename_delete_and_undo(store: Store) -> None:
    made = publish_small(store)
    store.rename(made.id, "  华东\n<b>销售</b> \x1b[31m", principal=HOUSE)
    assert store.open(made.id, principal=HOUSE).name == "华东 <b>销售</b> [31m"
    store.delete(made.id, principal=HOUSE)
    assert store.datasets(HOUSE) == []
    assert store.datasets(HOUSE, deleted=True)[0].deleted is not None
    with pytest.raises(UnknownDataset, match="deleted"):
        store.open(made.id, principal=HOUSE)
    store.undelete(made.id, principal=HOUSE)
    assert store.open(made.id, principal=HOUSE).ask("selling_days").num_rows == 3


@pytest.mark.parametrize("name", ["", "   ", "\n\t", "\x00"])
def test_a_name_needs_a_letter(store: Store, name: str) -> None:
    made = publish_small(store)
    with pytest.raises(BadInput):
        store.rename(made.id, name, principal=HOUSE)


def test_what_belongs_to_somebody_is_seen_by_nobody_else(store: Store) -> None:
    hers = publish_small(store, owner="anna")
    houses = publish_small(store, owner=HOUSE)
    assert {info.id for info in store.datasets("anna")} == {hers.id, houses.id}
    assert {info.id for info in store.datasets("bob")} == {houses.id}
    for refused in (
        lambda: store.open(hers.id, principal="bob"),
        lambda: store.open(hers.id, principal=HOUSE),
        lambda: store.rename(hers.id, "x", principal="bob"),
        lambda: store.delete(hers.id, principal="bob"),
        lambda: store.versions(hers.id, principal="bob"),
        lambda: store.uploads(hers.id, principal="bob"),
        lambda: store.keep_hand(hers.id, (), principal="bob"),
    ):
        with pytest.raises(UnknownDataset):
            refused()
    assert may("anna", "anna") and may("anna", HOUSE) and not may("anna", "bob") and not may(HOUSE, "anna")


def test_a_hand_picked_list_is_addressed_by_its_content(store: Store) -> None:
    made, other = publish_small(store), publish_small(store)
    picks = (HandPick("C2", True, "老板指定", "王总"), HandPick("C1", False))
    address = store.keep_hand(made.id, picks, principal=HOUSE)
    assert store.keep_hand(made.id, picks[::-1], principal=HOUSE) == address
    assert store.keep_hand(made.id, picks[:1], principal=HOUSE) != address
    assert store.keep_hand(other.id, picks, principal=HOUSE) != address
    assert set(store.hand(address, principal=HOUSE)) == set(picks)
    with pytest.raises(UnknownDataset):
        store.hand("h" + "0" * 20, principal=HOUSE)


def test_a_mapping_is_remembered_by_owner_and_header(store: Store) -> None:
    mine, houses = Mapping({Role.CUSTOMER: (2, 3)}, date_order="dmy"), Mapping({Role.CUSTOMER: (1,)})
    store.remember("header", houses, principal=HOUSE)
    assert store.remembered("header", principal="anna") == houses
    store.remember("header", mine, principal="anna")
    assert store.remembered("header", principal="anna") == mine
    assert store.remembered("header", principal="bob") == houses
    assert store.remembered("another", principal="anna") is None
    store.remember("header", mine, principal=HOUSE)
    assert store.remembered("header", principal="bob") == mine


def test_a_store_opened_twice_is_the_same_store(store: Store, tmp_path: Path) -> None:
    made = publish_small(store)
    assert Store(tmp_path).open(made.id, principal=HOUSE).manifest == made.manifest
