"""Dealers' own sheets (进销存): one file or sheet a dealer, whose name stands in the title or the name only."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from kam_core.store import Store
from tests.side_files import codes, rows_of, sell, stock

BODY = (
    "产品编码,产品名称,期初库存,本期进货,本期销售,期末库存\n"
    "P101,清泉天然水,10,20,12,18\nP102,清泉苏打水,5,0,2,3\n合计,,15,20,14,21\n"
)
BY_CODE = "期间：2025年11月\n" + BODY


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def sold(store: Store, tmp_path: Path) -> str:
    return sell(store, tmp_path)


def test_many_at_once_each_belongs_to_its_dealer(store: Store, sold: str, tmp_path: Path) -> None:
    made = stock(
        store,
        tmp_path,
        sold,
        {
            "a.csv": "华东鸿达饮品有限公司 进销存报表\n" + BY_CODE,  # in the title
            "进销存_C002_2025-11.csv": BODY,  # by its code in the file's name
            "江苏同诚 2025年11月进销存.csv": BODY,  # a short name that only one customer's holds
            "新星商行2025年11月进销存报表.csv": BODY,  # nobody known
        },
    )
    rows = rows_of(made)
    assert [row["customer"] for row in rows[::2]] == ["C001", "C002", "C003", "新星商行"]
    assert [row["matched_customer"] for row in rows[::2]] == [True, True, True, False]
    assert {row["date"] for row in rows} == {date(2025, 11, 30)}
    first = {name: rows[0][name] for name in ("opening", "received", "sold", "on_hand")}
    assert first == {"opening": 10, "received": 20, "sold": 12, "on_hand": 18}
    assert {"dealers_by_name", "unknown_customers"} <= codes(made)
    assert made.account is not None
    assert all(total.agrees for total in made.account.totals) and len(made.account.totals) == 4


def test_a_dealer_nobody_knows_is_asked_where_somebody_can_answer(store: Store, sold: str, tmp_path: Path) -> None:
    asked = stock(store, tmp_path, sold, {"新星商行2025年11月进销存.csv": BODY}, sure_only=True)
    assert (asked.status, [q.about for q in asked.reading.questions]) == ("asks", ["dealer"])


def test_a_sheet_of_the_firm_itself_is_no_dealers(store: Store, sold: str, tmp_path: Path) -> None:
    own = "仓库,产品编码,期初结存数量,本期入库数量,本期出库数量,期末结存数量\n成品仓,P101,10,20,12,18\n"
    made = stock(store, tmp_path, sold, {"收发存汇总表 2025年11月.csv": own})
    assert "customer" not in rows_of(made)[0]
    assert "own_stock" in codes(made)


def test_the_sheets_of_a_workbook_may_be_named_after_the_dealers(store: Store, sold: str, tmp_path: Path) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name in ("华东鸿达饮品有限公司", "C002"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["2025年11月进销存"])
            sheet.write_row(1, 0, ["产品", "", "期初", "", "进货", "", "销售", "", "期末", ""])
            sheet.write_row(2, 0, ["编码", "名称", *["数量", "金额"] * 4])
            sheet.write_row(3, 0, ["P101", "清泉天然水", 10, 280, 20, 560, 12, 336, 18, 504])
    made = stock(store, tmp_path, sold, {"进销存.xlsx": out.getvalue()})
    rows = rows_of(made)
    assert [(row["customer"], row["product"]) for row in rows] == [("C001", "P101"), ("C002", "P101")]
    assert {(row["opening"], row["received"], row["sold"], row["on_hand"]) for row in rows} == {(10, 20, 12, 18)}


def test_a_closing_stock_that_does_not_follow_is_said(store: Store, sold: str, tmp_path: Path) -> None:
    made = stock(store, tmp_path, sold, {"C001 2025年11月.csv": BODY.replace("12,18", "12,17")})
    said = next(n for n in made.notices if n.code == "closing_differs")
    assert said.facts == {"rows": 1, "examples": ("C001 · P101 · 2025-11-30: 18 ≠ 17",)}


def test_a_closing_stock_that_is_not_there_follows(store: Store, sold: str, tmp_path: Path) -> None:
    made = stock(
        store, tmp_path, sold, {"C001 2025年11月.csv": "产品编码,期初,进货,销售\nP101,10,20,12\nP102,10,,12\n"}
    )
    assert [row.get("on_hand") for row in rows_of(made)] == [18, None]
    assert "closing_worked_out" in codes(made)


def test_a_report_in_english(store: Store, sold: str, tmp_path: Path) -> None:
    text = "Dealer: 成都百川商贸有限公司,,,,\nItem code,Opening stock,Received,Sold,Closing stock\nP101,10,20,12,18\n"
    made = stock(store, tmp_path, sold, {"Monthly report Nov 2025.csv": text})
    row = rows_of(made)[0]
    assert (row["customer"], row["date"], row["on_hand"]) == ("C002", date(2025, 11, 30), 18)
