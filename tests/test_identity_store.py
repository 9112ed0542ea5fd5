"""Two workspaces and the house in one store: nobody sees another's data or decisions, nor changes the house's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from kam_core.errors import BadInput, KamError, UnknownDataset
from kam_core.hand import HandPick
from kam_core.ingest.recipe import Mapping, Upload
from kam_core.schema import Role
from kam_core.store import workspaces
from kam_core.store.agreed import Agreement
from kam_core.store.dataset import Dataset
from kam_core.store.importing import import_files, open_file
from kam_core.store.principal import HOUSE, changes, may
from kam_core.store.sample import open_sample
from kam_core.store.side import import_side
from kam_core.store.side_reading import SideRequest
from kam_core.store.side_removal import remove_side
from kam_core.store.store import Store
from tests.stored import publish_small

ANNA, BERT = "w-anna", "w-bert"
TODAY = date(2025, 3, 15)
PICKS = (HandPick("C2", True, "Miller said so", "Miller"),)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def upload(folder: Path, name: str = "sales.csv") -> Upload:
    path = folder / name
    path.write_text(
        "Date,Customer,Amount\n" + "".join(f"2025-01-{d:02d},C{d % 5},{d}\n" for d in range(1, 29)), "utf-8"
    )
    return Upload(name, path)


def imported(store: Store, folder: Path, principal: str, **how: str) -> Dataset:
    made = import_files(store, [upload(folder)], principal=principal, today=TODAY, **how).dataset  # type: ignore[arg-type]
    assert made
    return made


def test_one_function_says_who_sees_and_one_who_changes() -> None:
    assert may(ANNA, ANNA) and may(ANNA, HOUSE) and not may(ANNA, BERT) and not may(HOUSE, ANNA)
    assert changes(ANNA, ANNA) and changes(HOUSE, HOUSE)
    assert not changes(ANNA, HOUSE) and not changes(HOUSE, ANNA) and not changes(ANNA, BERT)


def test_a_workspace_sees_its_own_and_the_house_s(store: Store) -> None:
    hers, his, ours = (publish_small(store, owner=owner) for owner in (ANNA, BERT, HOUSE))
    assert {info.id for info in store.datasets(ANNA)} == {hers.id, ours.id}
    assert {info.id for info in store.datasets(BERT)} == {his.id, ours.id}
    assert {info.id for info in store.datasets(HOUSE)} == {ours.id}
    assert [store.changes(ours.id, principal=who) for who in (ANNA, HOUSE)] == [False, True]
    assert store.changes(hers.id, principal=ANNA)


def test_a_foreign_dataset_and_none_are_told_apart_by_nothing(store: Store) -> None:
    hers = publish_small(store, owner=ANNA, name="Anna's customers")
    store.keep_hand(hers.id, PICKS, principal=ANNA)

    def refused(dataset: str) -> list[str]:
        said = []
        for way in ways_in(store, dataset):
            with pytest.raises(UnknownDataset) as caught:
                way()
            said.append(f"{caught.value.code} {str(caught.value).replace(dataset, '-')} {sorted(caught.value.facts)}")
        return said

    assert refused(hers.id) == refused("dzzzzzzzzzz")
    store.delete(hers.id, principal=ANNA)
    assert refused(hers.id) == refused("dzzzzzzzzzz"), "a deleted one of somebody else's neither"


def ways_in(store: Store, dataset: str, principal: str = BERT) -> list[Callable[[], object]]:
    """Everything that takes a dataset's id."""
    who = {"principal": principal}
    nobody = Path("nothing-there.csv")
    return [
        lambda: store.open(dataset, **who),
        lambda: store.open(dataset, 1, **who),
        lambda: store.open(dataset, 99, **who),
        lambda: store.versions(dataset, **who),
        lambda: store.uploads(dataset, **who),
        lambda: store.changes(dataset, **who),
        lambda: store.rename(dataset, "x", **who),
        lambda: store.delete(dataset, **who),
        lambda: store.undelete(dataset, **who),
        lambda: store.keep_hand(dataset, PICKS, **who),
        lambda: store.keep_agreed(dataset, [], **who),
        lambda: store.agreed(dataset, **who),
        lambda: import_files(store, [Upload("a.csv", nobody)], today=TODAY, dataset=dataset, **who),
        lambda: import_side(store, SideRequest((Upload("a.csv", nobody),), principal, TODAY, None), dataset=dataset),
        lambda: remove_side(store, "inventory", dataset=dataset, **who),
    ]


def test_the_house_s_dataset_is_changed_by_the_house_alone(store: Store, tmp_path: Path) -> None:
    ours = publish_small(store, owner=HOUSE, name="Everybody's")
    for change in (
        lambda: store.rename(ours.id, "x", principal=ANNA),
        lambda: store.delete(ours.id, principal=ANNA),
        lambda: imported(store, tmp_path, ANNA, dataset=ours.id),
        lambda: publish_small(store, owner=ANNA, dataset_id=ours.id),
        lambda: import_side(store, SideRequest((upload(tmp_path),), ANNA, TODAY, None), dataset=ours.id),
        lambda: remove_side(store, "inventory", dataset=ours.id, principal=ANNA),
    ):
        with pytest.raises(BadInput, match=r"Everybody's.* belongs to the house.* command line"):
            change()
    assert [v.version for v in store.versions(ours.id, principal=ANNA)] == [1]
    store.delete(ours.id, principal=HOUSE)
    assert store.datasets(ANNA, deleted=True) == [], "what cannot be brought back is not offered"
    with pytest.raises(BadInput, match="belongs to the house"):
        store.undelete(ours.id, principal=ANNA)
    store.undelete(ours.id, principal=HOUSE)
    assert imported(store, tmp_path, HOUSE, dataset=ours.id).version == 2


