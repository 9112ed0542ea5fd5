"""Every row ends in one of four counts, for the right reason, with its money."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kam_core.errors import NotThisTable
from tests.small_table import tell

HEAD = ["date", "customer", "product", "quantity", "amount"]
ROLES = {"date": 1, "customer": 2, "product": 3, "quantity": 4, "amount": 5}


def sale(day="2025-01-05", who="C1", what="P1", pieces="2", money="10.50"):
    return [day, who, what, pieces, money]


def test_clean_rows_are_all_accepted():
    told = tell([HEAD, sale(), sale(who="007", money="-3"), sale(what="P2", money="1,234.5678")], roles=ROLES)
    assert told.rows() == {"accepted": 3, "unassigned": 0, "rejected": 0, "skipped": 0}
    assert told.money()["accepted"] == 1242.0678
    assert list(told.lines["customer"].sort_values()) == ["007", "C1", "C1"]  # leading zeros are kept
    assert told.account.measures == ("amount", "quantity")
    assert told.account.first_day == date(2025, 1, 5)
    assert told.rejects.empty


def test_each_reason_with_its_money_line_and_raw_value():
    told = tell(
        [
            HEAD,
            sale(),
            sale(day="2025-13-41", money="1"),
            sale(day="soon", money="2"),
            sale(day="", money="4"),
            sale(money=""),
            sale(money="ten"),
            sale(money="999999999999999"),
            sale(who="", money="8"),
            sale(who="-", money="16"),
            [*sale(money="32"), "x"],
            [],
            [None] * 5,
            HEAD,
            sale(pieces="many", money="64"),
        ],
        roles=ROLES,
    )
    assert told.rows() == {"accepted": 2, "unassigned": 2, "rejected": 7, "skipped": 3}
    assert told.money() == {"accepted": 74.5, "unassigned": 24.0, "rejected": 7.0, "skipped": 0.0}
    assert told.reasons() == {
        "date_impossible": 1,
        "date_unreadable": 1,
        "date_missing": 1,
        "amount_missing": 1,
        "amount_unreadable": 1,
        "amount_too_large": 1,
        "misaligned": 1,
        "no_customer": 2,
        "blank": 2,
        "repeated_header": 1,
        "number_unreadable": 1,
    }
    bad = told.rejects.set_index("line")
    assert bad.loc[3, ["column", "value"]].tolist() == ["date", "2025-13-41"]
    assert bad.loc[7, ["column", "value"]].tolist() == ["amount", "ten"]
    assert bad.loc[15, ["state", "column", "value"]].tolist() == ["cell", "quantity", "many"]
    assert bad.loc[3, "raw"] == "2025-13-41 | C1 | P1 | 2 | 1"
    assert told.account.cells_rejected == 1
    assert "unassigned_money" in told.codes()


def test_a_customer_may_be_called_total_and_a_territory_na():
    rows = [["date", "who", "region", "amount"]]
    rows += [["2025-01-01", "Total Wine", "NA", "5"], ["2025-01-02", "合计贸易公司", "NULL", "6"]]
    told = tell(rows, roles={"date": 1, "customer": 2, "region": 3, "amount": 4})
    assert told.rows()["accepted"] == 2
    assert set(told.lines["region"]) == {"NA", "NULL"}


def test_named_nobodies_are_unassigned_and_kept():
    told = tell([HEAD, sale(), sale(who="散客", money="7")], roles=ROLES, nobody=("散客",))
    assert told.reasons() == {"nobody": 1}
    kept = told.lines[told.lines["state"] == "unassigned"]
    assert kept[["customer", "amount"]].values.tolist() == [["散客", Decimal("7.0000")]]
    assert list(told.accounts["customer"]) == ["C1"]


def test_notes_below_and_titles_between_are_skipped():
    rows = [
        HEAD,
        sale(),
        ["华东公司销售明细"],
        sale(),
        ["制表人：王", None, None, None, "打印时间：2025-02-01"],
        ["Page 1 of 3"],
    ]
    told = tell(rows, roles=ROLES)
    assert told.reasons() == {"footer": 3}


def test_without_amounts_the_quantity_is_needed():
    rows = [["date", "who", "pieces"], ["2025-01-01", "A", "3"], ["2025-01-01", "A", ""], ["2025-01-01", "B", "x"]]
    told = tell(rows, roles={"date": 1, "customer": 2, "quantity": 3})
    assert told.reasons() == {"quantity_missing": 1, "quantity_unreadable": 1}
    assert told.account.measures == ("quantity",)
    assert told.lines["amount"].isna().all()


def test_nothing_to_add_up_is_refused():
    with pytest.raises(NotThisTable):
        tell([["date", "who"], ["2025-01-01", "A"]], roles={"date": 1, "customer": 2})


def test_two_columns_together_and_several_sources():
    one = [["p", "c", "d", "m"], ["江苏", "徐州", "20250101", "5"]]
    two = [["p", "c", "d", "m"], ["江苏", "南京", "2025/1/2", "6"], ["江苏", "徐州", "2025年1月3日", "7"]]
    told = tell(one, two, roles={"customer": (1, 2), "date": 3, "amount": 4})
    assert told.accounts["customer"].tolist() == ["江苏 南京", "江苏 徐州"]
    assert told.lines.sort_values("amount")["source"].tolist() == [0, 1, 1]


def test_void_documents_are_skipped_and_their_money_is_said():
    rows = [[*HEAD, "status"], [*sale(), "已审核"], [*sale(money="90"), "已作废"]]
    told = tell(rows, roles=ROLES | {"status": 6}, void=("已作废",))
    assert told.reasons() == {"void": 1}
    assert told.money()["skipped"] == 90


def test_an_unnamed_column_is_no_misalignment():
    rows = [["date", "who", "m"], *[["2025-01-01", "A", "1", "note"] for _ in range(3)]]
    told = tell(rows, roles={"date": 1, "customer": 2, "amount": 3})
    assert told.rows()["accepted"] == 3


@pytest.mark.parametrize(("money", "told_of"), [("0", True), ("-5", True), ("5", False)])
def test_money_that_adds_up_to_nothing_is_told(money: str, told_of: bool) -> None:
    told = tell([HEAD, sale(money=money)], roles=ROLES)
    assert ("not_above_zero" in told.codes()) == told_of
    assert told.rows()["accepted"] == 1


def test_future_dates_doubles_and_several_names_are_told():
    head = ["d", "id", "name", "m", "cur"]
    rows = [head, ["2031-01-01", "1", "Ann", "1", "USD"], ["2025-01-01", "1", "Anna", "1", "EUR"]]
    rows += [["2025-01-02", "1", "Anna", "1", "USD"], ["2025-01-03", "2", "Anna", "1", "USD"]] * 2
    told = tell(rows, roles={"date": 1, "customer": 2, "customer_name": 3, "amount": 4, "currency": 5})
    expected = {"future_dates", "several_currencies", "one_id_several_names", "one_name_several_ids", "double_rows"}
    assert told.codes() == expected
    assert told.accounts[["customer", "name", "names"]].values.tolist() == [["1", "Anna", 2], ["2", "Anna", 1]]
