"""Sums in the file: known by name and by arithmetic, never a sale, always compared."""

from __future__ import annotations

from tests.small_table import tell

HEAD = ["date", "customer", "product", "quantity", "amount"]
ROLES = {"date": 1, "customer": 2, "product": 3, "quantity": 4, "amount": 5}


def sale(who="C1", money="10", pieces="1", day="2025-01-05"):
    return [day, who, "P1", pieces, money]


def stated(told):
    return [(t.line, t.label, t.column, float(t.stated), float(t.read), t.agrees) for t in told.account.totals]


def test_part_and_grand_sums_by_name():
    told = tell(
        [
            HEAD,
            sale(money="10"),
            sale(money="20"),
            [None, "C1 小计", None, "2", "30"],
            sale("C2", "5"),
            [None, "小计", None, "1", "5"],
            ["合　计：", None, None, "3", "35.00"],
        ],
        roles=ROLES,
    )
    assert told.reasons() == {"subtotal": 2, "total": 1}
    assert told.rows()["accepted"] == 3
    assert stated(told) == [(7, "合　计：", "amount", 35, 35, True), (7, "合　计：", "quantity", 3, 3, True)]
    assert told.codes() == set()


def test_a_total_that_differs_shows_the_difference():
    told = tell([HEAD, sale(money="10"), sale(money="x"), ["Grand Total", None, None, None, "35"]], roles=ROLES)
    assert stated(told) == [(4, "Grand Total", "amount", 35, 10, False)]


def test_unassigned_and_rejected_money_is_part_of_the_comparison():
    rows = [HEAD, sale(), sale("", "5"), sale(day="?", money="7"), ["Total", None, None, None, "22"]]
    told = tell(rows, roles=ROLES)
    assert stated(told) == [(5, "Total", "amount", 22, 22, True)]


def test_a_sum_without_a_label_at_the_end_and_between():
    rows = [HEAD, sale(money="10"), sale(money="20"), [None, None, None, None, "30"]]
    rows += [sale("C2", "1"), sale("C2", "2"), [None, None, None, None, "3"], [None, None, None, None, "33"]]
    told = tell(rows, roles=ROLES)
    assert told.reasons() == {"total_by_sum": 3}
    assert stated(told)[-1] == (8, "", "amount", 33, 33, True)


def test_a_sum_without_a_label_on_top():
    told = tell([HEAD, [None, None, None, None, "30"], sale(money="10"), sale(money="20")], roles=ROLES)
    assert told.reasons() == {"total_by_sum": 1}
    assert stated(told) == [(2, "", "amount", 30, 30, True)]


def test_money_without_anything_else_is_no_sum_unless_it_adds_up():
    told = tell([HEAD, sale(money="10"), sale(money="20"), [None, None, None, None, "31"]], roles=ROLES)
    assert told.reasons() == {"date_missing": 1}


def test_part_sums_that_differ_are_told():
    told = tell([HEAD, sale(), sale("B"), [None, "小计", None, None, "99"], sale("C")], roles=ROLES)
    assert told.codes() == {"part_sums_differ"}


def test_a_total_over_void_documents_agrees_with_them():
    rows = [
        [*HEAD, "st"],
        [*sale(money="10"), "ok"],
        [*sale(money="5"), "void"],
        ["合计", None, None, None, "15", None],
    ]
    told = tell(rows, roles=ROLES | {"status": 6}, void=("void",))
    assert stated(told) == [(4, "合计", "amount", 15, 15, True)]
    assert told.money()["accepted"] == 10


def test_a_dated_customer_called_total_without_products_is_a_customer_unless_it_adds_up():
    head = ["date", "who", "m"]
    roles = {"date": 1, "customer": 2, "amount": 3}
    rows = [head, ["2025-01-01", "A", "10"], ["2025-01-01", "B", "20"], ["2025-01-01", "Total", "7"]]
    assert tell(rows, roles=roles).rows()["accepted"] == 3
    rows[-1][2] = "30"
    assert tell(rows, roles=roles).reasons() == {"total": 1}


def test_many_part_sums_across_blocks():
    rows: list = [HEAD]
    for n in range(3000):
        rows += [sale(f"C{n}", str(n)), sale(f"C{n}", "1"), [None, "小计", None, None, str(n + 1)]]
    rows.append(["总计", None, None, None, str(sum(range(3000)) + 3000)])
    told = tell(rows, roles=ROLES)
    assert told.reasons() == {"subtotal": 3000, "total": 1}
    assert [t.agrees for t in told.account.totals] == [True]
    assert told.codes() <= {"double_rows"}
