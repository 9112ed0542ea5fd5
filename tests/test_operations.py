"""docs/operations.md says what is: its commands run, its variables and numbers are the ones there are."""

from __future__ import annotations

import configparser
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from streamlit.config import get_config_options

from kam_core.command import flags
from kam_core.errors import BadInput
from kam_core.ingest.reading import limits
from kam_core.store import Store
from kam_ui.web import identity, metrics, share
from tests.stored import publish_small

HOUSE = Path(__file__).parent.parent
PAGE = (HOUSE / "docs" / "operations.md").read_text("utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", PAGE, re.S)
LINES = [line for kind, text in BLOCKS if kind == "sh" for line in text.splitlines()]


def commands() -> list[list[str]]:
    """The words after `python -m kam_core` of every line that has them."""
    lines = [line.replace("$(date +%F)", "2026-01-31") for line in LINES]
    return [shlex.split(line.partition("-m kam_core ")[2]) for line in lines if "-m kam_core " in line]


def test_its_commands_are_understood() -> None:
    assert {words[0] for words in commands()} == {"backup", "restore"}
    for words in commands():
        flags.parse(words)
    with pytest.raises(BadInput):
        flags.parse(["backup"])


def test_backing_up_and_restoring_work_as_written(tmp_path: Path) -> None:
    publish_small(Store(tmp_path / "kam", memory="128MB"))
    (tmp_path / "backup").mkdir()
    written = [line for line in LINES if "-m kam_core " in line][:2]
    assert "backup" in written[0] and "restore" in written[1]
    made = None
    for line in written:
        line = line.replace(".venv/bin/python", sys.executable).replace("/var/lib/", f"{tmp_path}/")
        line = line.replace("/backup/", f"{tmp_path}/backup/").replace("kam-2026-01-31", made or "")
        subprocess.run(["bash", "-c", line], cwd=HOUSE, check=True, capture_output=True)
        made = made or next((tmp_path / "backup").iterdir()).name.removesuffix(".tar.gz")
    assert len(Store(tmp_path / "kam-restored").datasets("house")) == 1


def test_a_secret_made_as_written_is_long_enough() -> None:
    line = next(line for line in LINES if "token_urlsafe" in line)
    made = subprocess.run(["bash", "-c", line], check=True, capture_output=True, text=True).stdout.strip()
    assert len(made) >= 32


def test_it_names_every_variable_there_is() -> None:
    code = [*(HOUSE / "kam_core").rglob("*.py"), *(HOUSE / "kam_ui").rglob("*.py"), HOUSE / ".ci" / "audit"]
    read = {name for path in code for name in re.findall(r"\bKAM_[A-Z_]+[A-Z]\b", path.read_text("utf-8"))}
    assert read == set(re.findall(r"\bKAM_[A-Z_]+[A-Z]\b", PAGE))


def test_its_numbers_are_the_ones_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kam_ui import resources

    monkeypatch.setattr(resources, "store", lambda: Store(tmp_path, memory="128MB"))
    text = metrics.generate_latest(metrics.REGISTRY).decode()
    told = {family.name for family in text_string_to_metric_families(text)}
    named = set(re.findall(r"`(kam_[a-z_]+)", PAGE)) - {"kam_core", "kam_workspace"}  # a module, a cookie
    assert {name.removesuffix("_total") for name in named} == told


def test_its_limits_are_the_ones_in_force() -> None:
    settings = tomllib.loads((HOUSE / ".streamlit" / "config.toml").read_text("utf-8"))
    assert f"in the browser: {settings['server']['maxUploadSize']} MB" in PAGE
    said = " ".join(PAGE.split())
    assert (
        f"at most {limits.ROWS // 10**6} million rows, {limits.COLUMNS:,} columns, {limits.LINE_BYTES >> 20} MB a line"
        in said
    )
    assert f"{limits.SHEET_CELLS // 10**6} million cells a sheet, {limits.MEMBERS} files an archive" in said
    assert f"unpack to is {limits.UNPACKED_BYTES >> 30} GB" in said
    assert f"Bad share tokens: {share.GUESSES.most} a minute" in said


def test_the_service_starts_what_there_is() -> None:
    unit = next(text for kind, text in BLOCKS if kind == "ini" and "[Service]" in text)
    parser = configparser.ConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(unit)
    words = shlex.split(parser["Service"]["ExecStart"])
    assert words[1:3] == ["run", "app.py"] and (HOUSE / words[2]).is_file()
    options = {word.removeprefix("--") for word in words if word.startswith("--")}
    assert options <= set(get_config_options())
    assert set(re.findall(r"`--(server\.\w+)`", PAGE)) <= set(get_config_options())


def test_what_it_points_to_is_there() -> None:
    for target in re.findall(r"\]\(([\w./-]+)\)", PAGE):
        assert (HOUSE / "docs" / target).exists()
    pinned = re.search(r'"streamlit\[auth\]==([\d.]+)"', PAGE)
    assert pinned and f"streamlit=={pinned[1]}" in (HOUSE / "requirements.txt").read_text("utf-8")
    assert os.access(HOUSE / ".ci" / "audit", os.X_OK)


def test_the_morning_s_line_has_the_service_s_variables_and_user() -> None:
    (line,) = (line for line in PAGE.splitlines() if "kam_core alerts" in line)
    when, command = re.fullmatch(r"((?:\S+ ){5}) (.*)", line).groups()  # type: ignore[union-attr]
    assert when == "30 7 * * 1-5 "
    loaded, _, words = command.partition(" && ")
    assert loaded == "set -a; . /etc/kam.env; cd /opt/kam" and words.startswith("runuser -u kam -- ")
    said = shlex.split(words.partition("-m kam_core ")[2].partition(" >")[0])
    flags.parse([word.replace("DATASET", "dxxxxxxxxxx") for word in said])
    flags.parse([*said, "--owner", "w-" + "A" * 22])
    workspace = identity.sign("workspace", "w-" + "A" * 22)
    assert workspace.partition(".")[0] == "w-" + "A" * 22
