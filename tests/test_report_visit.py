"""One account's year by hand: complete months only, the year before, products, and what the data do not reach."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from kam_core.analysis.scope import Scope
from kam_core.analysis.visit import visit
from kam_core.errors import Mixed
from kam_core.schema import Measure
from tests.small_sales import row, small_sales


def test_the_year_by_hand(tmp_path: Path) -> None:
    rows = [
        row("A", "2023-05-09", 100, product="P1", product_name="Water"),
        row("A", "2024-04-02", 30, product="P1", product_name="Water"),
        row("A", "2024-05-03", 200, product="P1", product_name="Water"),
        row("A", "2025-04-04", 50, product="P2", product_name="Tea"),
        row("A", "2025-04-05", -5, product="P1", product_name="Water"),
        row("A", "2025-05-06", 1000, product="P1", product_name="Water"),  # the month is not complete
        row("B", "2025-04-01", 7, product="P1", product_name="Water"),
    ]
    found = visit(small_sales(tmp_path, rows, complete="2025-04"), Scope(first="2020-01", last="2020-02"), "A")
    assert found.months == tuple(f"2024-{m:02d}" for m in range(5, 13)) + tuple(f"2025-{m:02d}" for m in range(1, 5))
    assert (found.now[0], found.now[-1], found.total) == (200, 45, 245)
    assert (found.before[0], found.before[-1], found.total_before) == (100, 30, 130)
    assert found.change == Fraction(245, 130) - 1
    assert [(p.product, p.name, p.now, p.before) for p in found.products] == [
        ("P1", "Water", Decimal(195), Decimal(130)),
        ("P2", "Tea", Decimal(50), Decimal(0)),
    ]


def test_what_the_data_do_not_reach_is_unknown_and_not_nothing(tmp_path: Path) -> None:
    rows = [row("A", f"2024-{m:02d}-01", m) for m in range(3, 13)] + [row("A", "2025-01-01", 9)]
    found = visit(small_sales(tmp_path, rows), Scope(), "A")
    assert found.months[0] == "2024-03" and len(found.months) == 11
    assert found.before == (None,) * 11 and found.total_before is None and found.change is None
    assert found.products[0].before is None


def test_filters_count_and_an_unknown_account_has_bought_nothing(tmp_path: Path) -> None:
    rows = [row("A", "2024-01-01", 5, region="E"), row("A", "2025-01-01", 7, region="W")]
    sales = small_sales(tmp_path, rows)
    assert visit(sales, Scope(regions=("W",)), "A").total == 7
    assert visit(sales, Scope(), "nobody").total == 0


def test_units_are_not_added_in_silence(tmp_path: Path) -> None:
    rows = [row("A", "2025-01-01", 5, quantity=1, unit="x"), row("B", "2025-01-01", 5, quantity=1, unit="y")]
    with pytest.raises(Mixed):
        visit(small_sales(tmp_path, rows), Scope(Measure.QUANTITY), "A")
