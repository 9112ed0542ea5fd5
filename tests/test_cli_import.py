"""`import` and `pareto` from end to end: the contract's keys, reuse by content, questions, remembering, stopping."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from kam_core.cli import main
from kam_core.store import Store, importing
from kam_core.store.principal import HOUSE

HOUSE_FOLDER = Path(__file__).parent.parent
SALES = "客户,日期,金额,区域\n" + "".join(
    f"C{n:02d},2025-{month:02d}-{day:02d},{(21 - n) * 100 + month},{'华东' if n % 2 else '华南'}\n"
    for n in range(1, 21)
    for month in (1, 2, 3)
    for day in (3, 17)
)
Run = Any


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process: (exit status, JSON answer or None, messages)."""
    monkeypatch.setenv("KAM_DATA_DIR", str(tmp_path / "store"))
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.setattr("kam_core.command.limits.set_limits", lambda: None)
    monkeypatch.chdir(tmp_path)

    def runs(*words: str) -> tuple[int, Any, str]:
        capfd.readouterr()
        status = main([*words, "--json"])
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return status, json.loads(out) if out else None, err

    return runs


@pytest.fixture
def sales(tmp_path: Path) -> str:
    (tmp_path / "销售.csv").write_bytes(SALES.encode("gb18030"))
    return "销售.csv"


def names(tmp_path: Path) -> list[str]:
    return [info.name for info in Store(tmp_path / "store").datasets(HOUSE)]


def test_import_answers_as_agreed(run: Run, sales: str) -> None:
    status, answer, _ = run("import", sales, "--name", "华东", "--today", "2025-04-02")
    assert status == 0
    assert {"dataset", "version", "rows", "mapping", "encoding", "delimiter", "period", "warnings"} <= answer.keys()
    assert answer["rows"] == {"read": 120, "accepted": 120, "unassigned": 0, "rejected": 0, "skipped": 0}
    assert answer["mapping"] == {"customer": "客户", "date": "日期", "amount": "金额", "region": "区域"}
    assert (answer["encoding"], answer["delimiter"]) == ("gb18030", ",")
    assert (answer["version"], answer["period"]) == (1, ["2025-01", "2025-03"])


def test_pareto_answers_as_agreed(run: Run, sales: str) -> None:
    status, answer, _ = run("pareto", sales, "--accounts")
    total = sum(2 * ((21 - n) * 100 + month) for n in range(1, 21) for month in (1, 2, 3))
    key = sum(2 * ((21 - n) * 100 + month) for n in range(1, 5) for month in (1, 2, 3))
    assert status == 0
    assert (answer["customers"], answer["key_accounts"], answer["total"], answer["key_total"]) == (20, 4, total, key)
    assert answer["share"] == pytest.approx(key / total, abs=1e-12)
    assert (answer["rule"], answer["cut"], answer["measure"]) == ("top", 20, "amount")
    assert answer["rows"]["read"] == answer["rows"]["accepted"] == 120
    first = answer["accounts"][0]
    assert (first["rank"], first["customer"], first["value"]) == (1, "C01", 12012)
    assert first["share"] == first["cumulative_share"] == pytest.approx(12012 / total)
    assert len(answer["accounts"]) == 4


