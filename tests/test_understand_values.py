"""How values are written and what they mean beyond themselves."""

from pathlib import Path

import pytest

from tests.text_tables import Desk, Hints, Role, asked, named, said, text


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def dated(*days: str) -> list[list[str]]:
    return [["日期", "客户", "金额"], *[[day, f"C{n % 3}", str(n + 1)] for n, day in enumerate(days)]]


@pytest.mark.parametrize(
    ("days", "order"),
    [
        (["2024-01-05", "2024-01-06"], "ymd"),
        (["20240105", "20240106"], "ymd"),
        (["5/16/2019", "1/2/2019", "3/4/2019"], "mdy"),
        (["31/12/17", "31/5/18", "2/7/2018", "1/7/2018"], "dmy"),
        (["1/7/2018"] * 1900 + ["13/7/2018"], "dmy"),
        (["16.05.2019", "01.02.2019"], "dmy"),
        (["01/01/2014", "01/02/2014", "01/06/2014", "01/12/2014"], "dmy"),
        (["1/1/2014", "2/1/2014", "6/1/2014", "12/1/2014"], "mdy"),
        (["1/9/2024", "1/10/2024", "1/11/2024", "1/12/2024", "2/1/2024", "2/2/2024", "2/3/2024", "3/1/2024"], "mdy"),
        (["9/1/2024", "10/1/2024", "11/1/2024", "12/1/2024", "1/2/2024", "2/2/2024", "3/2/2024", "1/3/2024"], "dmy"),
        ([f"{y}/{m}/{d}" for y in (19, 20) for m in (1, 2, 3) for d in range(1, 29)], "ymd"),
        (["11/8/2017 0:00", "11/18/2017 0:00"], "mdy"),
    ],
)
def test_the_whole_column_decides_the_order(desk: Desk, days: list[str], order: str) -> None:
    known = desk.read(dated(*days))
    assert known.recipe.mapping.date_order == order
    assert asked(known) == {}


def test_an_open_order_is_asked(desk: Desk) -> None:
    known = desk.read(dated("3/4/2024", "3/4/2024", "5/4/2024"))
    assert asked(known) == {"date_order": ("dmy", "mdy")}
    assert desk.read(dated("3/4/2024"), Hints(dates="mdy")).recipe.mapping.date_order == "mdy"
    assert asked(desk.read(dated("3/4/2024"), Hints(dates="mdy"))) == {}


def test_dates_written_both_ways_are_pointed_out(desk: Desk) -> None:
    known = desk.read(dated("31/5/2018", "30/5/2018", "5/31/2018"))
    assert known.recipe.mapping.date_order == "dmy"
    assert said(known) == {"dates_both_ways"}


@pytest.mark.parametrize(
    ("numbers", "delimiter", "mark"),
    [
        (["3142,13", "7866,25"], ";", ","),
        (["1.234,50", "12"], ";", ","),
        (["1,234.50", "12"], ",", "."),
        (["1,234", "12,345"], ",", "."),
        (["1.234", "12.345"], ";", ","),
        (["1.234", "0.345"], ",", "."),
        (["12", "13"], ";", "."),
        (["1.234.567", "12"], ";", ","),
        (["€ 12,50", "€ 1.000,00"], ";", ","),
    ],
)
def test_the_decimal_mark(desk: Desk, numbers: list[str], delimiter: str, mark: str) -> None:
    rows = [["Date", "Customer", "Amount"], *[["2024-01-05", f"C{n}", value] for n, value in enumerate(numbers)]]
    assert desk.read(rows, delimiter=delimiter).recipe.mapping.decimal == mark
    assert desk.read(rows, Hints(decimal=","), delimiter=delimiter).recipe.mapping.decimal == ","


def test_a_document_says_its_head_once(desk: Desk) -> None:
    known = desk.read(
        text("""
        日期 | 单据编号 | 客户名称 | 产品 | 数量 | 金额
        2024-01-05 | X001 | 华东经销商 | 乌龙茶 | 1 | 10
         | | | 绿茶 | 2 | 20
         | | | 红茶 | 3 | 30
        2024-01-06 | X002 | 江苏恒源 | 绿茶 | 1 | 10
         | | | 红茶 | 1 | 10
         | | 小计 | | 2 | 20
        2024-01-07 | X003 | 华东经销商 | 绿茶 | 4 | 40
         | | | 红茶 | 4 | 40
    """)
    )
    assert known.recipe.mapping.fill_down == (1, 2, 3)
    assert asked(known) == {}


def test_filling_down_can_be_switched_off(desk: Desk) -> None:
    rows = text("""
        日期 | 客户名称 | 产品 | 金额
        2024-01-05 | 华东经销商 | 乌龙茶 | 10
         | | 绿茶 | 20
        2024-01-06 | 江苏恒源 | 绿茶 | 10
         | | 红茶 | 10
    """)
    assert desk.read(rows).recipe.mapping.fill_down == (1, 2)
    assert desk.read(rows, Hints(fill_down=False)).recipe.mapping.fill_down == ()


