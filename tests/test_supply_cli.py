"""`supply` on the command line: the contract's keys, the flags that move its numbers, and words it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kam_core.analysis.demand.festival import NEW_YEAR
from kam_core.cli import main
from tests.season import flat, new_year, sales

STOCK = "date,customer code,product code,unit,on hand\n2025-12-20,C1,P1,case,1400\n2025-12-20,C2,P1,case,90000\n"
CONTRACT = {"customer", "product", "on_hand", "in_transit", "forward_cover_months", "backward_cover_months", "run_out",
            "order_by", "peak_from", "peak_to", "peak_need", "gap", "safety_stock", "status"}  # fmt: skip
Words = tuple[object, ...]


@pytest.fixture(autouse=True)
def _store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAM_DATA_DIR", str(tmp_path / "store"))
    monkeypatch.setattr("kam_core.command.limits.set_limits", lambda: None)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Sales of three customers, and the stock of two."""
    sold, stock = tmp_path / "sales.csv", tmp_path / "stock.csv"
    sold.write_text(
        sales([("C1", "P1", "case", new_year), ("C2", "P1", "case", flat), ("C3", "P1", "case", flat)]), "utf-8"
    )
    stock.write_text(STOCK, "utf-8")
    return sold, stock


@pytest.fixture
def asked(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> Any:
    def ask(*words: object, stock: bool = True) -> dict[str, Any]:
        beside = ("--inventory", files[1]) if stock else ()
        said = ("supply", files[0], "--count", "3", *beside, *words, "--json", "--today", "2025-12-26", "--lang", "en")
        assert main([str(word) for word in said]) == 0, capsys.readouterr().err
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    return ask


def test_the_contract(asked: Any) -> None:
    answer = asked()
    assert (answer["as_of"], answer["key_accounts"], answer["source"]) == ("2025-12-26", 3, "sell_in")
    assert answer["unreported"] == ["C3"] and "run dry" in answer["finding"]
    assert [row["customer"] for row in answer["rows"]] == ["C1", "C3", "C2"]  # by days left, then severity
    first, unknown, much = answer["rows"]
    assert first.keys() >= CONTRACT
    # 1,400 - 6 x 96.77 = 819.35; five days of December: 335.48, 193.55 a day: the 2nd of January is not covered
    assert (first["run_out"], first["order_by"], first["status"]) == ("2026-01-02", "2025-11-30", "late")
    assert (first["peak_from"], first["peak_to"]) == ("2026-01", "2026-01")
    assert first["on_hand"] == pytest.approx(819.3548, abs=0.01) and first["stock_age"] == 6
    assert (much["run_out"], much["cover_beyond_horizon"], much["forward_cover_months"]) == (None, True, 15)
    assert {unknown[name] for name in ("on_hand", "run_out", "gap", "order_by", "forward_cover_months")} == {None}
    assert unknown["status"] == "unreported"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("--as-of", "2025-12-21"), "on_hand"),
        (("--lead-time", "5"), "order_by"),
        (("--service-level", "80%"), "safety_stock"),
        (("--peak", "3"), "peak_from"),
    ],
)
def test_flags_move_the_answer(asked: Any, words: Words, name: str) -> None:
    before, after = asked()["rows"][0], asked(*words)["rows"][0]
    assert before["customer"] == after["customer"] == "C1"
    assert before[name] != after[name]


def test_lunar_moves_the_peak(asked: Any, files: tuple[Path, Path]) -> None:
    def festive(month: str) -> int:
        return 6_000 if NEW_YEAR[int(month[:4])].month == int(month[5:]) else 3_000

    files[0].write_text(sales([("C1", "P1", "case", festive), ("C2", "P1", "case", flat)]), "utf-8")
    plain, lunar = asked()["rows"][0], asked("--lunar")["rows"][0]
    assert plain["customer"] == lunar["customer"] == "C1"
    assert plain["gap"] != lunar["gap"]


def test_a_share_may_be_written_three_ways(asked: Any) -> None:
    found = {asked("--service-level", text)["rows"][0]["safety_stock"] for text in ("90%", "90", "0.9")}
    assert len(found) == 1


def test_the_cut_selects(asked: Any) -> None:
    answer = asked("--product", "P1", "--from", "2025-01", "--to", "2025-12")
    assert len(answer["rows"]) == 3
    assert "C1" in {row["customer"] for row in answer["rows"]}


def test_without_stock_progress_answers(asked: Any) -> None:
    answer = asked(stock=False)
    assert len(answer["progress"]) == 3 and answer["progress"][0]["history_months"] == 48
    assert {row["status"] for row in answer["rows"]} == {"unreported"}


@pytest.mark.parametrize(
    "words",
    [("--service-level", "100%"), ("--service-level", "0"), ("--service-level", "0.5%"), ("--lead-time", "x"),
     ("--lead-time", "-3"), ("--lead-time", "2.5"), ("--peak", "0"), ("--horizon", "0"), ("--horizon", "99"),
     ("--inventory", "/nowhere.csv"), ("--as-of", "2001-01-01"), ("--count", "x")],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(
    files: tuple[Path, Path], words: Words, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(word) for word in ("supply", files[0], *words, "--json", "--today", "2025-12-26")]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.strip().count("\n") == 0 and "Traceback" not in err


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_table_to_read(files: tuple[Path, Path], lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("supply", files[0], "--count", "3", "--today", "2025-12-26", "--lang", lang)
    assert main([str(word) for word in (*words, "--inventory", files[1])]) == 0
    out = capsys.readouterr().out
    assert "2026-01-02" in out and ("未报库存" if lang == "zh" else "stock not reported") in out
    assert main([str(word) for word in words]) == 0
    assert ("备货进度" if lang == "zh" else "Pre-season progress") in capsys.readouterr().out
