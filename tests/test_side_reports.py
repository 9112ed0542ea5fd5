"""Who has reported its stock: worked by hand, held against plain Python; stock without sales and the reverse."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kam_core.analysis.stock_reports import reminder, stock_reports
from kam_core.store import Store
from kam_core.store.dataset import Dataset
from kam_core.store.principal import HOUSE
from tests.side_files import sell, stock

TEXT = (
    "日期,客户编码,产品编码,现有库存\n2025-11-10,C001,P101,10\n2025-12-20,C001,P101,9\n2025-12-20,C001,P102,4\n"
    "2025-11-10,C002,P101,3\n2025-12-20,C009,P101,1\n2025-12-20,C003,P101,\n"
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def dataset(store: Store, tmp_path: Path) -> Dataset:
    made = stock(store, tmp_path, sell(store, tmp_path), {"库存.csv": TEXT})
    assert made.dataset is not None
    return made.dataset


def test_who_has_reported_when_and_who_has_not(dataset: Dataset) -> None:
    found = stock_reports(dataset, ["C001", "C002", "C003"], date(2025, 12, 26))
    assert [(r.customer, r.name, r.last, r.age, r.products, r.reports) for r in found.reports] == [
        ("C003", "江苏同诚副食有限公司", None, None, 0, 0),
        ("C002", "成都百川商贸有限公司", date(2025, 11, 10), 46, 1, 1),
        ("C001", "华东鸿达饮品有限公司", date(2025, 12, 20), 6, 2, 2),
    ]
    assert found.finding.say("en") == (
        "2 of 3 customers have reported their stock (the newest on 2025-12-20); 1 have never, 1 not lately."
    )
    earlier = stock_reports(dataset, ["C001"], date(2025, 12, 1))
    assert (earlier.reports[0].last, earlier.old, earlier.missing) == (date(2025, 11, 10), (), ())


def test_the_reminder_names_them_in_both_languages(dataset: Dataset) -> None:
    found = stock_reports(dataset, ["C001", "C002", "C003"], date(2025, 12, 26))
    zh, en = reminder(found, "zh"), reminder(found, "en")
    for said in (zh, en):
        assert "江苏同诚副食有限公司" in said and "成都百川商贸有限公司" in said
        assert "华东鸿达饮品有限公司" not in said
    assert reminder(stock_reports(dataset, ["C001"], date(2025, 12, 26)), "zh") == ""


def test_without_any_stock_file_everybody_is_named(store: Store, tmp_path: Path) -> None:
    bare = store.open(sell(store, tmp_path), principal=HOUSE)
    found = stock_reports(bare, ["C002", "C001"], date(2025, 12, 26))
    assert [report.customer for report in found.missing] == ["C001", "C002"]
    assert found.finding.code == "stock_reports_none"


def test_stock_without_sales_and_sales_without_stock(dataset: Dataset) -> None:
    rows = dataset.ask("stock_mismatches", since=None).to_pylist()
    assert [(row["customer"], row["lacks"], row["last_report"], row["last_sale"]) for row in rows] == [
        ("C009", "sales", date(2025, 12, 20), None),
        ("C003", "stock", None, date(2025, 12, 5)),
    ]
    late = dataset.ask("stock_mismatches", since=date(2025, 12, 4)).to_pylist()
    assert {row["customer"]: row["lacks"] for row in late} == {"C001": "sales", "C009": "sales", "C003": "stock"}
