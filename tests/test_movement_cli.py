"""`movement` on the command line: the contract's keys, figures that add up, and words it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kam_core.cli import main

SALES = """date,customer code,customer,region,amount
2025-01-10,C1,Alpha,E,500
2025-02-10,C2,Beta,E,300
2025-03-10,C3,Gamma,W,200
2025-04-10,C1,Alpha,E,450
2025-05-10,C3,Gamma,W,350
2025-06-10,C4,Delta,W,400
"""
QUARTERS = ("--before", "2025-01:2025-03", "--after", "2025-04:2025-06")


@pytest.fixture(autouse=True)
def _store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAM_DATA_DIR", str(tmp_path / "store"))
    monkeypatch.setattr("kam_core.command.limits.set_limits", lambda: None)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "sales.csv"
    path.write_text(SALES, "utf-8")
    return path


def call(file: Path, *words: object) -> int:
    return main([str(word) for word in ("movement", file, *words, "--today", "2025-07-10", "--lang", "en")])


def answer(file: Path, capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, Any]:
    assert call(file, *QUARTERS, *words, "--json") == 0, capsys.readouterr().err
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_the_contract(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(file, capsys, "--count", "2")
    lists = ("entered", "left", "stayed", "new", "gone")
    assert {name: [one["customer"] for one in found[name]] for name in lists} == {
        "entered": ["C4"],
        "left": ["C2"],
        "stayed": ["C1"],
        "new": ["C4"],
        "gone": ["C2"],
    }
    assert found["left"][0] == {
        "customer": "C2",
        "name": "Beta",
        "before": 300,
        "after": None,
        "rank_before": 2,
        "rank_after": None,
        "class_before": "key",
        "class_after": "none",
    }
    assert (found["net"], found["stayed_change"], found["rule"], found["cut"]) == (100, -50, "count", 2)
    assert sum(cell["before"] for cell in found["matrix"]) == 1000
    assert sum(cell["after"] for cell in found["matrix"]) == 1200
    assert found["finding"].startswith("1 entered and 1 dropped out, net +100")


def test_the_scope_narrows_it(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(file, capsys, "--count", "1", "--region", "W")
    assert sum(cell["customers"] for cell in found["matrix"]) == 2
    assert [one["customer"] for one in found["entered"]] == ["C4"]


def test_for_reading(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(file, *QUARTERS, "--count", "2") == 0
    said = capsys.readouterr().out
    assert said.startswith("1 entered and 1 dropped out") and "Beta" in said and "Key account → Did not buy" in said


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        (("--before", "2025-01:2025-03"), "--after"),
        (("--before", "Q1", "--after", "2025-04"), "Q1"),
        (("--before", "2025-03:2025-01", "--after", "2025-04"), "2025-03"),
        (("--before", "2019-01:2019-03", "--after", "2025-04"), "2019-01"),
        ((*QUARTERS, "--from", "2025-01"), "--from"),
        ((*QUARTERS, "--top", "150%"), "150"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_sentence(
    file: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], seen: str
) -> None:
    assert call(file, *words) == 2
    said = capsys.readouterr()
    assert seen in said.err and said.out == "" and "Traceback" not in said.err and len(said.err.splitlines()) == 1
