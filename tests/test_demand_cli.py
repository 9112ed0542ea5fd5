"""`demand` on the command line: the contract's keys, the flags that move its numbers, and words it refuses."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kam_core.analysis.demand.festival import NEW_YEAR
from kam_core.cli import main

PEAK = {7: 3.0, 8: 2.0}  # two months a year sell more


@pytest.fixture(autouse=True)
def _store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAM_DATA_DIR", str(tmp_path / "store"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Three and a half years of two customers and two products, twice a month; the last month is not over."""
    lines = ["Date,Customer,Product,Quantity,Amount"]
    for month in range(42):
        day = date(2021 + month // 12, month % 12 + 1, 5)
        for customer, product, level in (("A", "tea", 40), ("A", "gift", 10), ("B", "tea", 20)):
            sold = round(level * (1.5 if NEW_YEAR[day.year].month == day.month else PEAK.get(day.month, 1.0)))
            days = (day, day.replace(day=25)) if month < 41 else (day,)
            lines += [f"{each},{customer},{product},{sold},{sold * 3}" for each in days]
    lines.append("2024-06-05,C,tea,5,15")
    path = tmp_path / "sales.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def asked(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, Any]:
    assert main(["demand", *map(str, words), "--json", "--today", "2024-06-10"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_the_contract(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = asked(capsys, file)
    assert (answer["as_of"], answer["measure"]) == ("2024-06-05", "quantity")
    assert [(s["customer"], s["product"]) for s in answer["series"]] == [
        ("A", "gift"), ("A", "tea"), ("B", "tea"), ("C", "tea")
    ]  # fmt: skip
    tea = answer["series"][1]
    assert tea["months"] == ["2024-06", "2024-07", "2024-08", "2024-09", "2024-10", "2024-11"]
    assert tea["history_months"] == 41 and tea["so_far"] == 40
    assert tea["forecast"] == pytest.approx([80, 240, 160, 80, 80, 80], rel=0.05)
    assert all(low <= point <= high for low, point, high in zip(tea["low"], tea["forecast"], tea["high"], strict=True))
    young = answer["series"][3]
    assert (young["method"], young["forecast"], young["history_months"]) == ("none", [], 0)


def test_flags_move_the_answer(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    by_product = asked(capsys, file, "--by", "product", "--horizon", 2)["series"]
    assert [(s["customer"], s["product"]) for s in by_product] == [("", "gift"), ("", "tea")]
    assert by_product[1]["forecast"] == pytest.approx([120, 360], rel=0.05)
    money = asked(capsys, file, "--by", "customer", "--measure", "amount", "--product", "tea")["series"]
    assert money[0]["customer"] == "A" and money[0]["forecast"][1] == pytest.approx(720, rel=0.05)
    earlier = asked(capsys, file, "--as-of", "2023-12-31", "--by", "customer")
    assert earlier["series"][0]["months"][0] == "2024-01" and earlier["series"][0]["so_far"] == 0
    lunar = asked(capsys, file, "--as-of", "2023-12-31", "--by", "customer", "--lunar")
    assert lunar["series"][0]["forecast"] != earlier["series"][0]["forecast"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_table_for_reading(file: Path, capsys: pytest.CaptureFixture[str], lang: str) -> None:
    assert main(["demand", str(file), "--lang", lang, "--today", "2024-06-10"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "2024-06" in lines[0] and "2024-11" in lines[0]
    assert lines[3].split()[:2] == ["A", "tea"] and len(lines) == 7


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--horizon", "0"), "0 months"),
        (("--horizon", "99"), "99 months"),
        (("--as-of", "2019-01-01"), "2019-01-01"),
        (("--as-of", "soon"), "soon"),
        (("--product", "beer"), "beer"),
        (("--by", "region"), "region"),
    ],
)
def test_words_it_cannot_use(file: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str) -> None:
    assert main(["demand", str(file), *words, "--lang", "en", "--today", "2024-06-10"]) == 2
    told = capsys.readouterr()
    assert told.out == "" and said in told.err and len(told.err.splitlines()) == 1
