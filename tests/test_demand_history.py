"""The history against an answer worked out apart from it, in pandas over the same lines."""

from __future__ import annotations

import gzip
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kam_core.analysis.demand.history import By, History, history, last_whole_month, made_of, usual_measure
from kam_core.analysis.months import span
from kam_core.analysis.scope import Scope
from kam_core.errors import BadScope, Mixed
from kam_core.schema import Measure
from tests.small_sales import Row, SmallSales, row, small_sales

QUANTITY = Scope(Measure.QUANTITY)
SAMPLE = Path(__file__).parent.parent / "data" / "sample" / "sales-en.csv.gz"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> SmallSales:
    """Every tenth line of the sample, its returns and free goods among them, and lines without a customer."""
    with gzip.open(SAMPLE, "rt", encoding="utf-8-sig") as file:
        lines = pd.read_csv(file, dtype=str, keep_default_na=False)
    rows = []
    for line in lines[::10].to_dict("records"):
        made = sold(line)
        if made is not None:
            rows.append(made)
    rows.append(row("", "2024-05-05", 5, quantity=5, product="P101"))
    return small_sales(tmp_path_factory.mktemp("sample"), rows, complete="2025-11")


def sold(line: dict[str, str]) -> Row | None:
    """A line of the sample where it is a plain one."""
    try:
        day = date.fromisoformat(line["Date"]).isoformat()
        quantity, amount = (Decimal(line[name].replace(",", "")) for name in ("Quantity", "Amount incl. tax"))
    except (ValueError, ArithmeticError):
        return None
    if not line["Customer code"]:
        return None
    return row(
        line["Customer code"],
        day,
        amount,
        quantity=quantity,
        product=line["Product code"],
        product_name=line["Product name"],
        customer_name=line["Customer name"],
        unit="case",
    )


def frame(book: SmallSales) -> pd.DataFrame:
    lines = pd.DataFrame([r for r in book.rows if r["state"] == "accepted"])
    return lines.assign(quantity=lines["quantity"].astype(float), amount=lines["amount"].astype(float))


@pytest.mark.parametrize("by", By)
@pytest.mark.parametrize("measure", [Measure.QUANTITY, Measure.AMOUNT])
@pytest.mark.parametrize("as_of", [None, date(2024, 6, 30), date(2024, 7, 17)])
def test_history_is_what_pandas_adds_up(book: SmallSales, by: By, measure: Measure, as_of: date | None) -> None:
    found = history(book, Scope(measure), by, as_of)
    lines = frame(book)
    end = as_of or lines["date"].max()
    lines = lines[lines["date"] <= end]
    keys = [key for key in ("customer", "product") if key in by.value.split(",")]
    month = lines["date"].map(lambda d: f"{d:%Y-%m}")
    table = lines.pivot_table(index=keys, columns=month, values=measure.value, aggfunc="sum", fill_value=0.0)
    last = "2025-11" if as_of is None else "2024-06"
    months = span(min(month), last)
    assert found.months == months
    assert found.as_of == end
    named = list(zip(found.customers, found.products)) if len(keys) == 2 else list(getattr(found, keys[0] + "s"))
    assert named == list(table.index)
    assert found.values == pytest.approx(table.reindex(columns=list(months), fill_value=0.0).to_numpy())
    after = [m for m in table.columns if m > last]
    assert found.so_far == pytest.approx(table[after].sum(axis=1).to_numpy())
    for at in range(0, found.n, 17):
        there = np.flatnonzero(found.values[at])
        ends = (there[0], there[-1]) if len(there) else (len(months), -1)
        assert (found.since[at], found.last[at]) == ends


def test_customers_and_filters_restrict_it(book: SmallSales) -> None:
    whole = history(book, QUANTITY, By.BOTH)
    few = history(book, QUANTITY, By.BOTH, customers=["C001", "C017", "nobody"])
    keep = np.isin(whole.customers.astype(str), ["C001", "C017"])
    assert few.values == pytest.approx(whole.values[keep]) and set(few.customers) == {"C001", "C017"}
    assert history(book, QUANTITY, By.BOTH, customers=[]).n == 0
    product = history(book, Scope(Measure.QUANTITY, products=("P101",)), By.CUSTOMER)
    assert product.values.sum() == pytest.approx(whole.values[whole.products == "P101"].sum())
    last_year = history(book, Scope(Measure.QUANTITY, "2025-01", "2025-06"), By.BOTH)
    assert last_year.months == whole.months  # the period of a scope is no limit to seasons


