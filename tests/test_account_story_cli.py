"""`account` on the command line: by id and by name, with stock and without; a name nobody bears."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kam_core.cli import main
from tests.season import flat, new_year, sales

STOCK = "date,customer code,product code,unit,on hand\n2025-12-20,C1,P1,case,1400\n"


@pytest.fixture(autouse=True)
def _store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAM_DATA_DIR", str(tmp_path / "store"))
    monkeypatch.setattr("kam_core.command.limits.set_limits", lambda: None)


@pytest.fixture
def sold(tmp_path: Path) -> Path:
    file = tmp_path / "sales.csv"
    file.write_text(sales([("C1", "P1", "case", new_year), ("C2", "P1", "case", flat), ("C3", "P2", "case", flat)]))
    return file


@pytest.fixture
def ask(sold: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def asked(*words: object, status: int = 0) -> Any:
        said = ("account", sold, *words, "--today", "2025-12-26", "--lang", "en")
        assert main([str(word) for word in said]) == status
        told = capsys.readouterr()
        return told.err if status else json.loads(told.out) if "--json" in words else told.out

    return asked


@pytest.mark.parametrize("who", ["C1", "C1 Ltd"])
def test_by_id_and_by_name(ask: Any, who: str) -> None:
    found = ask(who, "--json", "--from", "2024-12", "--to", "2025-11")
    # 11 x 3,000 + 6,000 pieces at 2 each
    assert (found["customer"], found["rank"], found["customers"], found["value"]) == ("C1", 1, 3, 78_000)
    assert sum(month["value"] for month in found["months"]) == sum(p["value"] for p in found["products"]) == 78_000
    assert found["year_on_year"] == 0 and "level with" in found["finding"]
    assert found["standing"][-1] == {
        "from": "2024-12", "to": "2025-11", "rank": 1, "customers": 3, "value": 78_000,
        "share": pytest.approx(78 / 222), "key": True,
    }  # fmt: skip
    assert found["supply"] is None and found["profit"] is None
    assert found["orders"]["last"] == "2025-12-26"


def test_with_a_stock_file_it_says_when_it_runs_dry(ask: Any, tmp_path: Path) -> None:
    stock = tmp_path / "stock.csv"
    stock.write_text(STOCK)
    found = ask("C1", "--json", "--inventory", stock)
    assert found["supply"]["rows"][0]["run_out"] == "2026-01-02"  # as `supply` has it
    assert "runs dry on 2 Jan" in found["finding"]
    assert "has not reported" in ask("C2", "--json", "--inventory", stock)["finding"]


def test_without_json_it_can_be_read(ask: Any) -> None:
    told = ask("C1")
    assert told.startswith("C1 Ltd is number 1 of 3") and "P1 name" in told


def test_a_name_nobody_bears_names_the_nearest_three_and_exits_with_two(ask: Any) -> None:
    said = ask("C1 Limited", "--json", status=2)
    assert "C1 Limited" in said and said.count(",") >= 2 and "C1 Ltd" in said
    assert "Traceback" not in said


def test_words_that_are_not_understood(ask: Any) -> None:
    assert "CUSTOMER" in ask(status=2)
    assert "150" in ask("C1", "--top", "150", status=2)