def test_a_merged_customer_above_dated_lines(desk: Desk) -> None:
    rows = text("""
        客户名称 | 日期 | 产品 | 金额
        华东经销商 | 2024-01-05 | 乌龙茶 | 10
         | 2024-01-06 | 绿茶 | 20
         | 2024-01-07 | 绿茶 | 20
        江苏恒源 | 2024-01-05 | 绿茶 | 10
         | 2024-01-08 | 红茶 | 10
    """)
    assert desk.read(rows).recipe.mapping.fill_down == (1,)


def test_lines_that_lack_a_customer_are_not_filled(desk: Desk) -> None:
    rows = [["InvoiceNo", "InvoiceDate", "CustomerID", "Item", "Quantity", "UnitPrice"]]
    for n in range(60):
        customer = "" if n // 5 % 3 == 2 else f"{17000 + n // 5 % 4}"
        rows.append([f"{5000 + n // 5}", f"2024-01-{1 + n // 5:02d}", customer, f"P{n}", "2", "3.5"])
    assert desk.read(rows).recipe.mapping.fill_down == ()


def test_a_few_missing_customers_are_not_filled(desk: Desk) -> None:
    rows = [["日期", "客户", "产品", "金额"]]
    rows += [["2024-01-05", "" if n % 7 == 3 else f"C{n % 4}", "P", "10"] for n in range(70)]
    assert desk.read(rows).recipe.mapping.fill_down == ()


def test_group_titles(desk: Desk) -> None:
    for label in ("客户：", "", "Customer: "):
        known = desk.read(
            text(f"""
            日期 | 产品 | 数量 | 金额
            {label}华东经销商 | | |
            2024-01-05 | 乌龙茶 | 1 | 10
            2024-01-06 | 绿茶 | 2 | 20
            小计 | | 3 | 30
            {label}江苏恒源 | | |
            2024-01-05 | 乌龙茶 | 1 | 10
            合计 | | 4 | 40
        """)
        )
        assert known.recipe.mapping.group_titles
        assert asked(known) == {}


def test_returns_without_a_minus(desk: Desk) -> None:
    rows = [["日期", "客户", "单据类型", "数量", "金额"]]
    rows += [["2024-01-05", "甲", "销售", "1", "10"], ["2024-01-06", "乙", "销售退货", "1", "10"]]
    assert desk.read(rows).recipe.mapping.returns == ("销售退货",)
    rows[2][3:] = ["-1", "-10"]
    assert desk.read(rows).recipe.mapping.returns == ()
    rows[2][3:] = ["1", "(10)"]
    assert desk.read(rows).recipe.mapping.returns == ()


def test_returns_by_red_and_blue(desk: Desk) -> None:
    rows = [
        ["Date", "Customer", "红蓝字", "Amount"],
        ["2024-01-05", "A", "蓝字", "1"],
        ["2024-01-06", "B", "红字", "1"],
    ]
    assert desk.read(rows).recipe.mapping.returns == ("红字",)


def test_void_and_unapproved_documents(desk: Desk) -> None:
    rows = [["日期", "客户", "单据状态", "金额"]]
    rows += [["2024-01-05", "甲", status, "10"] for status in ["已审核"] * 6 + ["已作废", "未审核"]]
    assert set(desk.read(rows).recipe.mapping.void) == {"已作废", "未审核"}


def test_cancelled_orders_are_pointed_out_and_stay(desk: Desk) -> None:
    rows = [["Date", "Customer", "Status", "Amount"]]
    rows += [["2024-01-05", "A", status, "10"] for status in ["Shipped"] * 6 + ["Cancelled"]]
    known = desk.read(rows)
    assert known.recipe.mapping.void == ()
    assert said(known) == {"status_doubtful"}


def test_cancelled_documents_are_void(desk: Desk) -> None:
    rows = [["Date", "Customer", "Status", "Amount"]]
    rows += [["2024-01-05", "A", status, "10"] for status in ["Posted"] * 6 + ["Cancelled"]]
    known = desk.read(rows)
    assert known.recipe.mapping.void == ("Cancelled",)
    assert said(known) == set()


def test_customers_that_are_none_are_offered(desk: Desk) -> None:
    rows = [["日期", "客户名称", "金额"], ["2024-01-05", "散客", "10"], ["2024-01-06", "华东经销商", "10"]]
    known = desk.read(rows)
    assert known.recipe.mapping.nobody == ()
    assert said(known) == {"perhaps_nobody"}
    assert desk.read(rows, Hints(nobody=("散客",))).recipe.mapping.nobody == ("散客",)


def test_one_code_two_firms_in_two_books(desk: Desk) -> None:
    rows = [["账套", "日期", "客户编码", "客户名称", "金额"]]
    rows += [["一账套", "2024-01-05", "001", "华东鸿达商贸", "10"], ["二账套", "2024-01-05", "001", "金穗工业", "20"]]
    rows += [["一账套", "2024-01-05", "002", "江苏恒源", "10"], ["二账套", "2024-01-05", "002", "江苏恒源", "20"]]
    known = desk.read(rows)
    assert known.recipe.mapping.roles[Role.CUSTOMER] == (1, 3)
    assert said(known) == {"codes_of_two_firms"}
    rows[2][3] = "华东鸿达商贸有限公司"
    assert desk.read(rows).recipe.mapping.roles[Role.CUSTOMER] == (3,)
    assert named(desk.read(rows))["organisation"] == "账套"
