"""`import` of tables beside the sales from end to end: the contract's keys, recognition, sentences for bad input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kam_core.cli import main
from kam_core.store import Store
from kam_core.store.principal import HOUSE
from kam_core.store.sample import FOLDER
from tests.side_files import SALES

Run = Any
STOCK = "日期,客户编码,产品编码,现有库存\n2025-12-20,C001,P101,12\n2025-12-20,C009,P101,x\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process: (exit status, JSON answer or None, messages)."""
    monkeypatch.setenv("KAM_DATA_DIR", str(tmp_path / "store"))
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.setattr("kam_core.command.limits.set_limits", lambda: None)
    monkeypatch.chdir(tmp_path)

    def runs(*words: str, plain: bool = False) -> tuple[int, Any, str]:
        capfd.readouterr()
        status = main([*words, "--today", "2025-12-26", *([] if plain else ["--json"])])
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return status, out if plain else json.loads(out) if out else None, err

    return runs


@pytest.fixture
def sold(run: Run, tmp_path: Path) -> str:
    (tmp_path / "sales.csv").write_text(SALES, "utf-8")
    return str(run("import", "sales.csv")[1]["dataset"])


def test_stock_answers_as_agreed(run: Run, sold: str, tmp_path: Path) -> None:
    (tmp_path / "库存.csv").write_bytes(STOCK.encode("gb18030"))
    status, answer, _ = run("import", "库存.csv", "--table", "inventory", "--dataset", sold)
    assert status == 0
    warnings = answer.pop("warnings")
    assert answer == {
        "status": "published",
        "dataset": sold,
        "version": 2,
        "table": "inventory",
        "rows": {"read": 2, "accepted": 1, "unassigned": 0, "rejected": 1, "skipped": 0},
        "mapping": {"date": "日期", "customer": "客户编码", "product": "产品编码", "on_hand": "现有库存"},
        "encoding": "gb18030",
        "delimiter": ",",
        "period": ["2025-12", "2025-12"],
        "days": ["2025-12-20", "2025-12-20"],
    }
    assert warnings == []


def test_the_headers_say_which_table_it_is(run: Run, sold: str, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(STOCK, "utf-8")
    assert run("import", "x.csv", "--dataset", sold)[1]["table"] == "inventory"
    (tmp_path / "y.csv").write_text("产品编码,周产能,生产周期\nP101,100,25\n", "utf-8")
    assert run("import", "y.csv", "--dataset", sold, "--ask")[1]["table"] == "supply"


def test_what_belongs_nowhere_is_refused_as_a_sales_file(run: Run, sold: str, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("姓名,电话\n王,123\n李,456\n", "utf-8")
    status, _, said = run("import", "x.csv", "--dataset", sold)
    assert (status, "no sales file" in said) == (2, True)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["x.csv", "--table", "inventory"], "--dataset ID"),
        (["x.csv", "--table", "inventory", "--dataset", "dabcdefghij"], "There is no dataset"),
        (["x.csv", "--table", "targets", "--dataset", "{sold}"], "no column for target"),
        (["gone.csv", "--table", "inventory", "--dataset", "{sold}"], "There is no file"),
        (["x.csv", "--table", "inventory", "--dataset", "{sold}", "--map", "stock=A"], "is no role"),
        (["x.csv", "--table", "inventory", "--dataset", "{sold}", "--map", "on_hand=B"], "has no column 'B'"),
        (["undated.csv", "--table", "inventory", "--dataset", "{sold}"], "--stock-date YYYY-MM-DD"),
        (["undated.csv", "--table", "supply", "--dataset", "{sold}"], "no column for capacity"),
    ],
)
def test_bad_input_is_one_sentence(run: Run, sold: str, tmp_path: Path, words: list[str], says: str) -> None:
    (tmp_path / "x.csv").write_text(STOCK, "utf-8")
    (tmp_path / "undated.csv").write_text("产品编码,现有库存\nP101,12\nP102,3\n", "utf-8")
    status, answer, said = run("import", *(word.format(sold=sold) for word in words))
    assert (status, answer) == (2, None)
    assert says in said
    assert len(said.splitlines()) == 1
    assert Store(tmp_path / "store").open(sold, principal=HOUSE).version == 1


def test_a_missing_day_is_asked_by_the_screen_and_said_by_the_flag(run: Run, sold: str, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("产品编码,现有库存\nP101,12\nP102,3\n", "utf-8")
    (tmp_path / "job").mkdir()
    words = ["import", "x.csv", "--table", "inventory", "--dataset", sold]
    _, asked, _ = run(*words, "--ask", "--job", str(tmp_path / "job"))
    assert (asked["status"], asked["table"]) == ("asks", "inventory")
    assert asked["questions"] == [{"about": "stock_date", "candidates": []}]
    _, made, _ = run(*words, "--stock-date", "2025-12-19")
    assert made["days"] == ["2025-12-19", "2025-12-19"]


def test_a_sales_file_with_a_stock_column_serves_twice(run: Run, tmp_path: Path) -> None:
    text = "日期,客户编码,产品编码,销售数量,金额,现有库存\n2025-12-01,C001,P101,5,50,20\n2025-12-08,C001,P101,6,60,14\n"
    (tmp_path / "sales.csv").write_text(text, "utf-8")
    first = run("import", "sales.csv")[1]
    assert any("现有库存" in warning for warning in first["warnings"])
    second = run("import", "sales.csv", "--table", "inventory", "--dataset", first["dataset"])[1]
    assert second["mapping"] == {"date": "日期", "customer": "客户编码", "product": "产品编码", "on_hand": "现有库存"}
    assert second["rows"]["accepted"] == 2


def test_for_reading_there_is_a_sentence(run: Run, sold: str, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(STOCK, "utf-8")
    _, out, _ = run("import", "x.csv", "--table", "inventory", "--dataset", sold, plain=True)
    assert "as inventory" in out and "2 rows read = 1 accepted" in out


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_sample_imports_whole_without_a_question(run: Run, lang: str) -> None:
    sample = run("import", str(FOLDER / f"sales-{lang}.csv.gz"))[1]["dataset"]
    tables = {
        "inventory": ["inventory", "own-stock", "in-transit"],
        "supply": ["supply", "transport", "closed-days"],
        "customers": ["customers"],
        "products": ["products"],
    }
    rows = {"inventory": 3420 + 40 + 183, "supply": 40 + 7 + 8, "customers": 326, "products": 40}
    for table, names in tables.items():
        files = [str(next(FOLDER.glob(f"{name}-{lang}.csv*"))) for name in names]
        answer = run("import", *files, "--table", table, "--dataset", sample, "--ask")[1]
        assert answer["status"] == "published"
        assert (answer["rows"]["read"], answer["rows"]["accepted"]) == (rows[table], rows[table])
    made = Store(Path("store")).open(sample, principal=HOUSE)
    with made.engine.cursor(made.views) as cursor:
        asked = cursor.sql(
            "SELECT count(DISTINCT customer) FILTER (customer <> ''), sum(on_hand) FILTER (customer = ''), "
            "count(*) FILTER (NOT matched_customer OR NOT matched_product), count(arrival) FROM inventory"
        ).fetchall()
        closed = cursor.sql("SELECT DISTINCT stops FROM supply WHERE closed_from IS NOT NULL ORDER BY stops").fetchall()
    assert asked[0][2:] == (0, 183)
    assert closed == [("production",), ("transport",)]
