"""Fill-down, group titles, wide months."""

from __future__ import annotations

from datetime import date

from tests.small_table import tell

HEAD = ["单据日期", "单号", "客户", "产品", "数量", "价税合计"]
ROLES = {"date": 1, "order": 2, "customer": 3, "product": 4, "quantity": 5, "amount": 6}


def test_values_of_a_documents_first_line_are_carried_down():
    rows = [
        HEAD,
        ["2025-01-01", "D1", "华东", "P1", "1", "10"],
        [None, None, None, "P2", "1", "20"],
        [None, None, "小计", None, "2", "30"],
        ["2025-01-02", "D2", None, "P3", "1", "5"],
        HEAD,
        [None, None, None, "P4", "1", "6"],
        [None, None, None, "本页小计", "4", "41"],
        ["合计", None, None, None, "4", "41"],
        ["制表人：王"],
    ]
    told = tell(rows, roles=ROLES, fill_down=(1, 2, 3))
    assert told.rows() == {"accepted": 4, "unassigned": 0, "rejected": 0, "skipped": 5}
    assert told.account.filled_down == 3
    assert set(told.lines["customer"]) == {"华东"}
    lines = told.lines.sort_values("line")
    assert lines["order"].tolist() == ["D1", "D1", "D2", "D2"]
    assert lines["date"].tolist()[2:] == [date(2025, 1, 2)] * 2
    assert all(t.agrees for t in told.account.totals)
    assert told.codes() == {"filled_down"}


def test_without_fill_down_they_are_set_apart():
    rows = [HEAD, ["2025-01-01", "D1", "A", "P1", "1", "10"], [None, None, None, "P2", "1", "20"]]
    assert tell(rows, roles=ROLES).reasons() == {"date_missing": 1}


def test_the_customer_on_a_title_line():
    rows = [
        ["日期", "产品", "金额"],
        ["客户：华东鸿达"],
        ["2025-01-01", "P1", "10"],
        ["2025-01-02", "P1", "5"],
        ["小计", None, "15"],
        ["客户：", "江苏恒源"],
        ["2025-01-03", "P1", "7"],
        ["合计", None, "22"],
    ]
    told = tell(rows, roles={"date": 1, "product": 2, "amount": 3}, group_titles=True)
    assert told.reasons() == {"group_title": 2, "subtotal": 1, "total": 1}
    assert told.accounts["customer"].tolist() == ["华东鸿达", "江苏恒源"]
    assert [t.agrees for t in told.account.totals] == [True]


WIDE = {"months": ((2, "2024-01", "amount"), (3, "2024-02", "amount"))}


def test_wide_months_become_lines():
    rows = [
        ["客户", "1月", "2月"],
        ["A", "100", "0"],
        ["B", "50.5", None],
        ["C", None, None],
        ["D", "x", "7"],
        ["E", "?", None],
        [None, "3", "4"],
        ["合计", "153.5", "11"],
    ]
    told = tell(rows, roles={"customer": 1}, **WIDE)
    assert told.rows() == {"accepted": 3, "unassigned": 1, "rejected": 1, "skipped": 2}
    assert told.reasons() == {
        "no_figure": 1,
        "amount_unreadable": 1,
        "no_customer": 1,
        "total": 1,
        "number_unreadable": 1,
    }
    assert told.account.lines == 6  # the zero is a line of 0, a blank is none
    assert told.money()["accepted"] == 157.5
    assert [(float(t.stated), t.agrees) for t in told.account.totals] == [(164.5, True)]
    assert told.rejects[told.rejects["state"] == "cell"][["column", "value"]].values.tolist() == [["1月", "x"]]


def test_wide_months_with_an_unlabelled_sum_on_top():
    rows = [["客户", "1月", "2月"], [None, "153", "11"], ["A", "100", "4"], ["B", "53", "7"]]
    told = tell(rows, roles={"customer": 1}, **WIDE)
    assert told.reasons() == {"total_by_sum": 1}


def test_wide_months_of_two_measures():
    rows = [["客户", "1月金额", "1月数量"], ["A", "100", "3"]]
    told = tell(rows, roles={"customer": 1}, months=((2, "2024-01", "amount"), (3, "2024-01", "quantity")))
    assert told.account.measures == ("amount", "quantity")
    assert told.months[["amount", "quantity"]].astype(float).values.tolist() == [[100, 3]]
