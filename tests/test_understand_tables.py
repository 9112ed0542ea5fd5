"""Which of several tables holds the sales: sheets, files, tables one below another, months side by side."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.text_tables import Desk, Hints, Role, asked, line, named, said, text


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


SALES = """
日期 | 客户编码 | 客户名称 | 数量 | 金额
2024-01-05 | C001 | 华东经销商 | 10 | 200
2024-01-06 | C002 | 江苏恒源 | 3 | 90
2024-01-07 | C001 | 华东经销商 | 5 | 200
"""
PIVOT = """
 |
Row Labels | Sum of Amount
Jan | 1200
Feb | 1300
Grand Total | 2500
"""
CUSTOMERS = """
客户编码 | 客户名称 | 地区 | 电话
C001 | 华东经销商 | 华东 | 021-5555
C002 | 江苏恒源 | 华东 | 025-6666
"""


def test_the_sheet_with_the_sales(desk: Desk) -> None:
    known = desk.read_all(
        [
            desk.source(text(PIVOT), file="a.xlsx", sheet="透视"),
            desk.source(text(CUSTOMERS), file="a.xlsx", sheet="客户"),
            desk.source(text(SALES), file="a.xlsx", sheet="明细"),
        ]
    )
    assert [s.layout.sheet for s in known.sources] == ["明细"]
    assert said(known) == {"other_tables"}
    assert known.notices[0].facts == {"taken": "明细", "left": "客户, 透视"}
    assert asked(known) == {}


def test_the_same_columns_over_many_files(desk: Desk) -> None:
    turned = [[row[4], row[0], row[1], row[2], row[3]] for row in text(SALES)]
    known = desk.read_all(
        [
            desk.source(text(SALES), file="1月.csv"),
            desk.source(turned, file="2月.csv"),
            desk.source([["公司"], *text(SALES.replace("客户编码", "客户 编码"))], file="3月.csv"),
        ]
    )
    assert [s.file for s in known.sources] == ["1月.csv", "2月.csv", "3月.csv"]
    assert [s.order for s in known.sources] == [(), (2, 3, 4, 5, 1), ()]
    assert [s.layout.header_line for s in known.sources] == [1, 1, 2]
    assert [s.index for s in known.sources] == [0, 1, 2]


def test_a_column_more_in_a_later_file(desk: Desk) -> None:
    wider = [[*row, more] for row, more in zip(text(SALES), ["备注", "x", "y", "z"])]
    known = desk.read_all([desk.source(text(SALES), file="1.csv"), desk.source(wider, file="2.csv")])
    assert [s.order for s in known.sources] == [(1, 2, 3, 4, 5, 0), ()]
    assert known.columns[5].header == "备注"


def test_orders_items_and_customers_dropped_together(desk: Desk) -> None:
    orders = "order_id|customer_id|order_date|status\n1|C1|2024-01-05|4\n2|C2|2024-01-06|4"
    items = "order_id|item|product_id|quantity|list_price\n1|1|P1|2|10\n1|2|P2|1|20\n2|1|P1|3|10"
    known = desk.read_all(
        [
            desk.source(text(items), file="items.csv"),
            desk.source(text(orders), file="orders.csv"),
            desk.source(text(CUSTOMERS), file="customers.csv"),
        ]
    )
    assert known.sources[0].file == "orders.csv"
    assert asked(known) == {"amount": ()}
    assert "other_tables" in said(known)


def test_tables_one_below_another(desk: Desk) -> None:
    stacked = [*text(CUSTOMERS), [""], ["销售明细"], *text(SALES)]
    known = desk.read(stacked)
    assert asked(known)["table"] == (2, 1)
    assert line(known) == 6
    assert known.recipe.layouts[0].table == 2
    assert named(known)["amount"] == "金额"
    first = desk.read(stacked, Hints(table=1))
    assert line(first) == 1
    assert "table" not in asked(first)
    assert pq.read_table(first.sources[0].records)["line"].to_pylist() == [1, 2, 3]


def test_a_table_below_the_sales_is_cut_off(desk: Desk) -> None:
    known = desk.read([*text(SALES), [""], *text(CUSTOMERS)])
    assert (line(known), known.recipe.layouts[0].table) == (1, 1)
    assert pq.read_table(known.sources[0].records)["line"].to_pylist() == [1, 2, 3, 4]


def test_repeated_headers_are_no_second_table(desk: Desk) -> None:
    known = desk.read([*text(SALES), [""], *text(SALES)])
    assert asked(known) == {}
    assert known.sources[0].count == 9


def test_two_header_lines_again_are_no_second_table(desk: Desk) -> None:
    head = [["日期", "客户", "", "销售", ""], ["", "客户编码", "客户名称", "数量", "金额"]]
    known = desk.read([*head, *text(SALES)[1:], *head, *text(SALES)[1:]])
    assert asked(known) == {}
    assert (line(known), known.sources[0].count) == (2, 10)


MONTHS = [f"2024-{n:02d}" for n in range(1, 13)]


@pytest.mark.parametrize(
    ("header", "file", "months"),
    [
        ([f"{n}月" for n in range(1, 13)], "2024年销售.xlsx", MONTHS),
        ([f"2024年{n}月" for n in range(1, 13)], "x.xlsx", MONTHS),
        (MONTHS, "x.xlsx", MONTHS),
        (
            [f"{m}-24" for m in ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]],
            "x.xlsx",
            MONTHS,
        ),
        ([f"M{n:02d}" for n in range(1, 13)], "FY2024.xlsx", MONTHS),
        ([f"2024M{n:02d}" for n in range(1, 13)], "x.xlsx", MONTHS),
        ([f"2024{n:02d}" for n in range(1, 13)], "x.xlsx", MONTHS),
        ([f"2024-{n:02d}-01 00:00:00" for n in range(1, 13)], "x.xlsx", MONTHS),
        (
            [
                "January",
                "February",
                "March",
                "April",
                "May",
                "June",
                "July",
                "August",
                "September",
                "October",
                "November",
                "December",
            ],
            "2024",
            MONTHS,
        ),
        (
            ["一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"],
            "2024",
            MONTHS,
        ),
    ],
)
def test_months_side_by_side(desk: Desk, header: list[str], file: str, months: list[str]) -> None:
    rows = [["客户名称", "区域", *header, "合计"]]
    rows += [[f"客户{c}", "华东", *[str(c * m) for m in range(1, 13)], str(c * 78)] for c in range(1, 6)]
    known = desk.read(rows, file=file)
    assert line(known) == 1
    assert [month for _, month, _ in known.recipe.mapping.months] == months
    assert [position for position, *_ in known.recipe.mapping.months] == list(range(3, 15))
    assert named(known) == {"customer": "客户名称", "region": "区域"}
    assert asked(known) == {}


def test_months_in_groups_of_volume_and_money(desk: Desk) -> None:
    rows = [
        ["2023年各客户销售"],
        ["客户", "1月", "", "2月", "", "3月", "", "合计", ""],
        ["", "数量", "金额", "数量", "金额", "数量", "金额", "数量", "金额"],
    ]
    rows += [[f"客户{c}", *[str(c * m) for m in range(1, 9)]] for c in range(1, 6)]
    known = desk.read(rows)
    assert line(known) == 3
    assert known.recipe.mapping.months == (
        (2, "2023-01", "quantity"),
        (3, "2023-01", "amount"),
        (4, "2023-02", "quantity"),
        (5, "2023-02", "amount"),
        (6, "2023-03", "quantity"),
        (7, "2023-03", "amount"),
    )
    assert named(known) == {"customer": "客户"}


def test_months_whose_year_nobody_knows(desk: Desk) -> None:
    rows = [["客户", "1月", "2月", "3月"], ["甲", "1", "2", "3"], ["乙", "4", "5", "6"]]
    known = desk.read(rows)
    assert known.recipe.mapping.months[0] == (2, "2026-01", "amount")
    assert "year_supposed" in said(known)


def test_months_with_the_year_in_a_column(desk: Desk) -> None:
    rows = [["年份", "客户", "1月", "2月", "3月"], ["2023", "甲", "1", "2", "3"], ["2024", "甲", "4", "5", "6"]]
    known = desk.read(rows)
    assert known.recipe.mapping.months[0] == (3, "0000-01", "amount")
    assert named(known)["date"] == "年份"
    assert "year_supposed" not in said(known)


def test_months_of_volume_by_the_title(desk: Desk) -> None:
    rows = [["2024年经销商销量表（箱）"], ["客户", "1月", "2月", "3月"], ["甲", "1", "2", "3"], ["乙", "4", "5", "6"]]
    assert {measure for *_, measure in desk.read(rows).recipe.mapping.months} == {"quantity"}


def test_role_hints_choose_the_table(desk: Desk) -> None:
    known = desk.read_all(
        [
            desk.source(text(SALES), file="a.xlsx", sheet="明细"),
            desk.source(text(CUSTOMERS), file="a.xlsx", sheet="客户"),
        ],
        Hints(roles={Role.REGION: ("地区",)}),
    )
    assert known.sources[0].layout.sheet == "客户"
