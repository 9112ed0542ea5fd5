"""Stock lists with products or stores side by side, and the sheets that look like them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kam_core.errors import NotThisTable
from kam_core.ingest.side.sheet import SideHints
from kam_core.store import Store
from tests.side_files import counts, rejects_of, rows_of, sell, stock

DAY = SideHints(day=date(2025, 12, 20))
WIDE = (
    "门店,P101,P102,P109,合计\n华东鸿达饮品有限公司,10,0,3,13\n成都百川商贸有限公司,,5,,5\n"
    "江苏同诚副食有限公司,x,7,,7\n新店,,,,\n,,,,\n合计,10,12,3,25\n"
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def sold(store: Store, tmp_path: Path) -> str:
    return sell(store, tmp_path)


def test_a_column_a_product(store: Store, sold: str, tmp_path: Path) -> None:
    made = stock(store, tmp_path, sold, {"门店库存.csv": WIDE}, hints=DAY)
    assert [(row["line"], row["customer"], row["product"], row["on_hand"]) for row in rows_of(made)] == [
        (2, "C001", "P101", 10),
        (2, "C001", "P102", 0),
        (2, "C001", "P109", 3),
        (3, "C002", "P102", 5),
        (4, "C003", "P102", 7),
    ]
    assert counts(made) == {"accepted": 3, "rejected": 1, "skipped": 2}
    assert [(line, state, reason) for line, state, reason, _, _ in rejects_of(made)] == [
        (4, "cell", "figure_unreadable"),
        (5, "rejected", "figure_missing"),
        (6, "skipped", "blank"),
        (7, "skipped", "total"),
    ]


def test_a_column_a_store(store: Store, sold: str, tmp_path: Path) -> None:
    text = "产品编码,C001,C002,C003\nP101,1,2,3\nP102,4,,6\n"
    made = stock(store, tmp_path, sold, {"库存.csv": text}, hints=DAY)
    assert [(row["product"], row["customer"], row["on_hand"]) for row in rows_of(made)] == [
        ("P101", "C001", 1),
        ("P101", "C002", 2),
        ("P101", "C003", 3),
        ("P102", "C001", 4),
        ("P102", "C003", 6),
    ]
    assert made.reading.mapping["on_hand"] == "C001 – C003"


def test_headers_that_are_no_products_are_not_taken_for_them(store: Store, sold: str, tmp_path: Path) -> None:
    with pytest.raises(NotThisTable, match="product"):
        stock(store, tmp_path, sold, {"x.csv": "门店,面积,人数,租金\nC001,1,2,3\n"}, hints=DAY)


def test_a_long_list_of_stores_and_products_joins_by_code(store: Store, sold: str, tmp_path: Path) -> None:
    text = "store_id,product_id,quantity\nC001,P101,27\nC002,P101,5\nC009,P102,6\n"
    made = stock(store, tmp_path, sold, {"stocks.csv": text}, hints=DAY)
    assert [(row["customer"], row["on_hand"], row["matched_customer"]) for row in rows_of(made)] == [
        ("C001", 27, True),
        ("C002", 5, True),
        ("C009", 6, False),
    ]
