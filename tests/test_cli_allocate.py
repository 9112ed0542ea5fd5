"""`allocate` on a small table: the contract, both languages' headers, and what cannot be used."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kam_core.analysis.supply.allocation import AllocationRule
from kam_core.cli import main
from kam_core.command.flags import ALLOCATION_RULES

BOOK = "customer,daily_demand,on_hand,key\na,10,50,1\nb,50,100,0\nc,15,75,0\n"


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kam_core.command import limits

    monkeypatch.setattr(limits, "set_limits", lambda: None)  # they are for a process of its own
    monkeypatch.setenv("KAM_DATA_DIR", str(tmp_path / "store"))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Write a table, ask, and give status, answer (numbers as Decimals) and messages."""

    def ask(table: str | bytes, *words: str) -> tuple[int, Any, str]:
        (tmp_path / "short.csv").write_bytes(table.encode() if isinstance(table, str) else table)
        status = main(["allocate", "short.csv", *words])
        said = capsys.readouterr()
        answer = said.out
        if "--json" in words and not status:
            answer = json.loads(said.out, parse_float=Decimal, parse_int=Decimal)
        return status, answer, said.err

    return ask


def test_the_rules_of_the_command_line_are_those_of_the_analysis() -> None:
    assert tuple(rule.value for rule in AllocationRule) == ALLOCATION_RULES


def test_equal_run_out_as_contracted(asked: Any) -> None:
    status, answer, err = asked(BOOK, "--available", "500", "--rule", "equal-run-out", "--json")
    assert (status, err) == (0, "")
    assert list(answer) == ["rule", "available", "allocated", "left_over", "rows"]
    assert (answer["rule"], answer["available"], answer["allocated"], answer["left_over"]) == (
        "equal-run-out",
        500,
        500,
        0,
    )
    first = answer["rows"][0]
    assert list(first) == ["customer", "key", "need", "on_hand", "allocated", "fill_rate", "run_out"]
    assert (first["customer"], first["key"], first["need"], first["on_hand"]) == ("a", True, None, 50)
    assert [round(row["allocated"], 1) for row in answer["rows"]] == [Decimal("46.7"), Decimal("383.3"), 70]
    assert {round(row["run_out"], 2) for row in answer["rows"]} == {Decimal("9.67")}


def test_days_make_the_need_and_cases_are_whole(asked: Any) -> None:
    words = ("--available", "500", "--days", "10", "--case", "24", "--json")
    _, answer, _ = asked(BOOK, *words, "--rule", "key-first")
    assert [row["need"] for row in answer["rows"]] == [100, 500, 150]
    assert [row["allocated"] for row in answer["rows"]] == [96, 288, 96]
    assert (answer["allocated"], answer["left_over"]) == (480, 20)
    assert answer["rows"][0]["fill_rate"] == Decimal("0.96")


@pytest.mark.parametrize("floor", ["20%", "20", "0.2", "20％"])
def test_the_floor_moves_its_number(asked: Any, floor: str) -> None:
    words = ("--available", "200", "--days", "10", "--rule", "key-first-floor", "--json")
    _, answer, _ = asked(BOOK, *words, "--floor", floor)
    assert [row["allocated"] for row in answer["rows"]] == [70, 100, 30]
    _, usual, _ = asked(BOOK, *words)
    assert [row["allocated"] for row in usual["rows"]] != [70, 100, 30]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_chinese_headers_and_encodings(asked: Any, encoding: str) -> None:
    table = "客户,日均需求,现有库存,大客户\n华东鸿达,1,0,是\n鲁南宏盛,3,0,否\n合计,4,0,\n"
    status, answer, err = asked(table.encode(encoding), "--available", "8", "--json", "--lang", "zh")
    assert status == 0
    assert [(row["customer"], row["key"], row["allocated"]) for row in answer["rows"]] == [
        ("华东鸿达", True, 2),
        ("鲁南宏盛", False, 6),
    ]
    assert "合计" in err, "what is left out is said"


def test_numbers_as_people_write_them_and_a_title_above(asked: Any) -> None:
    table = "Shortage of June;;\n;;\nDealer;Daily demand;On hand\n007;1,5;0\n8;4,5 箱;1.200,5\n\n"
    status, answer, _ = asked(table, "--available", "6", "--json")
    assert status == 0
    assert [(row["customer"], row["on_hand"], row["allocated"]) for row in answer["rows"]] == [
        ("007", 0, Decimal("1.5")),
        ("8", Decimal("1200.5"), Decimal("4.5")),
    ]


