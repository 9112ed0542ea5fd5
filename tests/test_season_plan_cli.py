"""`allocate` on sales: the contract's keys, the four rules, what moves its numbers, and bad input."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kam_core.cli import main
from kam_core.command.flags import ALLOCATION_RULES
from tests.season_files import season_dataset, write_files

ROW = {"customer", "name", "key", "need", "on_hand", "in_transit", "allocated", "fill_rate", "run_out", "run_out_date",
       "at_risk"}  # fmt: skip


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A store with the maker's dataset: its folder and the dataset's id."""
    folder = tmp_path_factory.mktemp("maker")
    return folder / "store", season_dataset(folder).id


@pytest.fixture
def ask(tmp_path: Path, kept: tuple[Path, str], monkeypatch: pytest.MonkeyPatch, capsys: Any) -> Any:
    """Share out: (status, answer or text, messages). SOURCE is the dataset unless a file is named."""
    monkeypatch.setattr("kam_core.command.limits.set_limits", lambda: None)
    monkeypatch.setenv("KAM_DATA_DIR", str(kept[0]))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.chdir(tmp_path)

    def asks(*words: str, source: str = kept[1], plain: bool = False) -> tuple[int, Any, str]:
        given = ["allocate", source, *words, "--today", "2025-12-02", "--as-of", "2025-11-30"]
        status = main(given if plain else [*given, "--json"])
        said = capsys.readouterr()
        answer = said.out
        if answer and not plain:
            answer = json.loads(said.out, parse_float=Decimal, parse_int=Decimal)
        return status, answer, said.err

    return asks


def test_the_answer_is_as_agreed(ask: Any) -> None:
    status, answer, said = ask("--product", "P1", "--available", "1000", "--count", "1")
    assert status == 0
    assert set(answer) >= {"rule", "available", "allocated", "left_over", "rows"}
    assert (answer["rule"], answer["product"], answer["until"]) == ("proportional", "P1", "2026-01-31")
    assert answer["allocated"] + answer["left_over"] == 1000 == answer["available"]
    assert [set(row) for row in answer["rows"]] == [ROW] * 3
    assert [(row["customer"], row["key"]) for row in answer["rows"]] == [("A", True), ("B", False), ("C", False)]
    silent = answer["rows"][2]
    assert (silent["on_hand"], silent["run_out"], silent["run_out_date"]) == (None, None, None)
    assert "1 of 3 customers have not reported" in said


@pytest.mark.parametrize("rule", ALLOCATION_RULES)
def test_every_rule_adds_up_and_all_are_compared(ask: Any, rule: str) -> None:
    _, answer, _ = ask("--product", "P1", "--available", "1000.5", "--count", "1", "--rule", rule)
    assert [each["rule"] for each in answer["compare"]] == list(ALLOCATION_RULES)
    for each in answer["compare"]:
        assert each["allocated"] + each["left_over"] == Decimal("1000.5")
        assert each["key"]["allocated"] + each["others"]["allocated"] == each["allocated"]
    mine = next(each for each in answer["compare"] if each["rule"] == rule)
    assert mine["allocated"] == answer["allocated"] == sum(row["allocated"] for row in answer["rows"])
    assert all(row["allocated"] % 12 == 0 for row in answer["rows"]), "the case of the supply table"


def test_the_case_the_cut_the_days_and_the_settings_move_their_numbers(ask: Any) -> None:
    usual = ask("--product", "P1", "--available", "1000", "--count", "1", "--rule", "key-first")[1]
    cases = ask("--product", "P1", "--available", "1000", "--count", "1", "--rule", "key-first", "--case", "50")[1]
    assert all(row["allocated"] % 50 == 0 for row in cases["rows"])
    both = ask("--product", "P1", "--available", "1000", "--count", "2", "--rule", "key-first")[1]
    assert both["rows"][1]["key"] and both["rows"] != usual["rows"]
    days = ask("--product", "P1", "--available", "1000", "--days", "31")[1]
    assert days["until"] == "2025-12-31" and days["rows"][0]["need"] < usual["rows"][0]["need"]
    narrow = ask("--product", "P1", "--available", "1000", "--peak", "9")
    assert narrow[0] == 2 and "--days" in narrow[2]


def test_without_a_figure_the_supply_table_says_what_there_is(ask: Any) -> None:
    assert ask("--product", "P1")[1]["available"] == 1400
    assert ask("--product", "=Water")[1]["available"] == 1400, "a product may be named"
    more = ask("--product", "P1", "--open-all-days")[1]["available"]
    assert more == 1440, "two days of holiday make 40"


def test_a_sales_file_with_a_stock_file(ask: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAM_DATA_DIR", str(tmp_path / "empty"))
    write_files(tmp_path)
    words = ("--product", "P1", "--available", "500", "--count", "1", "--inventory", "inventory.csv")
    status, answer, _ = ask(*words, source="sales.csv")
    assert status == 0
    assert [row["on_hand"] is None for row in answer["rows"]] == [False, False, True]
    _, bare, _ = ask(*words[:-2], source="sales.csv")
    assert all(row["on_hand"] is None for row in bare["rows"]), "unreported is not zero"


@pytest.mark.parametrize(
    ("lang", "words"), [("en", ("Key accounts first", "Money at risk")), ("zh", ("大客户优先", "满足率"))]
)
def test_a_table_for_reading(ask: Any, lang: str, words: tuple[str, ...]) -> None:
    status, out, _ = ask("--product", "P1", "--available", "600", "--count", "1", "--lang", lang, plain=True)
    assert status == 0 and all(word in out for word in words)
    assert "A Trading" in out and "2026-01-31" in out


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_split_is_written(ask: Any, tmp_path: Path, kind: str) -> None:
    words = ("--product", "P1", "--available", "600", "--rule", "key-first", "--count", "1")
    _, answer, _ = ask(*words, "--out", f"split.{kind}")
    content = (tmp_path / f"split.{kind}").read_bytes()
    given = [row["allocated"] for row in answer["rows"]]
    if kind == "csv":
        lines = content.decode("utf-8-sig").splitlines()[1:]
        assert [Decimal(line.split(",")[7]) for line in lines] == given
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        assert [row[7] for row in list(sheet.iter_rows(values_only=True))[1:]] == given


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "--product"),
        (("--product", "P1", "--product", "P2"), "one product"),
        (("--product", "P9", "--available", "5"), '"P9"'),
        (("--product", "P2", "--available", "5"), "No season was found for Syrup"),
        (("--product", "P1", "--days", "3000", "--available", "5"), "beyond the forecast"),
        (("--product", "P1", "--available", "5", "--inventory", "gone.csv"), "gone.csv"),
        (("--product", "P1", "--available", "5", "--out", "split.doc"), "split.doc"),
        (("--product", "P1", "--available", "5", "--top", "x"), '"x"'),
    ],
)
def test_bad_input_is_one_sentence(ask: Any, words: tuple[str, ...], says: str) -> None:
    status, out, said = ask(*words)
    assert (status, out) == (2, "")
    assert says in said.splitlines()[-1] and "Traceback" not in said


def test_nothing_is_known_to_share_out(ask: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAM_DATA_DIR", str(tmp_path / "empty"))
    write_files(tmp_path)
    status, _, said = ask("--product", "P1", source="sales.csv")
    assert status == 2 and "--available" in said
