"""Stock files worked by hand: both languages, GBK, Excel; what a row becomes; whose it is and of which day."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from kam_core.errors import BadInput, BadMapping, NotThisTable
from kam_core.ingest.side.sheet import SideHints
from kam_core.store import Store
from tests.side_files import codes, counts, rejects_of, rows_of, sell, stock

DAY = date(2025, 12, 20)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def sold(store: Store, tmp_path: Path) -> str:
    return sell(store, tmp_path)


def workbook(rows: list[list[object]], name: str = "Sheet1") -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(name)
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(y, x, cell, day)
                elif cell is not None:
                    sheet.write(y, x, cell)
    return out.getvalue()


ZH = (
    "报告日期,客户编码,产品编码,单位,现有库存,在途数量,预计到货,最低库存,最高库存,交货周期\n"
    '2025-12-20,C001,P101,箱,"1,200",300,2026-01-05,100,2000,33天\n'
)
EN = (
    "Report date,Customer code,Product code,Unit,On hand,In transit,ETA,Min,Max,Lead time\n"
    "20/12/2025,C001,P101,case,1200,300,05/01/2026,100,2000,33\n"
)


@pytest.mark.parametrize(
    "content",
    [
        ZH,
        ZH.encode("gb18030"),
        EN,
        EN.replace(",", ";"),
        workbook([line.split(",") for line in EN.splitlines()]),
    ],
    ids=["zh", "gbk", "en", "semicolons", "xlsx"],
)
def test_a_stock_file_in_any_dress_gives_the_same_row(
    store: Store, sold: str, tmp_path: Path, content: str | bytes
) -> None:
    made = stock(store, tmp_path, sold, {"stock.file": content})
    row = rows_of(made)[0]
    assert {k: row[k] for k in ("date", "customer", "product", "on_hand", "in_transit", "min", "max", "lead_time")} == {
        "date": DAY,
        "customer": "C001",
        "product": "P101",
        "on_hand": 1200.0,
        "in_transit": 300.0,
        "min": 100.0,
        "max": 2000.0,
        "lead_time": 33.0,
    }
    assert row["arrival"] == date(2026, 1, 5)
    assert (row["customer_name"], row["product_name"]) == (
        "华东鸿达饮品有限公司",
        "清泉天然水",
    )  # as the sales know them
    assert row["matched_customer"] and row["matched_product"]


def test_each_record_ends_in_one_count_with_its_reason(store: Store, sold: str, tmp_path: Path) -> None:
    text = (
        "日期,客户编码,产品编码,现有库存,在途数量\n"
        "2025-12-20,C001,P101,12,\n"
        ",,,,\n"
        "日期,客户编码,产品编码,现有库存,在途数量\n"
        "2025-12-20,C001,P102,十二,\n"
        "2025-02-30,C002,P101,3,\n"
        ",C002,P102,3,\n"
        "2025-12-20,C002,,3,\n"
        "2025-12-20,,P101,5,\n"
        "2025-12-20,C003,P101,,\n"
        "2025-12-20,C003,P102,7,约十\n"
        "2025-12-20,C003,P103,-,\n"
        "合计,,,27,\n"
        "制表人：王,,,,\n"
        "2025-12-20,C009,P101,1,2,3\n"
    )
    made = stock(store, tmp_path, sold, {"库存.csv": text})
    assert counts(made) == {"accepted": 2, "unassigned": 1, "rejected": 7, "skipped": 4}
    assert rejects_of(made) == [
        (3, "skipped", "blank", "", ""),
        (4, "skipped", "repeated_header", "", ""),
        (5, "rejected", "figure_unreadable", "现有库存", "十二"),
        (6, "rejected", "date_unreadable", "日期", "2025-02-30"),
        (7, "rejected", "date_missing", "日期", ""),
        (8, "rejected", "needed_missing", "产品编码", ""),
        (9, "unassigned", "no_customer", "", ""),
        (10, "rejected", "figure_missing", "现有库存", ""),
        (11, "cell", "number_unreadable", "在途数量", "约十"),
        (12, "rejected", "figure_missing", "现有库存", "-"),
        (13, "skipped", "total", "", ""),
        (14, "skipped", "footer", "", ""),
        (15, "rejected", "misaligned", "", ""),
    ]
    assert made.account is not None
    assert made.account.cells_rejected == 1
    assert [(t.stated, t.read, t.agrees) for t in made.account.totals] == [(27, 24, False)]


def test_a_total_that_agrees_and_one_without_a_label(store: Store, sold: str, tmp_path: Path) -> None:
    text = "产品编码,产品名称,库存数量\nP101,水,10\nP102,苏打水,5\n,,15\n总计,,15\n"
    made = stock(store, tmp_path, sold, {"库存_2025-12-20.csv": text})
    assert [reason for _, _, reason, _, _ in rejects_of(made)] == ["total_by_sum", "total"]
    assert made.account is not None
    assert made.account.totals[0].agrees


def test_negative_stock_counts_and_is_said(store: Store, sold: str, tmp_path: Path) -> None:
    text = "日期,客户编码,产品编码,现有库存\n2025-12-20,C001,P101,(12)\n2025-12-20,C001,P102,3\n"
    made = stock(store, tmp_path, sold, {"库存.csv": text})
    assert [row["on_hand"] for row in rows_of(made)] == [-12, 3]
    said = next(n for n in made.notices if n.code == "stock_below_zero")
    assert said.facts == {"rows": 1, "examples": ("C001 · P101 · 2025-12-20: -12",)}


def test_of_two_reports_on_one_day_the_later_line_holds_and_it_is_said(store: Store, sold: str, tmp_path: Path) -> None:
    text = (
        "日期,客户编码,产品编码,现有库存\n"
        "2025-12-20,C001,P101,12\n2025-12-20,C001,P102,3\n2025-12-20,C001,P101,15\n2025-12-20,C001,P102,3\n2025-12-19,C001,P102,9\n"
    )
    made = stock(store, tmp_path, sold, {"库存.csv": text})
    assert [(row["product"], row["on_hand"]) for row in rows_of(made)] == [("P101", 15), ("P102", 3), ("P102", 9)]
    assert [(line, reason) for line, _, reason, _, _ in rejects_of(made)] == [(2, "stated_twice"), (3, "repeated")]
    assert counts(made) == {"accepted": 3, "skipped": 2}
    assert {"stated_twice", "repeated_rows"} <= codes(made)


def test_stock_in_several_warehouses_or_batches_stands_side_by_side(store: Store, sold: str, tmp_path: Path) -> None:
    text = "日期,产品编码,仓库,批号,现有库存\n2025-12-20,P101,A,1,12\n2025-12-20,P101,A,2,3\n2025-12-20,P101,B,1,4\n"
    made = stock(store, tmp_path, sold, {"库存.csv": text})
    assert sum(row["on_hand"] for row in rows_of(made)) == 19


def test_two_shipments_of_one_product_both_count(store: Store, sold: str, tmp_path: Path) -> None:
    line = "C001,P101,12,2025-12-12,2025-12-22\n"
    text = f"单据编号,客户编码,产品编码,在途数量,发货日期,预计到货\nX1,{line}X2,{line}"
    made = stock(store, tmp_path, sold, {"在途.csv": text})
    assert [row["in_transit"] for row in rows_of(made)] == [12, 12]


def test_units_that_change_are_said(store: Store, sold: str, tmp_path: Path) -> None:
    text = "日期,客户编码,产品编码,单位,现有库存\n2025-12-20,C001,P101,箱,12\n2025-12-20,C002,P101,瓶,30\n"
    made = stock(store, tmp_path, sold, {"库存.csv": text})
    said = next(n for n in made.notices if n.code == "stock_in_several_units")
    assert said.facts["listed"] == ("P101 (瓶/箱)",)


def test_what_matches_nothing_is_kept_marked_and_named(store: Store, sold: str, tmp_path: Path) -> None:
    text = (
        "日期,客户名称,产品名称,现有库存\n2025-12-20,华东鸿达饮品有限公司,清泉天然水,12\n"
        "2025-12-20,新客户,清泉天然水,3\n2025-12-20,华东鸿达饮品有限公司,新产品,4\n"
    )
    made = stock(store, tmp_path, sold, {"库存.csv": text})
    assert [
        (row["customer"], row["matched_customer"], row["product"], row["matched_product"]) for row in rows_of(made)
    ] == [("C001", True, "P101", True), ("新客户", False, "P101", True), ("C001", True, "新产品", False)]
    listed = {n.code: n.facts["listed"] for n in made.notices if n.code.startswith("unknown")}
    assert listed == {"unknown_customers": ("新客户",), "unknown_products": ("新产品",)}


@pytest.mark.parametrize(
    ("name", "title", "day"),
    [
        ("库存_2025-12-20.csv", "", DAY),
        ("stock 20251220 final.csv", "", DAY),
        ("stock 20 Dec 2025.csv", "", DAY),
        ("库存.csv", "截止日期：2025年12月20日\n", DAY),
        ("库存_2025-11-30.csv", "日期：2025-12-20\n", DAY),  # content before the file's name
        ("库存2025年11月.csv", "", date(2025, 11, 30)),
        ("库存.csv", "期间：2025-11-01 至 2025-11-30\n", date(2025, 11, 30)),
        ("库存_2025年12月.csv", "", date(2025, 12, 26)),  # the month is not over
    ],
)
def test_the_day_stands_in_the_title_or_the_name(
    store: Store, sold: str, tmp_path: Path, name: str, title: str, day: date
) -> None:
    made = stock(store, tmp_path, sold, {name: f"{title}产品编码,产品名称,库存数量\nP101,水,10\nP102,苏打水,5\n"})
    assert {row["date"] for row in rows_of(made)} == {day}
    assert any(code.startswith("stock_day_from_") for code in codes(made))


def test_without_any_day_it_asks_or_names_the_flag(store: Store, sold: str, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"库存.csv": "产品编码,库存数量\nP101,10\nP102,5\n"}
    with pytest.raises(BadInput, match="--stock-date"):
        stock(store, tmp_path, sold, files)
    asked = stock(store, tmp_path, sold, files, sure_only=True)
    assert (asked.status, [q.about for q in asked.reading.questions]) == ("asks", ["stock_date"])
    made = stock(store, tmp_path, sold, files, hints=SideHints(day=DAY))
    assert {row["date"] for row in rows_of(made)} == {DAY}


def test_a_file_that_is_no_stock_says_what_it_lacks(store: Store, sold: str, tmp_path: Path) -> None:
    with pytest.raises(NotThisTable, match="on_hand"):
        stock(store, tmp_path, sold, {"x.csv": "产品编码,颜色\nP101,红\n"})
    with pytest.raises(NotThisTable, match="not one of its 1 rows"):
        stock(store, tmp_path, sold, {"库存_2025-12-20.csv": "产品编码,库存数量\nP101,很多\n"})
    with pytest.raises(BadMapping, match="column '颜值'"):
        stock(store, tmp_path, sold, {"x.csv": "产品编码,颜色\nP101,红\n"}, hints=SideHints({"on_hand": "颜值"}))


def test_columns_can_be_named_by_hand(store: Store, sold: str, tmp_path: Path) -> None:
    said = SideHints({"on_hand": "剩", "product": "1"}, day=DAY)
    made = stock(store, tmp_path, sold, {"x.csv": "啥,剩\nP101,10\n"}, hints=said)
    assert [(row["product"], row["on_hand"]) for row in rows_of(made)] == [("P101", 10)]


def test_merged_cells_are_filled_down_and_said(store: Store, sold: str, tmp_path: Path) -> None:
    text = (
        "日期,客户,产品编码,现有库存\n2025-12-20,华东鸿达饮品有限公司,P101,1\n,,P102,2\n小计,,,3\n"
        ",成都百川商贸有限公司,P101,4\n,,P102,5\n,,P103,6\n合计,,,18\n"
    )
    made = stock(store, tmp_path, sold, {"库存.csv": text})
    assert [(row["customer"], row["date"], row["on_hand"]) for row in rows_of(made)] == [
        ("C001", DAY, 1),
        ("C001", DAY, 2),
        ("C002", DAY, 4),
        ("C002", DAY, 5),
        ("C002", DAY, 6),
    ]
    assert "filled_down" in codes(made)


def test_a_customer_that_is_missing_here_and_there_is_not_filled(store: Store, sold: str, tmp_path: Path) -> None:
    text = "日期,客户编码,产品编码,现有库存\n2025-12-20,C001,P101,1\n2025-12-20,C001,P102,2\n2025-12-20,,P101,4\n"
    made = stock(store, tmp_path, sold, {"库存.csv": text})
    assert counts(made) == {"accepted": 2, "unassigned": 1}
