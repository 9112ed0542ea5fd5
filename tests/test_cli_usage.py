"""Words on the command line that cannot be used: exit 2 and one sentence, in the caller's language."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest

from kam_core.analysis.cut import Cut, Rule
from kam_core.cli import main
from kam_core.command import flags, wishes
from kam_core.command.language import chosen
from kam_core.errors import BadCut
from kam_core.schema import Measure

HOUSE_FOLDER = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAM_DATA_DIR", str(tmp_path / "store"))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)


def parsed(*words: str) -> argparse.Namespace:
    return flags.parse(["pareto", "x.csv", *words])


@pytest.mark.parametrize(
    ("words", "cut"),
    [
        ((), Cut(Rule.TOP, Decimal(20))),
        (("--top", "20%"), Cut(Rule.TOP, Decimal(20))),
        (("--top", "12.5"), Cut(Rule.TOP, Decimal("12.5"))),
        (("--reach=80％",), Cut(Rule.REACH, Decimal(80))),
        (("--count", "60"), Cut(Rule.COUNT, Decimal(60))),
        (("--at-least", "400,000"), Cut(Rule.AT_LEAST, Decimal(400000))),
        (("--at-least=-5",), Cut(Rule.AT_LEAST, Decimal(-5))),
    ],
)
def test_the_cut_is_read_exactly(words: tuple[str, ...], cut: Cut) -> None:
    assert wishes.cut(parsed(*words)) == cut


@pytest.mark.parametrize("words", [("--top", "many"), ("--count", "10%"), ("--reach", "nan"), ("--at-least", "inf")])
def test_a_cut_that_is_no_number_is_refused(words: tuple[str, ...]) -> None:
    with pytest.raises(BadCut):
        wishes.cut(parsed(*words))


def test_the_scope_is_all_months_unless_some_are_named() -> None:
    scope = wishes.scope(parsed())
    assert (scope.measure, scope.first, scope.last, scope.regions) == (Measure.AMOUNT, None, None, ())
    scope = wishes.scope(parsed("--region", "NA", "--region", "华东", "--from", "2024-01", "--to", "2024-06"))
    assert (scope.regions, scope.first, scope.last) == (("NA", "华东"), "2024-01", "2024-06")


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["nothing"],
        ["pareto"],
        ["pareto", "no-such-file.csv"],
        ["pareto", "daaaaaaaaaa"],
        ["pareto", "sample@99"],
        ["pareto", "x.csv", "--top", "20%", "--count", "3"],
        ["pareto", "x.csv", "--measure", "weight"],
        ["pareto", "x.csv", "--surprise"],
        ["import"],
        ["import", "no-such-file.csv"],
        ["import", "."],
        ["import", "x.csv", "--map", "customer"],
        ["import", "x.csv", "--map", "boss=Name"],
        ["import", "x.csv", "--map", "customer=A", "--map", "customer=B"],
        ["import", "x.csv", "--table", "inventory"],
        ["import", "x.csv", "--owner", " "],
        ["import", "x.csv", "--dates", "year-first"],
        ["import", "x.csv", "--recipe", "no-such-recipe.json"],
    ],
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_words_that_cannot_be_used_end_in_one_sentence(
    words: list[str], lang: str, capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.csv").write_text("客户,日期,金额\n甲,2025-01-01,1\n", "utf-8")
    monkeypatch.setenv("LANG", "zh_CN.UTF-8" if lang == "zh" else "en_GB.UTF-8")
    monkeypatch.setattr("kam_core.command.limits.set_limits", lambda: None)
    assert main(words) == 2
    out, err = capfd.readouterr()
    assert out == "" and len(err.strip().splitlines()) == 1 and "Traceback" not in err
    assert not (tmp_path / "store" / "datasets").exists() or not list((tmp_path / "store" / "datasets").iterdir())


@pytest.mark.parametrize(
    ("words", "spoken", "lang"),
    [
        (["--lang", "zh"], "en_GB.UTF-8", "zh"),
        (["--lang=en"], "zh_CN.UTF-8", "en"),
        ([], "zh_CN.UTF-8", "zh"),
        ([], "de_DE.UTF-8", "en"),
        (["--lang", "xx"], "C", "en"),
    ],
)
def test_the_language_is_the_flag_s_or_the_environment_s(
    words: list[str], spoken: str, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", spoken)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    assert chosen(words) == lang


def test_what_should_not_happen_is_written_down_and_told_in_one_sentence(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_asked: argparse.Namespace) -> None:
        raise RuntimeError("a screw came loose")

    monkeypatch.setattr("kam_core.command.pareto.run", breaks)
    assert main(["pareto", "x.csv"]) == 2
    out, err = capfd.readouterr()
    (log,) = (tmp_path / "store" / "log").iterdir()
    assert out == "" and str(log) in err and "Traceback" not in err
    assert "a screw came loose" in log.read_text("utf-8")


def test_a_name_on_the_command_line_cannot_steer_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["pareto", "\x1b[31mred\x07\n.csv"]) == 2
    assert "\x1b" not in capfd.readouterr().err


def test_a_call_starts_fast() -> None:
    environment = os.environ | {"PYTHONUTF8": "1"}
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "kam_core", "pareto", "no-such-file.csv"],
        cwd=HOUSE_FOLDER,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2 and time.perf_counter() - started < 5


def test_usage_does_not_wait_for_the_engine() -> None:
    code = "import sys; from kam_core.cli import main; main(['pareto', 'x', '--top']); "
    code += "sys.exit(any(m in sys.modules for m in ('duckdb', 'pyarrow', 'sqlalchemy', 'pandas')))"
    assert subprocess.run([sys.executable, "-c", code], cwd=HOUSE_FOLDER, check=False).returncode == 0
