"""A pasted list is matched, never guessed: by id, by name, by name without spaces, width and case."""

from __future__ import annotations

from pathlib import Path

from kam_core.analysis.pasted import entries, match
from tests.small_sales import row, small_sales


def test_a_list_as_people_paste_it() -> None:
    assert entries('C1\n\n "C2" \r\nC3\tC4；C5\nC1') == ("C1", "C2", "C3", "C4", "C5")


def test_each_entry_by_id_else_by_name(tmp_path: Path) -> None:
    names = {"C1": "Acme Ltd", "C2": "华东（鸿达）", "C3": "Twin", "C4": "Twin", "Twin Co": "another"}
    sales = small_sales(tmp_path, [row(key, "2024-01-01", 1, customer_name=name) for key, name in names.items()])
    found = match(sales, "acme  LTD\n华东(鸿达)\nTwin\nTwin Co\nnobody\nc1\nC1")
    assert [key for key, _ in found.found] == ["C1", "C2", "C3", "C4", "Twin Co"]
    assert found.unknown == ("nobody", "c1")  # an id is never repaired
    assert found.shared == ("Twin",)
