"""Where the header stands: below titles, in one line or two, or nowhere."""

from pathlib import Path

import pytest

from tests.text_tables import Desk, Hints, Role, asked, line, named, text


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


LINES = """
2024-01-05 | C001 | 华东经销商 | P01 | 10 | 20 | 200
2024-01-06 | C002 | 江苏恒源 | P02 | 3 | 30 | 90
2024-01-07 | C001 | 华东经销商 | P03 | 5 | 40 | 200
2024-01-08 | C003 | 川渝大昌 | P01 | 7 | 20 | 140
"""
HEADER = "日期 | 客户编码 | 客户名称 | 产品编码 | 数量 | 单价 | 金额"


def lines(*above: str) -> list[list[str]]:
    return text("\n".join([*above, LINES.strip()]))


def test_a_plain_header(desk: Desk) -> None:
    known = desk.read(lines(HEADER))
    assert line(known) == 1
    assert known.recipe.layouts[0].header_lines == 1
    assert asked(known) == {}


@pytest.mark.parametrize(
    "titles",
    [
        ["某某饮料有限公司"],
        ["某某饮料有限公司", "销售明细表", "期间：2024-01-01 至 2024-01-31"],
        ["某某", "", "销售出库单序时簿 | | | | | | 打印日期：2024-02-01", ""],
        ["公司 | 某某饮料 | | 期间 | 2024年1月 | | ", "制表人 | 张三 | | | | | "],
    ],
)
def test_titles_above(desk: Desk, titles: list[str]) -> None:
    assert line(desk.read(lines(*titles, HEADER))) == len(titles) + 1


def test_a_totals_row_between_header_and_lines(desk: Desk) -> None:
    known = desk.read(lines(HEADER, "合计 | | | | 25 | | 630"))
    assert line(known) == 1
    assert named(known)["amount"] == "金额"


def test_a_totals_row_above_the_header(desk: Desk) -> None:
    assert line(desk.read(lines("合计 | | | | 25 | | 630", HEADER))) == 2


def test_two_header_lines_with_merged_groups(desk: Desk) -> None:
    known = desk.read(
        lines("日期 | 客户 | | 产品 | 销售 | | ", " | 客户编码 | 客户名称 | 产品编码 | 数量 | 单价 | 金额")
    )
    assert line(known) == 2
    assert known.recipe.layouts[0].header_lines == 2
    names = named(known)
    assert names["customer"].endswith("客户编码")
    assert names["amount"].endswith("金额")
    assert names["date"] == "日期"


def test_columns_merged_downwards(desk: Desk) -> None:
    known = desk.read(
        lines("日期 | 客户编码 | 客户名称 | 产品编码 | 销售 | 销售 | 销售", " | | | | 数量 | 单价 | 金额")
    )
    assert line(known) == 2
    assert [c.header for c in known.columns] == [
        "日期", "客户编码", "客户名称", "产品编码", "销售 数量", "销售 单价", "销售 金额",
    ]  # fmt: skip
    assert asked(known) == {}


def test_field_codes_above_captions(desk: Desk) -> None:
    known = desk.read(lines("FDate | FCustId | FCustName | FItemNo | FQty | FPrice | FAmount", HEADER))
    assert line(known) == 2
    assert asked(known) == {}


def test_no_header_is_seen(desk: Desk) -> None:
    known = desk.read(lines())
    assert line(known) == 0
    assert asked(known).get("customer") == ()


def test_no_header_as_the_user_says(desk: Desk) -> None:
    roles = {Role.DATE: ("1",), Role.CUSTOMER: ("2",), Role.AMOUNT: ("7",)}
    known = desk.read(lines(), Hints(no_header=True, roles=roles))
    assert line(known) == 0
    assert known.recipe.mapping.roles[Role.AMOUNT] == (7,)
    assert asked(known) == {}


def test_without_a_header_the_product_of_two_columns_is_the_amount(desk: Desk) -> None:
    roles = desk.read(lines()).recipe.mapping.roles
    assert (roles[Role.QUANTITY], roles[Role.UNIT_PRICE], roles[Role.AMOUNT]) == ((5,), (6,), (7,))
    assert roles[Role.DATE] == (1,)


def test_the_users_header_line_wins(desk: Desk) -> None:
    assert line(desk.read(lines("x | y", "z", HEADER), Hints(header_line=3))) == 3


def test_repeated_headers_leave_the_first_one_the_header(desk: Desk) -> None:
    rows = lines(HEADER)
    assert line(desk.read([*rows, *rows, *rows])) == 1


def test_blank_records_above(desk: Desk) -> None:
    assert line(desk.read([[], [""], *lines(HEADER)])) == 3


def test_a_header_alone(desk: Desk) -> None:
    known = desk.read(text(HEADER))
    assert line(known) == 1


def test_a_header_in_words_nobody_listed(desk: Desk) -> None:
    known = desk.read(
        text("""
        foo | bar | baz
        2024-01-02 | Aller | 12.50
        2024-01-03 | Beller | 13.50
        2024-01-04 | Aller | 17.25
    """)
    )
    assert line(known) == 1


@pytest.mark.parametrize(
    "header",
    [
        "\ufeff日期 | 客户 编码 | 客户/名称 | *产品编码 | 数量(箱) | 单价（元） | 金额(元)",
        "日 期 | 客户编码 | 客户名称 | 产品编码 | 数  量 | 单 价 | 金　额",
        '"日期" | "客户编码" | 客户名称 | 产品编码 | 数量 | 单价 | 金额[万元]',
        "OrderDate | _CustomerID | customer_name | ProductID | QTY | UnitPrice | Amount (USD)",
        "ORDERDATE | CUSTOMERNUMBER | CUSTOMERNAME | PRODUCTCODE | QUANTITYORDERED | PRICEEACH | SALES",
        "order date | customer # | Customer.Name | product-id | Qty. | Unit Price ($) | Total Sales",
    ],
)
def test_headers_in_every_dress(desk: Desk, header: str) -> None:
    known = desk.read(lines(header))
    assert line(known) == 1
    assert asked(known) == {}
    roles = known.recipe.mapping.roles
    assert roles[Role.CUSTOMER] == (2,)
    assert roles[Role.CUSTOMER_NAME] == (3,)
    assert (roles[Role.QUANTITY], roles[Role.UNIT_PRICE], roles[Role.AMOUNT]) == ((5,), (6,), (7,))


def test_the_signature_is_the_header_not_its_dress(desk: Desk) -> None:
    a, b = desk.read(lines(HEADER)), desk.read(lines("公司", HEADER.replace("客户编码", "客户 编码")))
    assert a.signature == b.signature
    assert a.signature != desk.read(lines(HEADER.replace("金额", "价税合计"))).signature
