"""`--groups FILE`: members of a group count as one in this call; totals stay."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kam_core.cli import main

SALES = """customer code,customer name,product,date,quantity,amount
C1,Hongda Shanghai,P1,2024-01-05,1,100
C2,Hongda Beijing,P1,2024-01-06,2,90
C3,Other,P1,2024-02-06,3,120
"""


@pytest.fixture
def sales(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KAM_DATA_DIR", str(tmp_path / "store"))
    (tmp_path / "sales.csv").write_text(SALES, "utf-8")
    (tmp_path / "groups.csv").write_text("customer,group\nC1,Hongda\nHongda Beijing,Hongda\nnobody,X\n", "utf-8")
    return tmp_path / "sales.csv"


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any, str]:
    code = main(list(words))
    out, err = capsys.readouterr()
    return code, json.loads(out) if out else {}, err


def test_pareto(sales: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ask = ("pareto", str(sales), "--count", "1", "--accounts", "--json", "--lang", "en")
    _, plain, _ = run(capsys, *ask)
    code, merged, told = run(capsys, *ask, "--groups", str(sales.parent / "groups.csv"))
    assert code == 0
    assert (plain["customers"], merged["customers"]) == (3, 2)
    assert plain["total"] == merged["total"] == 310
    assert [(one["customer"], one["name"], one["value"]) for one in merged["accounts"]] == [("g:Hongda", "Hongda", 190)]
    assert "nobody" in told


def test_demand(sales: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, found, _ = run(
        capsys, "demand", str(sales), "--by", "customer", "--json", "--groups", str(sales.parent / "groups.csv")
    )
    assert {one["customer"] for one in found["series"]} == {"g:Hongda", "C3"}


def test_a_stock_file_beside_merged_customers(sales: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stock = sales.parent / "stock.csv"
    stock.write_text("customer code,product,date,on hand\nC1,P1,2024-02-05,5\nC2,P1,2024-02-05,7\n", "utf-8")
    code, found, _ = run(
        capsys, "supply", str(sales), "--inventory", str(stock), "--count", "9", "--as-of", "2024-02-05", "--json",
        "--groups", str(sales.parent / "groups.csv"),
    )  # fmt: skip
    assert code == 0
    assert {row["customer"]: row["on_hand"] for row in found["rows"]} == {"g:Hongda": 12}  # C3 bought nothing before


def test_no_such_list(sales: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, told = run(capsys, "pareto", str(sales), "--groups", str(sales.parent / "gone.csv"))
    assert code == 2 and "gone.csv" in told