def test_nobody_publishes_under_another_s_id(store: Store, tmp_path: Path) -> None:
    hers = publish_small(store, owner=ANNA, name="secret name")
    for intrusion in (
        lambda: publish_small(store, owner=BERT, dataset_id=hers.id),
        lambda: imported(store, tmp_path, BERT, fixed_id=hers.id),
    ):
        with pytest.raises(KamError) as caught:
            intrusion()
        assert "secret name" not in str(caught.value)
    assert [v.version for v in store.versions(hers.id, principal=ANNA)] == [1]


def test_the_sample_is_the_house_s_whoever_opens_it_first(store: Store) -> None:
    made = open_sample(store, "zh", ANNA)
    assert "inventory" in made.views
    assert not store.changes(made.id, principal=ANNA) and store.changes(made.id, principal=HOUSE)
    store.delete(made.id, principal=HOUSE)
    assert open_sample(store, "zh", BERT).version == made.version, "brought back for whoever asks"


def test_the_same_bytes_are_stored_once_and_reveal_nobody(store: Store, tmp_path: Path) -> None:
    hers = imported(store, tmp_path, ANNA)
    his = imported(store, tmp_path, BERT)
    assert his.id != hers.id
    one, two = (store.uploads(d.id, principal=p)[0].path for d, p in ((hers, ANNA), (his, BERT)))
    assert one == two
    for who in (BERT, HOUSE, "w-carl"):
        found = open_file(store, [upload(tmp_path)], principal=who, today=TODAY)
        assert found.id != hers.id
        assert found.id == his.id if who == BERT else found.id.startswith("passing-")
    assert open_file(store, [upload(tmp_path)], principal=ANNA, today=TODAY).id == hers.id
    store.delete(his.id, principal=BERT)
    assert store.uploads(hers.id, principal=ANNA)[0].path.exists()


def test_what_is_read_for_one_call_is_nobody_else_s(store: Store, tmp_path: Path) -> None:
    folders = {
        open_file(store, [upload(tmp_path)], principal=who, today=TODAY).folder for who in (ANNA, BERT, HOUSE, ANNA)
    }
    assert len(folders) == 3


def test_hand_picked_names_are_their_owner_s(store: Store) -> None:
    ours = publish_small(store, owner=HOUSE)
    hers, his, houses = (store.keep_hand(ours.id, PICKS, principal=who) for who in (ANNA, BERT, HOUSE))
    assert len({hers, his, houses}) == 3
    for who, address in ((ANNA, hers), (BERT, his), (HOUSE, houses), (ANNA, houses), (BERT, houses)):
        assert store.hand(address, principal=who) == PICKS
    for who, address in ((BERT, hers), (HOUSE, hers), (ANNA, his), (ANNA, "h" + "0" * 20)):
        with pytest.raises(UnknownDataset) as caught:
            store.hand(address, principal=who)
        assert caught.value.facts == {"address": address}


def test_agreed_quantities_are_their_owner_s(store: Store) -> None:
    ours = publish_small(store, owner=HOUSE)

    def agree(who: str, quantity: int | None) -> None:
        agreed = None if quantity is None else Decimal(quantity)
        store.keep_agreed(ours.id, [Agreement("C1", "P", "2025-01", agreed, who=who)], principal=who)

    def stands(who: str) -> list[tuple[str, Decimal | None]]:
        return [(one.who, one.agreed) for one in store.agreed(ours.id, principal=who)]

    agree(ANNA, 10)
    assert (stands(ANNA), stands(BERT), stands(HOUSE)) == ([(ANNA, Decimal(10))], [], [])
    agree(HOUSE, 30)
    assert stands(ANNA) == stands(BERT) == stands(HOUSE) == [(HOUSE, Decimal(30))], "the latest counts"
    agree(BERT, None)
    assert (stands(BERT), stands(ANNA)) == ([], [(HOUSE, Decimal(30))])


def test_mappings_are_their_owner_s(store: Store) -> None:
    mine = Mapping({Role.CUSTOMER: (2,)})
    store.remember("header", mine, principal=ANNA)
    assert store.remembered("header", principal=ANNA) == mine
    assert store.remembered("header", principal=BERT) is None and store.remembered("header", principal=HOUSE) is None


def test_a_store_made_before_there_were_owners_is_the_house_s(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    ours = publish_small(store)
    address = store.keep_hand(ours.id, PICKS, principal=HOUSE)
    store.keep_agreed(ours.id, [Agreement("C1", "P", "2025-01", Decimal(7))], principal=HOUSE)
    with store.catalog.writing() as connection:
        for table in ("hand_lists", "agreed"):
            connection.execute(text(f"ALTER TABLE {table} DROP COLUMN owner"))
        connection.execute(text("DROP TABLE workspaces"))
    store.catalog.close()

    for _ in range(2):  # opened again, nothing is left to do
        later = Store(tmp_path / "store")
        assert later.hand(address, principal=ANNA) == PICKS
        assert [one.agreed for one in later.agreed(ours.id, principal=BERT)] == [Decimal(7)]
        assert later.keep_hand(ours.id, PICKS, principal=HOUSE) == address
        later.catalog.close()
    columns = inspect(create_engine(f"sqlite:///{tmp_path / 'store' / 'catalog.sqlite'}")).get_columns("agreed")
    assert [c["name"] for c in columns].count("owner") == 1


def test_a_recovery_link_is_renewed_by_counting(store: Store) -> None:
    assert workspaces.renewals(store.catalog, ANNA) == 0
    assert [workspaces.renew(store.catalog, ANNA) for _ in range(2)] == [1, 2]
    assert (workspaces.renewals(store.catalog, ANNA), workspaces.renewals(store.catalog, BERT)) == (2, 0)