def plain(folder: Path, rows: list[Row], complete: str | None = None) -> SmallSales:
    return small_sales(folder, rows, complete=complete)


def test_an_incomplete_month_is_sold_so_far_and_returns_are_netted(tmp_path: Path) -> None:
    rows = [
        row("A", "2025-01-10", 10, quantity=10),
        row("A", "2025-01-20", -4, quantity=-4),
        row("A", "2025-03-05", 7, quantity=7),
        row("B", "2025-03-09", 9, quantity=9),
    ]
    book = plain(tmp_path, rows, complete="2025-02")
    found = history(book, QUANTITY, By.CUSTOMER)
    assert found.months == ("2025-01", "2025-02") and found.next_month == "2025-03"
    assert found.values.tolist() == [[6, 0], [0, 0]]
    assert found.so_far.tolist() == [7, 9] and found.since.tolist() == [0, 2] and found.last.tolist() == [0, -1]
    earlier = history(book, QUANTITY, By.CUSTOMER, date(2025, 3, 5))
    assert earlier.customers.tolist() == ["A"] and earlier.so_far.tolist() == [7]
    begun = history(book, QUANTITY, By.CUSTOMER, date(2025, 1, 15))
    assert begun.months == () and begun.values.shape == (1, 0) and begun.so_far.tolist() == [10]


def test_what_cannot_be_added_or_does_not_exist_is_refused(tmp_path: Path) -> None:
    mixed = [
        row("A", "2025-01-10", 10, quantity=10, product="p", unit="case"),
        row("A", "2025-01-11", 10, quantity=10, product="q", unit="bottle"),
    ]
    book = plain(tmp_path / "mixed", mixed)
    assert history(book, QUANTITY, By.BOTH).units.tolist() == ["case", "bottle"]
    with pytest.raises(Mixed):
        history(book, QUANTITY, By.CUSTOMER)
    within = plain(tmp_path / "within", [*mixed, row("B", "2025-01-12", 1, quantity=1, product="p", unit="bottle")])
    with pytest.raises(Mixed):
        history(within, QUANTITY, By.PRODUCT)
    with pytest.raises(BadScope, match="2024-12-31"):
        history(book, QUANTITY, By.BOTH, date(2024, 12, 31))
    with pytest.raises(BadScope, match="profit"):
        history(book, Scope(Measure.PROFIT))
    money = plain(tmp_path / "money", [row("A", "2025-01-10", 10)])
    assert usual_measure(money) is Measure.AMOUNT and usual_measure(book) is Measure.QUANTITY
    with pytest.raises(BadScope):
        history(money, QUANTITY)


@pytest.mark.parametrize(
    ("day", "month"), [("2025-01-31", "2025-01"), ("2025-01-30", "2024-12"), ("2024-02-29", "2024-02")]
)
def test_a_month_is_over_on_the_evening_of_its_last_day(day: str, month: str) -> None:
    assert last_whole_month(date.fromisoformat(day)) == month


def test_histories_are_ordered_by_key(book: SmallSales) -> None:
    found: History = history(book, QUANTITY, By.BOTH)
    keys = list(zip(found.customers.tolist(), found.products.tolist()))
    assert keys == sorted(keys) and len(set(keys)) == found.n


def test_a_history_can_be_made_of_any_values() -> None:
    values = np.array([[0.0, 3, 0], [0, 0, 0]])
    keys = np.array(["A", "B"], object)
    made = made_of(
        values,
        ("2025-01", "2025-02", "2025-03"),
        by=By.CUSTOMER,
        measure=Measure.QUANTITY,
        as_of=date(2025, 3, 31),
        customers=keys,
    )
    assert (made.since.tolist(), made.last.tolist(), made.n) == ([1, 3], [1, -1], 2)
    assert made.products.tolist() == ["", ""] and made.so_far.tolist() == [0, 0]
    with pytest.raises(ValueError, match="3 columns for 1 months"):
        made_of(values, ("2025-01",), by=By.CUSTOMER, measure=Measure.QUANTITY, as_of=date(2025, 3, 31))
