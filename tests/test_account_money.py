"""Signs, gifts, prices, discounts, costs, decimals."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kam_core.ingest.accounting.units import between
from tests.small_table import tell


def column(told, name):
    return [None if v is None else float(v) for v in told.lines.sort_values("line")[name]]


def test_a_return_by_document_type_is_turned_only_where_it_is_positive():
    rows = [["d", "c", "type", "q", "m", "p"]]
    rows += [["2025-01-01", "A", "销售退货", "2", "10", "3"], ["2025-01-01", "A", "销售退货", "-2", "-10", "-3"]]
    rows += [["2025-01-01", "A", "销售", "5", "50", "9"]]
    roles = {"date": 1, "customer": 2, "document_type": 3, "quantity": 4, "amount": 5, "profit": 6}
    told = tell(rows, roles=roles, returns=("销售退货",))
    assert column(told, "amount") == [-10, -10, 50]
    assert column(told, "quantity") == [-2, -2, 5]
    assert column(told, "profit") == [-3, -3, 9]
    assert told.months["returns"].astype(float).tolist() == [-20]


def test_gifts_count_in_volume_not_in_money():
    rows = [["d", "c", "gift", "q", "m"], ["2025-01-01", "A", "是", "2", "10"], ["2025-01-01", "A", "否", "3", "30"]]
    told = tell(rows, roles={"date": 1, "customer": 2, "gift": 3, "quantity": 4, "amount": 5}, gifts=("是",))
    assert (column(told, "amount"), column(told, "quantity")) == ([0, 30], [2, 3])


@pytest.mark.parametrize("discounts", [["8", "25"], ["8%", "25%"], ["0.08", "0.25"]])
def test_quantity_times_price_less_discount(discounts):
    rows = [["d", "c", "q", "price", "off"]]
    rows += [["2025-01-01", "A", "3", "$1,001.18", discounts[0]], ["2025-01-01", "A", "2", "10", discounts[1]]]
    told = tell(rows, roles={"date": 1, "customer": 2, "quantity": 3, "unit_price": 4, "discount": 5})
    assert column(told, "amount") == [2763.2568, 15]


def test_a_blank_amount_is_computed_where_price_and_quantity_stand():
    rows = [["d", "c", "q", "price", "m"], ["2025-01-01", "A", "3", "2", ""], ["2025-01-01", "A", "3", "2", "5"]]
    told = tell(rows, roles={"date": 1, "customer": 2, "quantity": 3, "unit_price": 4, "amount": 5})
    assert column(told, "amount") == [6, 5]


def test_large_products_do_not_overflow():
    rows = [["d", "c", "q", "price"], ["2025-01-01", "A", "1000000", "99999999.99"], ["2025-01-01", "A", "1e9", "1e9"]]
    told = tell(rows, roles={"date": 1, "customer": 2, "quantity": 3, "unit_price": 4})
    assert column(told, "amount") == [99999999990000]
    assert told.reasons() == {"amount_too_large": 1}


def test_profit_from_a_cost_each_or_whole():
    head = ["d", "c", "q", "m", "成本"]
    roles = {"date": 1, "customer": 2, "quantity": 3, "amount": 4, "cost": 5}
    day = "2025-01-01"
    each = [head, [day, "A", "2", "20", "6"], [day, "A", "5", "50", "6.1"], [day, "A", "9", "90", "6"]]
    assert column(tell(each, roles=roles), "profit") == [8, 19.5, 36]
    whole = [head, [day, "A", "2", "20", "12"], [day, "A", "5", "50", "31"], [day, "A", "9", "90", "54"]]
    assert column(tell(whole, roles=roles), "profit") == [8, 19, 36]


def test_more_than_four_decimals_are_rounded_at_the_end_and_said():
    rows = [["d", "c", "m"], *[["2025-01-01", "A", "0.00004"] for _ in range(200)]]
    told = tell(rows, roles={"date": 1, "customer": 2, "amount": 3})
    assert told.lines["amount"].sum() == Decimal(0)
    assert "rounded" in told.codes()


def test_decimal_comma():
    rows = [["d", "c", "m"], ["2025-01-01", "A", "1.234,56"], ["2025-01-01", "A", "-12,5"], ["2025-01-01", "A", "7"]]
    told = tell(
        rows,
        roles={"date": 1, "customer": 2, "amount": 3},
        decimal=",",
    )
    assert column(told, "amount") == [1234.56, -12.5, 7]


@pytest.mark.parametrize(
    ("units", "spec", "expected"),
    [
        ({"箱", "瓶"}, "1×24", ("箱", "瓶", 24)),
        ({"箱", "瓶"}, "500ml*24", ("箱", "瓶", 24)),
        ({"箱", "瓶"}, "24瓶/箱", ("箱", "瓶", 24)),
        ({"Case", "btl"}, "12 btl/case", ("Case", "btl", 12)),
        ({"箱", "瓶"}, "6*4*330ML", ("箱", "瓶", 24)),
        ({"箱", "瓶"}, "500ml", None),
        ({"袋", "瓶"}, "1*24", None),
        ({"箱", "盒"}, "24瓶/箱", None),
    ],
)
def test_a_spec_says_how_many_a_case_holds(units, spec, expected):
    assert between(units, spec) == expected


def test_cases_are_counted_in_bottles_where_the_spec_says_so():
    head = ["d", "c", "p", "spec", "unit", "q", "m"]
    rows = [
        head,
        ["2025-01-01", "A", "Cola", "1*24", "箱", "2", "96"],
        ["2025-01-01", "A", "Cola", "1*24", "瓶", "5", "15"],
    ]
    rows += [["2025-01-01", "A", "Tea", "1*12", "箱", "1", "30"]]
    roles = {"date": 1, "customer": 2, "product_name": 3, "spec": 4, "unit": 5, "quantity": 6, "amount": 7}
    told = tell(rows, roles=roles)
    assert column(told, "quantity") == [48, 5, 1]
    assert told.lines.sort_values("line")["unit"].tolist() == ["瓶", "瓶", "箱"]
    assert told.account.units == ("瓶", "箱")
    assert "units_converted" in told.codes()
