"""Quantities agreed: who and when, undone, and two people who do not write over each other unseen."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text
from streamlit.testing.v1 import AppTest

from kam_core.errors import ChangedMeanwhile, UnknownDataset
from kam_core.hand import HandPick
from kam_core.store import earlier
from kam_core.store.agreed import Agreement, counting, undoable
from kam_core.store.dataset import Dataset
from kam_core.store.principal import HOUSE
from kam_core.store.store import Store
from kam_ui import resources
from tests.caches import forget
from tests.season import new_year, sales
from tests.side_files import sell, stock
from tests.stored import publish_small

ANNA, BERT = "w-anna", "w-bert"
JANUARY = ("C1", "P1", "2026-01")
FRAME = Path(__file__).parent.parent / "kam_ui" / "frame.py"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("KAM_DATA_DIR", str(tmp_path / "store"))
    forget()
    yield resources.store()
    forget()


@pytest.fixture
def dataset(store: Store) -> Dataset:
    return publish_small(store)


def say(store: Store, dataset: Dataset, quantity: int | None, seen: int | None = None, who: str = "Li") -> None:
    one = Agreement(*JANUARY, None if quantity is None else Decimal(quantity), who=who)
    store.keep_agreed(dataset.id, [one], principal=ANNA, seen=None if seen is None else {JANUARY: seen})


def now(store: Store, dataset: Dataset, principal: str = ANNA) -> list[int]:
    return [int(one.agreed or 0) for one in store.agreed(dataset.id, principal=principal)]


def take_back(store: Store, dataset: Dataset) -> None:
    said = earlier.agreements(store, dataset.id, principal=ANNA)
    mine = undoable(said, JANUARY, ANNA)
    assert mine is not None
    store.keep_agreed(
        dataset.id, [Agreement(*JANUARY, None, undone=mine.id)], principal=ANNA, seen={JANUARY: said[-1].id}
    )


def test_it_survives_a_restart_with_who_and_when(store: Store, dataset: Dataset) -> None:
    say(store, dataset, 500)
    (one,) = earlier.agreements(Store(store.folder), dataset.id, principal=ANNA)
    assert (one.agreed, one.who, one.owner, one.place) == (Decimal(500), "Li", ANNA, JANUARY) and one.moment


def test_undo_goes_back_one_at_a_time_and_hides_nothing(store: Store, dataset: Dataset) -> None:
    for quantity in (500, 600, None):
        say(store, dataset, quantity)
    assert now(store, dataset) == []
    for expected in ([600], [500], []):
        take_back(store, dataset)
        assert now(store, dataset) == expected
    said = earlier.agreements(store, dataset.id, principal=ANNA)
    assert len(said) == 6 and counting(said) == () and undoable(said, JANUARY, ANNA) is None
    say(store, dataset, 700)
    assert now(store, dataset) == [700]


def test_two_people(store: Store, dataset: Dataset) -> None:
    """The second is told who and how much, and nothing is saved; another season is another matter."""
    say(store, dataset, 500, seen=0, who="Li")
    with pytest.raises(ChangedMeanwhile) as raised:
        say(store, dataset, 900, seen=0, who="Wang")
    assert (raised.value.facts["who"], raised.value.facts["quantity"]) == ("Li", "500")
    assert now(store, dataset) == [500]
    other = ("C1", "P1", "2027-01")
    store.keep_agreed(dataset.id, [Agreement(*other, Decimal(1))], principal=ANNA, seen={other: 0})
    say(store, dataset, 900, seen=earlier.agreements(store, dataset.id, principal=ANNA)[0].id)
    take_back(store, dataset)
    assert sorted(now(store, dataset)) == [1, 500]


def test_all_or_none(store: Store, dataset: Dataset) -> None:
    say(store, dataset, 500)
    other = ("C2", "P1", "2026-01")
    both = [Agreement(*other, Decimal(3)), Agreement(*JANUARY, Decimal(4))]
    with pytest.raises(ChangedMeanwhile):
        store.keep_agreed(dataset.id, both, principal=ANNA, seen={other: 0, JANUARY: 0})
    assert now(store, dataset) == [500]


def test_another_workspace_neither_sees_nor_undoes_it(store: Store, dataset: Dataset) -> None:
    say(store, dataset, 500)
    store.keep_agreed(dataset.id, [Agreement(*JANUARY, Decimal(7))], principal=HOUSE)
    assert now(store, dataset, BERT) == [7]
    assert undoable(earlier.agreements(store, dataset.id, principal=BERT), JANUARY, BERT) is None
    with pytest.raises(UnknownDataset):
        earlier.agreements(store, publish_small(store, owner=ANNA, content="x").id, principal=BERT)


def test_a_store_made_before_undo_gains_it(store: Store, dataset: Dataset) -> None:
    say(store, dataset, 500)
    with store.catalog.writing() as connection:
        connection.execute(text("ALTER TABLE agreed DROP COLUMN undone"))
    store.catalog.close()
    again = Store(store.folder)
    assert now(again, dataset) == [500]
    take_back(again, dataset)
    assert now(again, dataset) == []


def test_two_sessions_on_the_page(store: Store, tmp_path: Path) -> None:
    data = sell(store, tmp_path, sales([("C1", "P1", "case", new_year)]))
    stock(
        store, tmp_path, data, {"s.csv": "date,customer code,product code,unit,on hand\n2025-12-20,C1,P1,case,1400\n"}
    )

    def session() -> AppTest:
        at = AppTest.from_file(str(FRAME), default_timeout=60)
        for key, value in {"lang": "en", "data": data, "account": "C1", "item": "P1"}.items():
            at.query_params[key] = value
        at.switch_page("../pages/supply.py")
        return at.run()

    def fill(at: AppTest, quantity: int, who: str) -> None:
        next(one for one in at.number_input if str(one.key).startswith("agree.agreed")).set_value(quantity)
        next(one for one in at.text_input if one.key == "agree.who").set_value(who)
        next(one for one in at.button if one.label == "Save").click()
        at.run()

    one, other = session(), session()
    fill(one, 5000, "Li")
    assert not one.exception and not one.warning
    fill(other, 9000, "Wang")
    assert not other.exception and "Li" in other.warning[0].value
    assert [each.agreed for each in store.agreed(data, principal=HOUSE)] == [Decimal(5000)]
    box = next(each for each in other.number_input if str(each.key).startswith("agree.agreed"))
    assert box.value == 5000  # what the other one said is shown now
    next(each for each in other.button if each.key == "agree.undo").click().run()
    assert not other.exception and store.agreed(data, principal=HOUSE) == ()
    assert any("(undone)" in each.value for each in other.text)


def test_lists_of_names_by_decree_stay_with_who_and_when(store: Store, dataset: Dataset) -> None:
    """Two people write two lists; neither is lost, and each can be taken up again."""
    one = store.keep_hand(dataset.id, (HandPick("C1", True, "by decree", "Li"),), principal=ANNA)
    other = store.keep_hand(dataset.id, (HandPick("C2", False, "insolvent", "Wang"),), principal=ANNA)
    store.keep_hand(dataset.id, (HandPick("C2", True, "", "House"),), principal=HOUSE)
    again = Store(store.folder)
    found = {each.address: each for each in earlier.hands(again, dataset.id, principal=ANNA)}
    assert (found[one].who, found[other].who) == (("Li",), ("Wang",)) and all(each.created for each in found.values())
    assert again.hand(one, principal=ANNA) == found[one].picks
    assert [each.who for each in earlier.hands(again, dataset.id, principal=BERT)] == [("House",)]