def test_a_file_given_to_pareto_is_in_no_list_and_is_read_once(
    run: Run, sales: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, before, _ = run("pareto", sales)
    assert names(tmp_path) == []

    def never(*_words: Any, **_more: Any) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr("kam_core.store.reading.read", never)
    assert run("pareto", sales)[1] == before
    (tmp_path / "copy.csv").write_bytes((tmp_path / sales).read_bytes())
    assert run("pareto", "copy.csv")[1] == before
    assert run("pareto", sales, "--map", "customer=区域")[0] == 2  # other options: read anew, and here that is refused


def test_an_imported_file_is_reused_by_its_content(
    run: Run, sales: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, imported, _ = run("import", sales)
    monkeypatch.setattr(importing, "import_files", None)
    _, by_file, _ = run("pareto", sales)
    _, by_id, _ = run("pareto", imported["dataset"])
    _, by_version, _ = run("pareto", f"{imported['dataset']}@1")
    assert by_file == by_id == by_version
    assert names(tmp_path) == ["销售"]


def test_a_newer_file_becomes_the_next_version(run: Run, sales: str, tmp_path: Path) -> None:
    _, first, _ = run("import", sales)
    with (tmp_path / sales).open("ab") as file:
        file.write("C99,2025-04-01,5,华东\n".encode("gb18030"))
    _, second, _ = run("import", sales, "--dataset", first["dataset"])
    assert (second["dataset"], second["version"]) == (first["dataset"], 2)
    assert run("pareto", first["dataset"])[1]["customers"] == 21
    assert run("pareto", f"{first['dataset']}@1")[1]["customers"] == 20
    assert run("import", sales, "--dataset", "daaaaaaaaaa")[0] == 2
    assert run("pareto", f"{first['dataset']}@3")[0] == 2


def test_filters_and_periods(run: Run, sales: str) -> None:
    assert run("pareto", sales, "--region", "华东")[1]["customers"] == 10
    assert run("pareto", sales, "--from", "2025-02", "--to", "2025-02")[1]["total"] == sum(
        2 * ((21 - n) * 100 + 2) for n in range(1, 21)
    )
    status, answer, err = run("pareto", sales, "--region", "华冬")
    assert status == 2 and answer is None and "华东" in err
    assert run("pareto", sales, "--from", "2030-01")[0] == 2
    assert run("pareto", sales, "--from", "yesterday")[0] == 2
    assert run("pareto", sales, "--measure", "profit")[0] == 2
    assert run("pareto", sales, "--top", "150%")[0] == 2


@pytest.mark.parametrize(
    "header",
    ["门店备注,日期,金额", "客户,说明,金额", "客户,日期,说明"],
)
def test_a_missing_column_is_named_with_the_columns_there_are_and_the_flag(
    run: Run, tmp_path: Path, header: str
) -> None:
    columns = header.split(",")
    cells = {"客户": "甲{n}", "日期": "2025-01-{n:02d}", "金额": "{n}0.5"}
    lines = [",".join(cells.get(column, "好").format(n=n) for column in columns) for n in range(1, 20)]
    (tmp_path / "part.csv").write_text("\n".join([header, *lines]), "utf-8")
    status, _, err = run("import", "part.csv")
    assert status == 2 and "--map" in err and all(column in err for column in columns)
    assert names(tmp_path) == []


def test_two_columns_make_one_customer_and_a_header_with_a_plus_wins(run: Run, tmp_path: Path) -> None:
    lines = [f"{a},{b},x{a},2025-01-0{a},{b}" for a in range(1, 5) for b in range(1, 4)]
    (tmp_path / "two.csv").write_text("\n".join(["省,市,省+市,日期,金额", *lines]), "utf-8")
    assert run("pareto", "two.csv", "--map", "customer=省+市")[1]["customers"] == 4
    (tmp_path / "two.csv").write_text("\n".join(["省,市,别的,日期,金额", *lines]), "utf-8")
    assert run("pareto", "two.csv", "--map", "customer=省+市")[1]["customers"] == 12
    assert run("pareto", "two.csv", "--map", "customer=省+村")[0] == 2


def test_a_confirmed_mapping_is_remembered_for_the_same_header(run: Run, tmp_path: Path) -> None:
    head = "往来单位,部门,日期,金额\n"
    (tmp_path / "one.csv").write_text(head + "".join(f"甲{n},乙{n % 3},2025-01-{n:02d},5\n" for n in range(1, 29)))
    (tmp_path / "next.csv").write_text(head + "".join(f"甲{n},乙{n % 3},2025-02-{n:02d},5\n" for n in range(1, 29)))
    before = run("pareto", "next.csv")[1]
    assert before["customers"] == 28
    assert run("import", "one.csv", "--map", "customer=部门")[0] == 0
    status, answer, err = run("pareto", "next.csv")
    assert status == 0 and answer["customers"] == 3 and "confirmed" in err


def ask(run: Run, tmp_path: Path, *words: str) -> tuple[int, Any, str]:
    (tmp_path / "store" / "jobs" / "j" / "work").mkdir(parents=True, exist_ok=True)
    return run("import", *words, "--ask", "--job", str(tmp_path / "store" / "jobs" / "j" / "work"))  # type: ignore[no-any-return]


def test_a_sure_file_is_published_without_a_question(run: Run, sales: str, tmp_path: Path) -> None:
    status, answer, _ = ask(run, tmp_path, sales)
    assert (status, answer["status"], answer["version"], answer["questions"]) == (0, "published", 1, [])
    assert names(tmp_path) == ["销售"]


def test_money_without_a_customer_asks_and_is_imported_once_confirmed(run: Run, sales: str, tmp_path: Path) -> None:
    with (tmp_path / sales).open("ab") as file:
        file.write(",2025-03-20,9000,华东\n".encode("gb18030"))
    status, answer, _ = ask(run, tmp_path, sales)
    assert (status, answer["status"]) == (0, "asks")
    assert [question["about"] for question in answer["questions"]] == ["unassigned"]
    assert answer["rows"]["unassigned"] == 1 and answer["money"]["unassigned"] == "9000.0000"
    assert {c["header"]: c["role"] for c in answer["columns"]}["客户"] == "customer"
    assert names(tmp_path) == []
    work = tmp_path / "store" / "jobs" / "j" / "work"
    assert (work / "understanding.json").exists() and list((work / "records").rglob("*.parquet"))
    recipe = tmp_path / "recipe.json"
    recipe.write_text(json.dumps(answer["recipe"] | {"accepted": ["total"]}), "utf-8")
    assert ask(run, tmp_path, sales, "--recipe", str(recipe))[1]["status"] == "asks"
    recipe.write_text(json.dumps(answer["recipe"] | {"accepted": ["unassigned"]}), "utf-8")
    assert ask(run, tmp_path, sales, "--recipe", str(recipe))[1]["status"] == "published"
    status, _, err = run("pareto", sales)
    assert status == 0 and "9,000.00" in err


def test_a_failure_of_a_job_is_a_code_with_facts(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_bytes(b"")
    status, answer, err = ask(run, tmp_path, "empty.csv")
    said = json.loads(err.strip().splitlines()[-1])
    assert status == 2 and answer is None and said["error"] and isinstance(said["facts"], dict)


def test_progress_is_written_as_lines_that_never_go_back(run: Run, sales: str, tmp_path: Path) -> None:
    assert run("import", sales, "--progress-json", "progress.jsonl")[0] == 0
    lines = [json.loads(line) for line in (tmp_path / "progress.jsonl").read_text().splitlines()]
    done = [line["done"] for line in lines]
    assert done == sorted(done) and done[-1] == 1.0
    assert [line["step"] for line in lines][-1] == "publish"


@pytest.mark.usefixtures("run")
def test_for_reading_there_is_a_sentence_and_a_table(sales: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["pareto", sales, "--lang", "en"]) == 0
    out = capfd.readouterr().out
    assert "4 of 20 customers" in out and "C01" in out and "C05" not in out
    assert main(["pareto", sales, "--lang", "zh"]) == 0
    assert "大客户" in capfd.readouterr().out
    assert main(["import", sales]) == 0
    assert "120 rows read" in capfd.readouterr().out


@pytest.mark.parametrize("wait", [0.3, 0.8, 1.3])
def test_a_stopped_import_leaves_nothing_half_done(tmp_path: Path, wait: float) -> None:
    lines = "".join(f"C{n % 5000},2025-01-{n % 28 + 1:02d},{n % 977}.25,R{n % 7}\n" for n in range(600_000))
    (tmp_path / "large.csv").write_text("customer,date,amount,region\n" + lines)
    environment = os.environ | {"KAM_DATA_DIR": str(tmp_path / "store")}
    words = [sys.executable, "-m", "kam_core", "import", str(tmp_path / "large.csv"), "--json"]
    child = subprocess.Popen(
        words, cwd=HOUSE_FOLDER, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    time.sleep(wait)
    child.send_signal(signal.SIGTERM)
    out, err = child.communicate(timeout=60)
    store = Store(tmp_path / "store")
    if child.returncode == 0:  # it was faster
        assert len(store.datasets(HOUSE)) == 1 and json.loads(out)["rows"]["read"] == 600_000
    else:
        assert child.returncode in (2, -signal.SIGTERM) and "Traceback" not in err
        assert store.datasets(HOUSE) == [] and list((tmp_path / "store" / "staging").iterdir()) == []
        assert list((tmp_path / "store" / "datasets").iterdir()) == []


def test_the_limits_end_one_import_with_a_sentence(tmp_path: Path) -> None:
    lines = "".join(f"C{n % 5000},2025-01-{n % 28 + 1:02d},{n % 977}.25\n" for n in range(400_000))
    (tmp_path / "large.csv").write_text("customer,date,amount\n" + lines)
    environment = os.environ | {"KAM_DATA_DIR": str(tmp_path / "store"), "KAM_IMPORT_CPU_SECONDS": "1"}
    words = [sys.executable, "-m", "kam_core", "import", str(tmp_path / "large.csv"), "--json"]
    done = subprocess.run(words, cwd=HOUSE_FOLDER, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        assert done.returncode == 2 and "Traceback" not in done.stderr and "KAM_IMPORT" in done.stderr


def test_the_sample_opens_at_once_and_again(run: Run, tmp_path: Path) -> None:
    status, english, _ = run("pareto", "sample-en")
    assert status == 0 and english["customers"] > 200
    assert run("pareto", "sample-en")[1] == english
    assert [info.id for info in Store(tmp_path / "store").datasets(HOUSE)] == ["sample-en"]
    store = Store(tmp_path / "store")
    store.delete("sample-en", principal=HOUSE)
    assert run("pareto", "sample-en")[1] == english


def test_several_files_are_one_dataset_whatever_the_order_of_their_columns(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("customer,date,amount\nA,2025-01-02,1.5\nB,2025-01-03,2\n")
    (tmp_path / "b.csv").write_text("amount;customer;date\n3,25;A;2025-02-02\n4;C;2025-02-03\n")
    status, answer, _ = run("import", "a.csv", "b.csv", "--name", "both")
    assert status == 0 and answer["rows"]["read"] == answer["rows"]["accepted"] == 4
    _, pareto, _ = run("pareto", answer["dataset"], "--accounts", "--top", "100")
    assert {row["customer"]: row["value"] for row in pareto["accounts"]} == {"A": 4.75, "B": 2, "C": 4}
    kept = Store(tmp_path / "store").uploads(answer["dataset"], principal=HOUSE)
    assert [upload.name for upload in kept] == ["a.csv", "b.csv"]
    assert [upload.path.read_bytes() for upload in kept] == [
        (tmp_path / name).read_bytes() for name in ("a.csv", "b.csv")
    ]


def test_what_must_not_be_added_can_be_chosen(run: Run, tmp_path: Path) -> None:
    (tmp_path / "two.csv").write_text(
        "date,customer,amount,currency,quantity,unit\n"
        "2025-01-02,A,10,USD,1,box\n2025-01-03,B,20,EUR,2,bottle\n2025-02-03,A,5,USD,1,box\n"
    )
    status, _, said = run("pareto", "two.csv")
    assert status == 2 and "USD" in said and "EUR" in said
    assert run("pareto", "two.csv", "--currency", "USD")[1]["total"] == 15
    assert run("pareto", "two.csv", "--measure", "quantity", "--unit", "bottle")[1]["total"] == 2


def test_a_sheet_beside_its_copy_is_asked_about(run: Run, tmp_path: Path) -> None:
    rows = "".join(f"2025-01-{day:02d},C{day % 7},{day * 10}\n" for day in range(1, 29))
    (tmp_path / "twice.csv").write_text("date,customer,amount\n" + rows + rows)
    _, asked, _ = run("import", "twice.csv", "--ask", "--job", str(tmp_path / "job"))
    assert asked["status"] == "asks" and [q["about"] for q in asked["questions"]] == ["doubles"]
    status, answer, said = run("import", "twice.csv")
    assert status == 0 and answer["rows"]["accepted"] == 56
    assert any("more than once" in warning for warning in answer["warnings"]), said
