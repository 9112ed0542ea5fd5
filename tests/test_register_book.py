"""The register's workbook, read back with another library."""

from __future__ import annotations

import io

import openpyxl
import pytest

from kam_core.analysis.register import compare, handover
from kam_core.report.register_book import register_xlsx
from tests.test_register import NOW, PICKS, cut_of, made


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_three_sheets_and_what_they_were_made_of(lang: str) -> None:
    today = cut_of(NOW, 3, managers=["Li", "", "", "Li", ""])
    content = register_xlsx(compare(made(cut_of(NOW, 2, *PICKS)), today), handover(today), [("Dataset", "d@1")], lang)
    book = openpyxl.load_workbook(io.BytesIO(content))
    listed, compared, handed, about = ([[cell.value for cell in row] for row in sheet] for sheet in book)
    assert [row[1] for row in listed[1:]] == ["A", "E", "B"]
    assert [row[3] for row in listed[1:]] == [500, 100, 400]
    assert listed[3][5] == "insolvent"
    assert [(row[1], row[4], row[5]) for row in compared[1:]] == [
        ("B", 400, None), ("C", 300, None), ("E", 100, 100), ("A", 500, 500),
    ]  # fmt: skip
    assert [(row[1], row[5]) for row in handed[1:]] == [("B", None), ("C", None), ("D", "Li")]
    assert ["Dataset", "d@1"] in about and "Li Wei" in [row[1] for row in about]
    every = "".join(str(cell) for sheet in (listed, compared, handed) for row in sheet for cell in row)
    assert "register." not in every and "place_" not in every


def test_a_name_is_never_a_formula() -> None:
    evil = {"=1+1": 10}
    content = register_xlsx(compare(made(cut_of(evil, 1)), cut_of(evil, 1)), handover(cut_of(evil, 1)), [], "en")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=1+1", "s")