def test_a_table_for_reading(asked: Any) -> None:
    _, out, _ = asked(BOOK, "--available", "500", "--days", "10")
    assert "Of 500, 500 go to 3 customers and 0 are left over; still short of their need: 1." in out
    assert "66.6667" in out and "Fill rate" in out
    _, chinese, _ = asked(BOOK, "--available", "500", "--lang", "zh")
    assert "剩余 0" in chinese and "满足率" in chinese


def test_key_first_without_a_key_account_says_so(asked: Any) -> None:
    status, answer, err = asked(
        "customer,daily_demand,on_hand\na,1,0\n", "--available", "5", "--rule", "key-first", "--json"
    )
    assert (status, answer["allocated"]) == (0, 5)
    assert "key account" in err


ROW = "customer,daily_demand,on_hand,key\nok,1,2,0\n"


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (ROW + "x,many,2,0\n", ("short.csv", "line 3", "'daily_demand'", '"many"')),
        (ROW + "x,1,-2,0\n", ("line 3", "'on_hand'", '"-2"', "from 0")),
        (ROW + "x,1,,0\n", ("line 3", "'on_hand'", "0 where there is none")),
        (ROW + "x,1,2,perhaps\n", ("line 3", "'key'", '"perhaps"')),
        (ROW + ",1,2,0\n", ("line 3", "no customer")),
        (ROW + "ok,3,2,0\n", ("line 2", "line 3", '"ok"')),
        (ROW + "x,1e50,2,0\n", ("line 3", "digits")),
        ("customer,daily_demand,on_hand\n", ("no rows",)),
        ("customer,date,amount\na,2025-01-02,5\n", ("daily_demand", "on_hand")),
        ("customer,daily_demand\na,5\n", ("on_hand",)),
        ("", ("empty",)),
        (b"%PDF-1.7\n", ("PDF",)),
    ],
)
def test_a_table_that_cannot_be_used(asked: Any, table: str | bytes, words: tuple[str, ...]) -> None:
    status, out, err = asked(table, "--available", "5", "--json")
    assert (status, out) == (2, "")
    assert err.count("\n") == 1 and all(word in err for word in words), err


@pytest.mark.parametrize(
    ("flags", "word"),
    [
        ((), "--available"),
        (("--available", "lots"), '"lots"'),
        (("--available", "-5"), '"-5"'),
        (("--available", "0.00001"), "0.00001"),
        (("--available", "1e12"), "1e12"),
        (("--available", "nan"), "nan"),
        (("--available", "5", "--case", "0"), "--case"),
        (("--available", "5", "--days", "0"), "--days"),
        (("--available", "5", "--days", "1.5"), "--days"),
        (("--available", "5", "--rule", "first-come"), "first-come"),
        (("--available", "5", "--floor", "30%"), "key-first-floor"),
        (("--available", "5", "--rule", "key-first-floor", "--floor", "130%"), "130%"),
        (("--available", "5", "--rule", "key-first-floor", "--floor", "some"), "some"),
        (("--available", "5", "--product", "P1"), "--product"),
    ],
)
def test_words_that_cannot_be_used(asked: Any, flags: tuple[str, ...], word: str) -> None:
    status, out, err = asked(BOOK, *flags, "--json")
    assert (status, out) == (2, "")
    assert word in err and err.count("\n") == 1, err


def test_a_dataset_or_nothing_as_source(capsys: pytest.CaptureFixture[str]) -> None:
    for source in ("sample", "nowhere.csv"):
        assert main(["allocate", source, "--available", "5"]) == 2
        assert source in capsys.readouterr().err


QUANTITY = st.decimals(0, 99999, places=4)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(QUANTITY, QUANTITY, st.booleans()), min_size=1, max_size=5),
    st.decimals(0, 99999999999, places=4),
    st.sampled_from(ALLOCATION_RULES),
    st.sampled_from([(), ("--days", "30"), ("--case", "12"), ("--days", "7", "--case", "0.5")]),
)
def test_what_is_printed_adds_up_to_the_last_digit(
    asked: Any, rows: list[tuple[Decimal, Decimal, bool]], available: Decimal, rule: str, more: tuple[str, ...]
) -> None:
    lines = [f"c{at},{demand:f},{held:f},{int(key)}" for at, (demand, held, key) in enumerate(rows)]
    table = "\n".join(["customer,daily_demand,on_hand,key", *lines])
    status, answer, _ = asked(table, "--available", f"{available:f}", "--rule", rule, *more, "--json")
    assert status == 0
    assert answer["allocated"] + answer["left_over"] == answer["available"] == available
    assert sum(row["allocated"] for row in answer["rows"]) == answer["allocated"]
    assert all(
        row["allocated"] >= 0 and (row["need"] is None or row["allocated"] <= row["need"]) for row in answer["rows"]
    )
