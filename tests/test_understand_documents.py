"""Kinds of document, plans beside months, headers of other scripts: what counts as a sale, and what is said of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kam_core.ingest.understand import Understanding
from tests.text_tables import Desk, Role, asked, named, said, text


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def ledger(column: str, *kinds: str, order: str = "No", numbers: tuple[str, ...] = ()) -> list[list[str]]:
    """A line a kind; the money never has a minus."""
    head = ["Date", "Customer", column, order, "Amount"]
    return [
        head,
        *[
            [f"2024-01-{n:02d}", f"C{n % 3}", kind, numbers[n - 1] if numbers else f"{n:04d}", f"{n}.50"]
            for n, kind in enumerate(kinds, 1)
        ],
    ]


def facts(known: Understanding, code: str) -> dict[str, object]:
    return next(notice.facts for notice in known.notices if notice.code == code)


@pytest.mark.parametrize("column", ["Kind of thing", "Transaction", "Vorgang"])
def test_a_column_of_sales_and_returns_is_the_document_type(desk: Desk, column: str) -> None:
    known = desk.read(ledger(column, *["Invoice", "Invoice", "Credit Note"] * 4))
    assert named(known)["document_type"] == column
    assert known.recipe.mapping.returns == ("Credit Note",)
    assert "perhaps_returns" not in said(known)


def test_a_return_among_other_words_is_no_document_type_but_pointed_out(desk: Desk) -> None:
    known = desk.read(ledger("摘要", *["日常", "补货", "退货冲减", "日常"] * 3))
    assert Role.DOCUMENT_TYPE not in known.recipe.mapping.roles
    assert facts(known, "perhaps_returns") == {"column": "摘要", "sample": "退货冲减", "rows": 3}


def test_returns_with_a_minus_need_no_word(desk: Desk) -> None:
    rows = ledger("摘要", *["日常", "补货", "退货冲减", "日常"] * 3)
    for row in rows[1:]:
        row[4] = f"-{row[4]}" if row[2] == "退货冲减" else row[4]
    assert said(desk.read(rows)) == set()


@pytest.mark.parametrize(
    ("numbers", "pointed"),
    [
        (("536365", "536366", "C536367", "536368") * 3, True),
        (("XS-001", "XS-002", "XT-003", "XS-004") * 3, True),
        (("A-1", "B-2", "C-3", "D-4") * 3, True),  # three of twelve: said rather than passed by
        (("C-1", "C-2", "C-3", "C-4") * 3, False),
        (("1", "2", "3", "4") * 3, False),
    ],
)
def test_documents_numbered_as_returns_are_pointed_out(desk: Desk, numbers: tuple[str, ...], pointed: bool) -> None:
    known = desk.read(ledger("Remark", *["x"] * 12, order="Invoice No", numbers=numbers))
    assert ("perhaps_returns" in said(known)) is pointed


def test_payments_and_balances_are_no_sales(desk: Desk) -> None:
    known = desk.read(ledger("Type", *["Invoice", "Invoice", "Payment", "Credit Note", "Opening Balance"] * 3))
    assert known.recipe.mapping.void == ("Opening Balance", "Payment")
    assert facts(known, "payments_left_out")["listed"] == "Opening Balance (3), Payment (3)"


def test_where_nearly_all_are_payments_they_count(desk: Desk) -> None:
    known = desk.read(ledger("Type", *["Payment"] * 11, "Invoice"))
    assert known.recipe.mapping.void == ()
    assert "payments_left_out" not in said(known)


@pytest.mark.parametrize(("column", "yes"), [("Returned", "Yes"), ("是否退货", "是")])
def test_a_mark_of_returned_goods_is_pointed_out(desk: Desk, column: str, yes: str) -> None:
    known = desk.read(ledger(column, *["No", "No", yes] * 4))
    assert facts(known, "perhaps_returns")["rows"] == 4


def test_balances_carried_forward_among_sales_do_not_count(desk: Desk) -> None:
    known = desk.read(ledger("摘要", *["期初余额", "销售出库", "销售出库", "销售出库"] * 3))
    assert known.recipe.mapping.void == ("期初余额",)


@pytest.mark.parametrize(("returned", "told"), [("8", True), ("0", False)])
def test_returned_money_in_its_own_column_is_said(desk: Desk, returned: str, told: bool) -> None:
    rows = [["日期", "客户", "销售金额", "退货金额"], *[["2024-01-05", f"C{n}", "20", returned] for n in range(8)]]
    assert ("returns_beside" in said(desk.read(rows))) is told


def test_net_sales_beside_sales_are_asked(desk: Desk) -> None:
    rows = [["日期", "客户", "销售金额", "净销售额"], *[["2024-01-05", f"C{n}", "20", "18"] for n in range(8)]]
    assert asked(desk.read(rows)) == {"amount": (3, 4)}


@pytest.mark.parametrize("title", ["单位：万元", "2024年销售统计（万元）", "Sales 2024 (in thousands)"])
def test_a_large_unit_above_the_table_is_said(desk: Desk, title: str) -> None:
    rows = [[title], ["日期", "客户", "金额"], *[["2024-01-05", f"C{n}", f"{n}.5"] for n in range(8)]]
    assert facts(desk.read(rows), "large_unit_above")["title"] == title
    assert "large_unit_above" not in said(desk.read([["亿元商贸有限公司"], *rows[1:]]))


@pytest.mark.parametrize(("last", "months"), [(12, 12), (31, 0)])
def test_bare_numbers_are_months_and_never_days(desk: Desk, last: int, months: int) -> None:
    head = ["客户", *[str(n) for n in range(1, last + 1)]]
    known = desk.read([["2024年销售"], head, *[[f"客户{n}", *["5.5"] * last] for n in range(8)]])
    assert len(known.recipe.mapping.months) == months


@pytest.mark.parametrize(
    ("price", "told"), [("item-price", True), ("Price", True), ("Unit price", False), ("单价", False)]
)
def test_money_made_of_a_price_that_may_be_the_lines_is_said(desk: Desk, price: str, told: bool) -> None:
    rows = [["Date", "Customer", "Quantity", price], *[["2024-01-05", f"C{n}", "2", f"{n}.5"] for n in range(1, 9)]]
    assert ("amount_worked_out" in said(desk.read(rows))) is told


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (["客户", "1月", "", "2月", "", "3月", ""], ["", "计划", "实际"] + ["计划", "实际"] * 2),
        (
            ["Customer", "Jan 2024", "", "Feb 2024", "", "Mar 2024", ""],
            ["", "Budget", "Actual"] + ["Budget", "Actual"] * 2,
        ),
        (["Customer", "Jan Plan", "Jan Actual", "Feb Plan", "Feb Actual", "Mar Plan", "Mar Actual"], None),
        (["客户", "1月(去年)", "1月(今年)", "2月(去年)", "2月(今年)", "3月(去年)", "3月(今年)"], None),
    ],
)
def test_a_plan_beside_the_months_does_not_count(desk: Desk, above: list[str], below: list[str] | None) -> None:
    heads = [above, below] if below else [above]
    known = desk.read([*heads, *[[f"C{n}", "9", str(n), "9", str(n), "9", str(n)] for n in range(1, 9)]])
    assert [position for position, *_ in known.recipe.mapping.months] == [3, 5, 7]
    assert "months_left_out" in said(known)


def test_the_same_month_twice_is_said(desk: Desk) -> None:
    head = ["Customer", "2024-01", "2024-02", "2024-03", "2024-03"]
    known = desk.read([head, *[[f"C{n}", "1", "2", "3", "4"] for n in range(8)]])
    assert facts(known, "month_twice") == {"columns": "2024-03, 2024-03"}


@pytest.mark.parametrize("total", ["", "2023 Total"])
def test_years_stand_above_their_months(desk: Desk, total: str) -> None:
    months = ["Jan", "Feb", "Mar", "Apr"]
    above = ["Customer", "2023", "", "", "", *([total] if total else []), "2024", "", "", ""]
    below = ["", *months, *([""] if total else []), *months]
    rows = [above, below, *[[f"C{n}", *["5"] * (len(above) - 1)] for n in range(8)]]
    known = desk.read(rows)
    assert named(known)["customer"] == "Customer"
    assert [month for _, month, _ in known.recipe.mapping.months] == [
        f"{y}-0{m}" for y in (2023, 2024) for m in (1, 2, 3, 4)
    ]


def test_the_amount_beside_a_foreign_one_is_in_one_currency(desk: Desk) -> None:
    head = ["Date", "Customer", "Currency", "Amount (Foreign Currency)", "Amount"]
    body = [["2024-01-05", f"C{n}", "EUR" if n % 2 else "USD", "10", "11"] for n in range(12)]
    known = desk.read([head, *body])
    assert named(known)["amount"] == "Amount"
    assert Role.CURRENCY not in known.recipe.mapping.roles


@pytest.mark.parametrize(
    "table",
    [
        "單據日期|客戶名稱|數量|含稅金額\n113/03/05|台北統一|3|4.50",
        "วันที่|ลูกค้า|จำนวน|จำนวนเงิน\n05/03/2567|ร้านโชคดี|3|4.50",
        "Datum vystavení|Odběratel|Množství|Celkem s DPH\n5. března 2024|Řeznictví Novák|3|4.50",
        "Fakturadatum|Kundnamn|Antal|Belopp inkl. moms\n2024-03-05|ICA Åsa|3|4.50",
        "التاريخ|اسم العميل|الكمية|الإجمالي\n05/03/2024|متجر السلام|3|4.50",
        "Tanggal|Nama Pelanggan|Kuantitas|Total\n5 Maret 2024|Toko Abadi|3|4.50",
        "Dátum|Vevő|Mennyiség|Bruttó érték\n2024.03.05|Kovács Kft|3|4.50",
        "Date|Particulars|Qty|Amount CHF\n5-Mar-24|ABC Traders|3|4.50",
    ],
)
def test_headers_of_many_languages(desk: Desk, table: str) -> None:
    head, line = text(table)
    known = desk.read([head, *[[*line[:1], f"{line[1]} {n}", *line[2:]] for n in range(6)]])
    roles = named(known)
    assert [
        roles.get("date"),
        roles.get("customer", roles.get("customer_name")),
        roles["quantity"],
        roles["amount"],
    ] == head
    assert not {"customer", "date", "amount"} & asked(known).keys()
