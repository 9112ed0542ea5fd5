"""A list of groups as people keep it: pasted or from a file, matched to customers, what is unknown told."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from kam_core.analysis.groups.listed import Listed, listed, pairs_of_file, pasted_pairs
from kam_core.errors import BadInput
from tests.small_sales import row, small_sales

ROWS = [
    row("C1", "2024-01-05", 1, customer_name="Hongda Shanghai"),
    row("C2", "2024-01-05", 1, customer_name="鸿达 北京"),
    row("C3", "2024-01-05", 1, customer_name="Twins"),
    row("C4", "2024-01-05", 1, customer_name="Twins"),
]


def test_pasted_lists_come_in_many_shapes() -> None:
    wanted = [("C1", "Hongda"), ("C2", "Hongda")]
    for text in (
        "C1\tHongda\nC2\tHongda\n",
        "customer\tgroup\nC1\tHongda\nC2\tHongda",
        "客户；集团\nC1；Hongda\n\nC2；Hongda",
        "C1,Hongda\nC2, Hongda ",
        '"C1";"Hongda"\n"C2";"Hongda"',
        "集团\t区域\t客户编码\nHongda\tEast\tC1\nHongda\tEast\tC2",
    ):
        assert pasted_pairs(text) == wanted, text
    assert pasted_pairs("one cell only\nC1\t\n\tHongda") == []
    assert pasted_pairs("C1,Hongda Co., Ltd.") == [("C1", "Hongda Co., Ltd.")]


def test_customers_are_found_by_key_or_name_and_the_rest_is_told(tmp_path: Path) -> None:
    sales = small_sales(tmp_path, ROWS)
    names = [("C1", "H"), ("ＨＯＮＧＤＡ shanghai", "H"), ("鸿达北京", "H"), ("Twins", "T"), ("nobody", "N")]
    found = listed(sales, [*names, ("C3", "U")])
    assert found == Listed({"C1": "H", "C2": "H", "C3": "U", "C4": "T"}, ("nobody",), ("Twins",), ("C3",))
    assert found.groups == 3


def test_files(tmp_path: Path) -> None:
    (tmp_path / "groups.csv").write_bytes("客户名称,集团\n鸿达 北京,鸿达系\nHongda Shanghai,鸿达系\n".encode("gb18030"))
    wanted = [("鸿达 北京", "鸿达系"), ("Hongda Shanghai", "鸿达系")]
    assert pairs_of_file(tmp_path / "groups.csv", "groups.csv") == wanted
    book = openpyxl.Workbook()
    assert book.active is not None
    for line in (["Our groups"], [], ["Group", "Customer"], ["H", "C1"], ["H", "C2"], [None, "C3"]):
        book.active.append(line)
    book.save(tmp_path / "groups.xlsx")
    assert pairs_of_file(tmp_path / "groups.xlsx", "groups.xlsx") == [("C1", "H"), ("C2", "H")]


def test_a_file_without_two_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("customer\nC1\nC2\n", "utf-8")
    with pytest.raises(BadInput) as stopped:
        pairs_of_file(tmp_path / "names.csv", "names.csv")
    assert stopped.value.code == "groups_no_list"
    assert "names.csv" in str(stopped.value)
