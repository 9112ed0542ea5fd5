"""A side table makes a new version of its dataset: what it keeps, what it replaces, what new sales carry over."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import pytest

from kam_core.errors import UnknownDataset
from kam_core.store import Store, carrying, janitor
from kam_core.store.principal import HOUSE
from kam_core.store.side import open_with
from kam_core.store.side_reading import SideRequest
from tests.side_files import SALES, TODAY, codes, rows_of, sell, stock, write

HEAD = "日期,客户编码,产品编码,现有库存\n"
NOVEMBER = HEAD + "2025-11-20,C001,P101,10\n2025-11-20,C002,P101,20\n"
DECEMBER = HEAD + "2025-12-20,C001,P101,11\n"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def sold(store: Store, tmp_path: Path) -> str:
    return sell(store, tmp_path)


def stocks(rows: list[dict[str, Any]]) -> list[tuple[str, str, float]]:
    return [(str(row["date"]), row["customer"], row["on_hand"]) for row in rows]


def test_the_new_version_keeps_the_sales_and_the_old_one_stays_as_it_is(
    store: Store, sold: str, tmp_path: Path
) -> None:
    first = store.open(sold, principal=HOUSE)
    before = {path.name: path.read_bytes() for path in first.folder.iterdir()}
    made = stock(store, tmp_path, sold, {"库存.csv": NOVEMBER})
    assert made.dataset is not None
    assert (made.dataset.id, made.dataset.version) == (sold, 2)
    assert {path.name: path.read_bytes() for path in first.folder.iterdir()} == before
    assert set(store.open(sold, 1, principal=HOUSE).views) == {"lines", "months", "accounts", "rejects"}
    assert set(made.dataset.views) == {"lines", "months", "accounts", "rejects", "inventory", "side_rejects"}
    for table in ("lines", "months", "accounts", "rejects"):
        assert made.dataset.views[table].read_bytes() == before[f"{table}.parquet"]
    assert [info.version for info in store.versions(sold, principal=HOUSE)] == [2, 1]


def test_the_manifest_names_the_files_which_are_kept(store: Store, sold: str, tmp_path: Path) -> None:
    made = stock(store, tmp_path, sold, {"库存.csv": NOVEMBER.encode("gb18030")})
    assert made.dataset is not None
    (one,) = made.dataset.manifest.side["inventory"]
    sha256 = hashlib.sha256(NOVEMBER.encode("gb18030")).hexdigest()
    assert [(original.name, original.sha256) for original in one.originals] == [("库存.csv", sha256)]
    assert (one.sources[0].encoding, one.mappings[0]["on_hand"]) == ("gb18030", "现有库存")
    assert one.account.read == 2
    kept = store.originals.path(sha256)
    assert kept.read_bytes() == NOVEMBER.encode("gb18030")

    os.utime(kept, (0, 0))  # old enough to be cleared away if nobody spoke of it
    janitor.clean(store)
    assert kept.exists()


def test_later_reports_add_up_and_a_correction_takes_the_place(store: Store, sold: str, tmp_path: Path) -> None:
    stock(store, tmp_path, sold, {"11.csv": NOVEMBER})
    both = stock(store, tmp_path, sold, {"12.csv": DECEMBER})
    assert stocks(rows_of(both)) == [
        ("2025-11-20", "C001", 10),
        ("2025-11-20", "C002", 20),
        ("2025-12-20", "C001", 11),
    ]
    assert [row["source"] for row in rows_of(both)] == [0, 0, 1]
    corrected = stock(store, tmp_path, sold, {"12b.csv": HEAD + "2025-11-20,C001,P101,9\n"})
    assert stocks(rows_of(corrected)) == [
        ("2025-11-20", "C002", 20),
        ("2025-12-20", "C001", 11),
        ("2025-11-20", "C001", 9),
    ]
    assert "earlier_rows_gave_way" in codes(corrected)
    assert corrected.dataset is not None
    assert len(corrected.dataset.manifest.side["inventory"]) == 3


def test_the_same_file_twice_counts_once(store: Store, sold: str, tmp_path: Path) -> None:
    stock(store, tmp_path, sold, {"11.csv": NOVEMBER})
    again = stock(store, tmp_path, sold, {"11.csv": NOVEMBER})
    assert stocks(rows_of(again)) == [("2025-11-20", "C001", 10), ("2025-11-20", "C002", 20)]


def test_replace_starts_the_table_anew(store: Store, sold: str, tmp_path: Path) -> None:
    stock(store, tmp_path, sold, {"11.csv": NOVEMBER})
    anew = stock(store, tmp_path, sold, {"12.csv": DECEMBER}, over=True)
    assert stocks(rows_of(anew)) == [("2025-12-20", "C001", 11)]


def test_goods_on_the_road_are_those_of_the_last_list(store: Store, sold: str, tmp_path: Path) -> None:
    head = "客户编码,产品编码,在途数量,预计到货\n"
    stock(store, tmp_path, sold, {"库存.csv": NOVEMBER, "在途.csv": head + "C001,P101,5,2025-12-01\n"})
    later = stock(store, tmp_path, sold, {"在途2.csv": head + "C002,P101,7,2025-12-30\n"})
    assert [(row["customer"], row["in_transit"]) for row in rows_of(later) if "in_transit" in row] == [("C002", 7)]
    assert len([row for row in rows_of(later) if "on_hand" in row]) == 2


def test_tables_stand_beside_one_another(store: Store, sold: str, tmp_path: Path) -> None:
    stock(store, tmp_path, sold, {"库存.csv": NOVEMBER})
    made = stock(store, tmp_path, sold, {"产能.csv": "产品编码,周产能\nP101,100\nP101,\n"}, table="supply")
    assert made.dataset is not None
    assert {"inventory", "supply"} <= set(made.dataset.views)
    assert len(rows_of(made)) == 2
    assert rows_of(made, "supply")[0]["weekly_capacity"] == 100


def test_new_sales_keep_the_stock_and_know_its_customers_anew(store: Store, sold: str, tmp_path: Path) -> None:
    made = stock(store, tmp_path, sold, {"库存.csv": NOVEMBER + "2025-11-20,C009,P101,3\n"})
    assert [row["matched_customer"] for row in rows_of(made)] == [True, True, False]
    sell(store, tmp_path, SALES + "C009,新客户,P101,清泉天然水,2025-12-06,1,28\n", sold)
    newest = store.open(sold, principal=HOUSE)
    assert newest.version == 3
    with newest.engine.cursor(newest.views) as cursor:
        rows = cursor.sql("SELECT customer, customer_name, matched_customer FROM inventory ORDER BY line").fetchall()
    assert rows[-1] == ("C009", "新客户", True)
    assert newest.manifest.side["inventory"][0].account.read == 3


def test_whoever_publishes_in_between_is_not_written_over(
    store: Store, sold: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, others = carrying.newest, [NOVEMBER]

    def slow(*words: Any) -> Any:
        base = real(*words)
        if others:
            stock(store, tmp_path / "other", sold, {"11.csv": others.pop()})
        return base

    monkeypatch.setattr(carrying, "newest", slow)
    made = stock(store, tmp_path, sold, {"12.csv": DECEMBER})
    assert made.dataset is not None
    assert made.dataset.version == 3
    assert len(rows_of(made)) == 3


def test_a_failure_leaves_nothing_behind(
    store: Store, sold: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_words: Any, **_more: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("kam_core.store.publishing.move", fails)
    with pytest.raises(RuntimeError):
        stock(store, tmp_path, sold, {"库存.csv": NOVEMBER})
    assert store.open(sold, principal=HOUSE).version == 1
    assert list((store.folder / "staging").iterdir()) == []


def test_for_one_call_the_table_is_there_and_nothing_is_published(
    store: Store, sold: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = store.open(sold, principal=HOUSE)
    request = SideRequest((write(tmp_path, "库存.csv", NOVEMBER),), HOUSE, TODAY, "inventory")
    beside = open_with(store, base, request)
    assert beside.ask("totals")["lines"].to_pylist() == base.ask("totals")["lines"].to_pylist()
    with beside.engine.cursor(beside.views) as cursor:
        assert cursor.sql("SELECT count(*) FROM inventory").fetchall() == [(2,)]
    assert store.open(sold, principal=HOUSE).version == 1
    monkeypatch.setattr("kam_core.store.side_reading.read", None)  # the second call does not read again
    assert open_with(store, base, request).folder == beside.folder


def test_an_unknown_dataset_is_refused_before_anything_is_read(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UnknownDataset):
        stock(store, tmp_path, "dabcdefghij", {"库存.csv": NOVEMBER})
