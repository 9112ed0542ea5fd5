"""The ranked table and its exports: complete, typed, and text that stays text."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest

from kam_core.analysis.cut import Cut, HandPick, Rule
from kam_core.analysis.pareto import draw
from kam_core.analysis.ranking import rank
from kam_core.analysis.scope import Scope
from kam_core.analysis.year_on_year import year_on_year
from kam_core.engine import Engine
from kam_core.report import rejects, xlsx
from kam_core.report.csv import to_csv
from kam_core.report.statement import statement
from kam_core.report.table import COLUMNS, ranked_table, selected
from kam_core.schema import REJECTS
from tests.small_sales import ranking_of, row, small_sales, write

HEADERS = {name: f"<{name}>" for name in COLUMNS}
WORDS = {"class": {"key": "大客户", "other": "其他客户"}, "mark": {"pinned": "指定", "excluded": "剔除"}}
HOSTILE = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-5",
    "@SUM(A1)",
    "\tx",
    "＝1",
    'a"b,c\nd',
    "<b>名</b>",
    "🙂",
    "x" * 500,
    "007",
]


def table_of(values: dict[str, Any], cut: Cut | None = None, **columns: list[str]) -> pa.Table:
    return ranked_table(draw(ranking_of(values, **columns), cut or Cut()))


def parsed(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_table_by_hand(tmp_path: Path) -> None:
    rows = [
        row("A", "2023-05-01", 50, customer_name="Anna", customer_type="dealer", region="W"),
        row("A", "2024-05-01", 60, customer_name="Anna", customer_type="dealer", region="W"),
        row("B", "2024-05-01", 30, region="E"),
        row("C", "2024-05-01", "10.5", region="E"),
        row("D", "2024-05-01", "-0.5", region="E"),
    ]
    sales = small_sales(tmp_path, rows)
    cut = Cut(Rule.COUNT, Decimal(1), (HandPick("C", True, "by decree", "boss"),))
    ranking = rank(sales, Scope(first="2024-05", last="2024-05"))
    pareto = draw(ranking, cut)
    table = ranked_table(pareto, draw(ranking, Cut(Rule.COUNT, Decimal(2))), year_on_year(sales, ranking))
    assert {f.name: f.type for f in table.schema} == COLUMNS
    first, second, third, last = table.to_pylist()
    assert first == {
        "rank": 1,
        "customer": "A",
        "name": "Anna",
        "customer_type": "dealer",
        "region": "W",
        "value": Decimal(60),
        "share": pytest.approx(0.6),
        "cumulative_share": pytest.approx(0.6),
        "year_on_year": pytest.approx(0.2),
        "class": "key",
        "firm_wide_class": "key",
        "mark": "",
        "reason": "",
        "who": "",
    }
    assert (second["class"], second["firm_wide_class"], second["year_on_year"]) == ("other", "key", None)
    assert (third["class"], third["mark"], third["reason"], third["who"]) == ("key", "pinned", "by decree", "boss")
    assert third["cumulative_share"] == pytest.approx(1.005) and last["cumulative_share"] == pytest.approx(1)
    assert last["value"] == Decimal("-0.5")


def test_without_a_positive_total_shares_are_empty() -> None:
    table = table_of({"A": 0, "B": -3})
    assert table["share"].null_count == 2 and table["value"].to_pylist() == [0, -3]
    assert table_of({}).num_rows == 0
    assert len(parsed(to_csv(table_of({}), HEADERS, WORDS))) == 1


def test_values_beyond_int64_stay_exact_in_the_table() -> None:
    assert table_of({"A": 10**20, "B": 1})["value"].to_pylist() == [10**20, 1]


def test_rows_of_one_side_and_search() -> None:
    table = table_of({"a1": 9, "A2": 8, "b3": 7}, Cut(Rule.COUNT, Decimal(1)), names=["Łódź", "华东鸿达", "(x"])
    assert selected(table, "key")["customer"].to_pylist() == ["a1"]
    assert selected(table, "other")["customer"].to_pylist() == ["A2", "b3"]
    assert selected(table, search=" a ")["customer"].to_pylist() == ["a1", "A2"]
    assert selected(table, search="鸿达")["rank"].to_pylist() == [2]
    assert selected(table, search="(x")["rank"].to_pylist() == [3]
    assert selected(table, "key", "鸿达").num_rows == 0
    assert selected(table).num_rows == 3


def test_csv_keeps_numbers_numbers_and_text_text() -> None:
    values = {name: 1000 - at for at, name in enumerate(HOSTILE)} | {"neg": "-3.1234"}
    table = table_of(values, names=[*HOSTILE, "neg"])
    header, *lines = parsed(to_csv(table, HEADERS, WORDS))
    assert header == list(HEADERS.values())
    assert len(lines) == len(values)
    for line, name in zip(lines, HOSTILE):
        dangerous = name.startswith(("=", "+", "-", "@", "\t", "＝"))
        assert line[1] == line[2] == (f"'{name}" if dangerous else name)
        assert line[9] in ("大客户", "其他客户")
    assert lines[-1][5] == "-3.1234" and lines[0][5] == "1000.00"


def test_csv_takes_the_columns_asked_for_in_that_order() -> None:
    lines = parsed(to_csv(table_of({"A": 5}), {"value": "销售额", "rank": "名次"}))
    assert lines == [["销售额", "名次"], ["5.00", "1"]]


def test_xlsx_has_typed_cells_and_says_what_it_is() -> None:
    values = {name: 1000 - at for at, name in enumerate(HOSTILE)}
    pareto = draw(ranking_of(values, names=HOSTILE), Cut(hand=(HandPick("007", True),)))
    facts = statement(pareto, "=Name", "d@2", "2025-01-01T00:00:00Z")
    data = xlsx.to_xlsx(ranked_table(pareto), HEADERS, facts, ("排名", "说明"), WORDS)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["排名", "说明"]
    header, *lines = book["排名"].iter_rows()
    assert [cell.value for cell in header] == list(HEADERS.values())
    for line, name in zip(lines, HOSTILE):
        assert line[1].data_type == line[2].data_type == "s" and line[1].value == line[2].value == name
        assert line[1].hyperlink is None
        assert line[5].data_type == "n" and line[5].number_format == "#,##0.00"
    assert len(lines) == len(HOSTILE)
    stated = {line[0].value: line[1].value for line in book["说明"].iter_rows()}
    assert stated["dataset"] == "=Name" and stated["version"] == "d@2" and stated["pinned"] == 1
    assert stated["total"] == sum(values.values()) and stated["rule"] == "top" and stated["cut"] == 0.2


def test_xlsx_goes_on_to_the_next_sheet_where_one_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 2)
    data = xlsx.to_xlsx(table_of({c: 1 for c in "ABCDE"}), {"customer": "c"}, (), ("a", "b"))  # noqa: C420
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell.value for sheet in book.worksheets[:-1] for (cell,) in sheet.iter_rows(min_row=2)]
    assert cells == list("ABCDE") and book.sheetnames == ["a", "a 2", "a 3", "b"]


def test_a_blank_filter_value_is_stated() -> None:
    ranking = ranking_of({"A": 1})
    pareto = draw(type(ranking)(**{**vars(ranking), "scope": Scope(regions=("", "West"), first="2024-01")}), Cut())
    stated = dict(statement(pareto, "n", "a", "c"))
    assert stated["region"] == "–, West" and stated["from"] == "2024-01" and "to" not in stated


@dataclass(frozen=True)
class File:
    file: str
    sheet: str


@dataclass(frozen=True)
class About:
    sources: tuple[File, ...] = (File("销售.xlsx", "一月"), File("b.csv", ""))


@dataclass(frozen=True)
class Imported:
    folder: Path
    engine: Engine
    manifest: About = field(default_factory=About)

    def ask(self, question: str, **parameters: Any) -> pa.Table:
        return self.engine.ask(question, {"rejects": self.folder / "rejects.parquet"}, **parameters)


def test_rejects_name_their_place_in_the_users_file(tmp_path: Path) -> None:
    found = [
        {
            "source": 1,
            "line": 3,
            "state": "rejected",
            "reason": "bad_date",
            "column": "日期",
            "value": "=x",
            "raw": "a | b",
        },
        {"source": 0, "line": 9, "state": "skipped", "reason": "total", "column": "", "value": "", "raw": "合计"},
        {
            "source": 0,
            "line": 2,
            "state": "rejected",
            "reason": "bad_date",
            "column": "日期",
            "value": "31/2",
            "raw": "c",
        },
    ]
    write(tmp_path / "rejects.parquet", REJECTS, found)
    imported: Any = Imported(tmp_path, Engine([tmp_path], memory="256MB", threads=1))
    table = rejects.rejected(imported)
    assert [(r["file"], r["sheet"], r["line"]) for r in table.to_pylist()] == [
        ("销售.xlsx", "一月", 2),
        ("销售.xlsx", "一月", 9),
        ("b.csv", "", 3),
    ]
    assert rejects.rejected(imported, states=("skipped",))["line"].to_pylist() == [9]
    assert rejects.rejected(imported, reason="bad_date", limit=1)["line"].to_pylist() == [2]
    headers = {"file": "文件", "line": "行", "reason": "原因", "value": "原值", "amount": "金额"}
    lines = parsed(rejects.rejects_csv(imported, headers, {"reason": {"bad_date": "日期读不出"}}))
    assert lines[0] == list(headers.values())
    assert lines[-1] == ["b.csv", "3", "日期读不出", "'=x", ""]
