"""Movement: the matrix adds up, nobody who left is dropped, and each list is what pure Python makes of it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kam_core.analysis.cut import Cut, HandPick, Rule
from kam_core.analysis.movement.lines import compare, movement
from kam_core.analysis.movement.matrix import STANDS, Movement, Stand
from kam_core.analysis.movement.periods import (
    Months,
    Pair,
    first_complete,
    months,
    previous_quarter,
    uncovered,
    year_before,
)
from kam_core.analysis.pareto import draw
from kam_core.analysis.scope import Scope
from kam_core.errors import BadScope
from kam_core.schema import Measure
from tests.small_sales import About, SmallSales, ranking_of, row, small_sales

patient = settings(deadline=None)  # a busy machine is no defect
BEFORE, AFTER = Months("2025-01", "2025-03"), Months("2025-04", "2025-06")
Q1 = {"A": 500, "B": 300, "C": 200, "D": 50, "E": 40}
Q2 = {"A": 450, "C": 350, "D": 60, "F": 400, "G": 10}


def quarters(folder: Path) -> SmallSales:
    """B and E leave, F and G are new; two quarters."""
    rows = [row(name, "2025-02-10", value) for name, value in Q1.items()]
    return small_sales(folder, rows + [row(name, "2025-05-10", value) for name, value in Q2.items()])


def named(found: Movement, at: Any) -> list[str]:
    return [str(customer) for customer in found.customers[at]]


def test_by_hand(tmp_path: Path) -> None:
    found = movement(quarters(tmp_path), Scope(), Cut(Rule.COUNT, Decimal(2)), BEFORE, AFTER)
    # key before: A 500, B 300; after: A 450, F 400
    assert (named(found, found.entered), named(found, found.left), named(found, found.stayed)) == (["F"], ["B"], ["A"])
    assert (named(found, found.new), named(found, found.gone)) == (["F", "G"], ["B", "E"])
    assert (named(found, found.rises), named(found, found.falls)) == (["F", "C", "D", "G"], ["B", "A", "E"])
    assert found.net == 400 - 300 and found.stayed_change == -50
    cells = {
        (cell.before.value, cell.after.value): (cell.customers, int(cell.money_before), int(cell.money_after))
        for line in found.matrix
        for cell in line
        if cell.customers
    }
    assert cells == {
        ("key", "key"): (1, 500, 450),
        ("key", "none"): (1, 300, 0),
        ("other", "other"): (2, 250, 410),
        ("other", "none"): (1, 40, 0),
        ("none", "key"): (1, 0, 400),
        ("none", "other"): (1, 0, 10),
    }
    assert found.finding.say("zh") == "1 家新进线、1 家掉出线，净 +100；留在线上的 1 家 -50；最大一家占 35.4%。"
    assert found.finding.say("en").startswith("1 entered and 1 dropped out, net +100")


def test_a_customer_that_left_keeps_its_name_money_and_rank(tmp_path: Path) -> None:
    found = movement(quarters(tmp_path), Scope(), Cut(Rule.COUNT, Decimal(2)), BEFORE, AFTER)
    at = named(found, slice(None)).index("B")
    assert (found.was[at], found.now[at]) == (3_000_000, 0)
    assert (found.rank_before[at], found.rank_after[at]) == (1, -1)
    assert (STANDS[found.stood[at]], STANDS[found.stands[at]]) == (Stand.KEY, Stand.NONE)


def test_a_list_that_was_frozen_stays_what_it_was(tmp_path: Path) -> None:
    """The upload in which the quarter was first complete says who was above the line then."""
    then = small_sales(tmp_path / "then", [row(name, "2025-02-10", value) for name, value in Q1.items()])
    corrected = [row(name, "2025-02-10", value) for name, value in (Q1 | {"E": 900}).items()]
    now = small_sales(tmp_path / "now", corrected + [row(name, "2025-05-10", value) for name, value in Q2.items()])
    cut = Cut(Rule.COUNT, Decimal(2))
    rewritten = movement(now, Scope(), cut, BEFORE, AFTER)
    frozen = movement(now, Scope(), cut, BEFORE, AFTER, known=then)
    assert rewritten.before.key_customers.tolist() == ["E", "A"]
    assert frozen.before.key_customers.tolist() == ["A", "B"]


def test_names_pinned_by_hand_stand_above_the_line(tmp_path: Path) -> None:
    cut = Cut(Rule.COUNT, Decimal(1), (HandPick("E", True, "", ""), HandPick("A", False, "", "")))
    found = movement(quarters(tmp_path), Scope(), cut, BEFORE, AFTER)
    assert (named(found, found.left), named(found, found.entered)) == (["E"], [])


def test_nobody_moves_and_nobody_is_there(tmp_path: Path) -> None:
    sales = quarters(tmp_path)
    still = movement(sales, Scope(), Cut(Rule.COUNT, Decimal(2)), BEFORE, BEFORE)
    assert still.finding.code == "movement_still" and still.net == still.stayed_change == 0
    assert still.finding.say("zh") == "没有客户进线或掉出线；线上的 2 家 0；最大一家占 45.9%。"
    empty = compare(draw(ranking_of({}), Cut()), draw(ranking_of({}), Cut()))
    assert empty.n == 0 and empty.finding.code == "nobody"
    assert [cell.customers for line in empty.matrix for cell in line] == [0] * 9


values = st.dictionaries(st.sampled_from([f"C{i}" for i in range(12)]), st.integers(-50, 500) | st.just(10**16))


@patient
@given(values, values, st.integers(0, 8))
def test_rows_and_columns_add_up_to_both_periods(old: dict[str, int], new: dict[str, int], k: int) -> None:
    cut = Cut(Rule.COUNT, Decimal(k))
    before, after = draw(ranking_of(old), cut), draw(ranking_of(new), cut)
    found = compare(before, after)
    assert sorted(found.customers.tolist()) == sorted({*old, *new})
    key, other, none = range(3)
    row_counts = [sum(cell.customers for cell in line) for line in found.matrix]
    column_counts = [sum(line[at].customers for line in found.matrix) for at in range(3)]
    assert row_counts == [before.key_accounts, before.n - before.key_accounts, len({*new} - {*old})]
    assert column_counts == [after.key_accounts, after.n - after.key_accounts, len({*old} - {*new})]
    assert [sum(cell.money_before for cell in found.matrix[at]) for at in (key, other)] == [
        before.key_total,
        before.total - before.key_total,
    ]
    assert [sum(line[at].money_after for line in found.matrix) for at in (key, other)] == [
        after.key_total,
        after.total - after.key_total,
    ]
    assert sum(cell.money_before for cell in found.matrix[none]) == 0
    assert sum(line[none].money_after for line in found.matrix) == 0
    assert found.matrix[none][none].customers == 0
    assert found.net + found.stayed_change == after.key_total - before.key_total


@patient
@given(values, values, st.integers(0, 8))
def test_each_list_is_what_the_sets_say(old: dict[str, int], new: dict[str, int], k: int) -> None:
    def key(side: dict[str, int]) -> list[str]:
        return sorted(side, key=lambda c: (-side[c], c))[:k]

    found = compare(*(draw(ranking_of(side), Cut(Rule.COUNT, Decimal(k))) for side in (old, new)))
    assert named(found, found.entered) == [c for c in key(new) if c not in key(old)]
    assert named(found, found.left) == [c for c in key(old) if c not in key(new)]
    assert named(found, found.stayed) == [c for c in key(new) if c in key(old)]
    assert named(found, found.new) == [c for c in sorted(new, key=lambda c: (-new[c], c)) if c not in old]
    assert named(found, found.gone) == [c for c in sorted(old, key=lambda c: (-old[c], c)) if c not in new]
    change = {c: new.get(c, 0) - old.get(c, 0) for c in {*old, *new}}
    assert named(found, found.rises) == sorted((c for c in change if change[c] > 0), key=lambda c: (-change[c], c))
    assert named(found, found.falls) == sorted((c for c in change if change[c] < 0), key=lambda c: (change[c], c))


def test_periods() -> None:
    def about(first: str | None, last: str | None) -> About:
        return About(first, last, last, None)  # type: ignore[arg-type]

    long = about("2024-01", "2025-11")
    assert previous_quarter(long) == Pair(Months("2025-06", "2025-08"), Months("2025-09", "2025-11"))
    assert year_before(long) == Pair(Months("2024-09", "2024-11"), Months("2025-09", "2025-11"))
    assert year_before(about("2024-10", "2025-11")) is None
    assert previous_quarter(about("2025-01", "2025-05")) == Pair(
        Months("2025-02", "2025-03"), Months("2025-04", "2025-05")
    )
    assert previous_quarter(about("2025-01", "2025-01")) is previous_quarter(about(None, None)) is None
    assert uncovered(long, Months("2023-12", "2024-01")) == ("2023-12",)
    assert uncovered(about(None, None), Months("2024-01", "2024-02")) == ("2024-01", "2024-02")
    uploads = [(3, about("2024-01", "2025-09")), (1, about("2024-01", "2025-06")), (2, about("2024-01", "2025-08"))]
    assert first_complete(uploads, Months("2025-06", "2025-08")) == 2
    assert first_complete(uploads, Months("2025-10", "2025-10")) is None


def test_a_period_in_words() -> None:
    assert months("2025-01:2025-03") == Months("2025-01", "2025-03") and months(" 2025-02 ") == Months(
        "2025-02", "2025-02"
    )
    assert str(Months("2025-01", "2025-03")) == "2025-01:2025-03"
    for wrong, code in (("2025", "bad_period"), ("2025-01:", "bad_period"), ("2025-03:2025-01", "period_backwards")):
        with pytest.raises(BadScope) as error:
            months(wrong)
        assert error.value.code == code


def test_a_period_without_sales_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadScope) as error:
        movement(quarters(tmp_path), Scope(Measure.AMOUNT), Cut(), Months("2019-01", "2019-03"), AFTER)
    assert error.value.code == "outside_period"
