"""`alerts` on the command line: what it lists, its exits, what it remembers, and the messages to a group robot."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kam_core.analysis.alerts.alert import Alert, Target
from kam_core.analysis.alerts.settings import AlertSettings, Kind
from kam_core.analysis.alerts.tasks import tasks
from kam_core.analysis.finding import Finding
from kam_core.cli import main
from kam_core.command.alert_flags import KINDS, LIMITS
from kam_core.report.wechat_work import MOST_BYTES, MOST_MESSAGES, messages
from kam_core.store.alert_marks import Deed, Mark, What, mark
from kam_core.store.principal import HOUSE
from kam_core.store.store import Store
from tests.season import flat, new_year, sales
from tests.side_files import sell, stock

STOCK = "date,customer code,product code,unit,on hand\n2025-12-20,C1,P1,case,1400\n2025-12-20,C2,P1,case,4660\n"
KEYS = {"id", "kind", "customer", "name", "item", "item_name", "period", "money", "due", "owner", "sentence", "new",
        "back", "link"}  # fmt: skip
SECRET = "key=693a91f6-7xxx-4bc4"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A kept dataset: C1 is late, C2 due in nine days, C3 has never reported."""
    monkeypatch.setenv("KAM_DATA_DIR", str(tmp_path / "store"))
    monkeypatch.setattr("kam_core.command.limits.set_limits", lambda: None)
    for name in ("KAM_WECHAT_WEBHOOK", "KAM_PUBLIC_ADDRESS"):
        monkeypatch.delenv(name, raising=False)
    store = Store()
    made = sell(
        store, tmp_path, sales([("C1", "P1", "case", new_year), *(((c, "P1", "case", flat)) for c in ("C2", "C3"))])
    )
    stock(store, tmp_path, made, {"stock.csv": STOCK})
    return made


def call(data: object, *words: object, lang: str = "en") -> int:
    said = ("alerts", data, "--count", "3", *words, "--today", "2025-12-26", "--lang", lang)
    return main([str(word) for word in said])


@pytest.fixture
def answer(data: str, capsys: pytest.CaptureFixture[str]) -> Any:
    def ask(*words: object, exits: int = 1) -> dict[str, Any]:
        assert call(data, *words, "--json") == exits, capsys.readouterr().err
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    return ask


def test_the_contract(answer: Any, data: str) -> None:
    found = answer()
    assert (found["as_of"], found["count"], found["new"], found["tasks"]) == ("2025-12-26", 3, 3, 3)
    assert [(one["kind"], one["customer"]) for one in found["alerts"]] == [
        ("report", "C3"), ("run_out", "C1"), ("order_by", "C2"),
    ]  # fmt: skip
    assert all(one.keys() == KEYS for one in found["alerts"])
    sums = [one["money"] for one in found["alerts"]]
    assert sums == sorted(sums, reverse=True)
    late = found["alerts"][1]
    assert (late["due"], late["item"], late["new"], late["back"]) == ("2025-11-30", "P1", True, None)
    assert late["link"].startswith(f"/supply?data={data}%402&rule=count&cut=3&measure=amount&from=2024-12&to=2025-11")
    assert late["link"].endswith("tab=due&account=C1&item=P1&lang=en")


def test_exit_1_until_it_is_remembered(answer: Any) -> None:
    assert answer()["new"] == 3
    assert answer()["new"] == 3  # nothing was remembered
    assert answer("--remember")["new"] == 3
    again = answer(exits=0)
    assert again["new"] == 0 and again["count"] == 3 and not any(one["new"] for one in again["alerts"])
    assert answer("--report-age", "5", exits=1)["new"] == 2  # two reports are old now
    assert answer("--owner", "w-a", exits=1)["new"] == 3  # another one's memory


def test_what_went_away_is_new_when_it_comes_back(answer: Any) -> None:
    answer("--remember")
    answer("--remember", "--kind", "report", exits=0)
    assert answer()["new"] == 2


def test_done_is_not_listed_any_more(answer: Any, data: str) -> None:
    first = answer()["alerts"][0]
    done = Deed(What.DONE, (Mark(first["id"], "report", "C3 Ltd", Decimal(72_000)),))
    mark(Store(), data, done, seen=0, principal=HOUSE)
    found = answer()
    assert (found["count"], found["done"]) == (2, 1) and first["id"] not in {one["id"] for one in found["alerts"]}


def test_limits_as_flags_and_refused_words(
    answer: Any, data: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert {one["kind"] for one in answer("--order-within", "8")["alerts"]} == {"run_out", "report"}
    assert {one["kind"] for one in answer("--kind", "run_out", "--kind", "order_by")["alerts"]} == {
        "run_out",
        "order_by",
    }
    file = tmp_path / "other.csv"
    file.write_text(sales([("C9", "P1", "case", flat)]).replace(",2\n", ",4\n"), "utf-8")
    for source, words in (
        (data, ("--order-within", "soon")),
        (data, ("--order-within", "-1")),
        (data, ("--margin", "95%")),
        (data, ("--kind", "other")),
        (data, ("--count", "1", "--top", "5")),
        ("nowhere", ()),
        (file, ("--remember",)),
        (data, ("--webhook",)),
    ):
        capsys.readouterr()
        assert call(source, *words) == 2, words
        said = capsys.readouterr()
        assert said.out == "" and len(said.err.strip().splitlines()) == 1 and "Traceback" not in said.err


@pytest.mark.usefixtures("data")
def test_a_file_alone_is_all_new_and_links_nowhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "file.csv"
    file.write_text(sales([("C8", "P1", "case", flat)]), "utf-8")
    (tmp_path / "s.csv").write_text(STOCK.replace("C1", "C8"), "utf-8")
    assert call(file, "--inventory", tmp_path / "s.csv", "--json") == 1
    (found,) = json.loads(capsys.readouterr().out)["alerts"]
    assert (found["kind"], found["customer"], found["link"], found["new"]) == ("run_out", "C8", None, True)
    assert call(file, "--json") == 0  # nothing to do
    assert json.loads(capsys.readouterr().out)["alerts"] == []


@pytest.mark.parametrize("lang", ("zh", "en"))
def test_for_reading(data: str, capsys: pytest.CaptureFixture[str], lang: str) -> None:
    assert call(data, lang=lang) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 6 and all(line.startswith("*") for line in lines[3:])  # sentence, blank, heads, three tasks


def test_the_flags_name_every_kind_and_fields_there_are() -> None:
    assert tuple(Kind) == KINDS and set(LIMITS) <= set(AlertSettings.__dataclass_fields__)


# ---- the robot


class Robot(HTTPServer):
    """A group robot on this machine."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.got: list[dict[str, Any]] = []
        self.says: tuple[int, bytes, dict[str, str]] = (200, b'{"errcode":0,"errmsg":"ok"}', {})

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/cgi-bin/webhook/send?{SECRET}"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        robot: Any = self.server
        robot.got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        status, body, heads = robot.says
        self.send_response(status)
        for name, value in heads.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def robot(monkeypatch: pytest.MonkeyPatch) -> Iterator[Robot]:
    made = Robot()
    monkeypatch.setenv("KAM_WECHAT_WEBHOOK", made.address)
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


def test_the_new_ones_are_sent_once(data: str, robot: Robot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAM_PUBLIC_ADDRESS", "https://kam.example.com/")
    assert call(data, "--webhook", "--remember", lang="zh") == 1
    (got,) = robot.got
    text = got["markdown"]["content"]
    assert got["msgtype"] == "markdown" and text.startswith("**新增待办 3 项**") and text.count("\n- ") == 3
    assert f"](https://kam.example.com/alerts?data={data}%402&rule=count&cut=3" in text
    assert call(data, "--webhook", "--remember", lang="zh") == 0
    assert len(robot.got) == 1


def test_without_the_flag_nothing_is_sent(data: str, robot: Robot) -> None:
    assert call(data) == 1 and robot.got == []


@pytest.mark.parametrize(
    ("status", "body", "heads"),
    [
        (200, b'{"errcode":45009,"errmsg":"api freq out of limit"}', {}),
        (500, b"key=693a91f6-7xxx-4bc4", {}),
        (200, b"no json", {}),
        (200, b"[]", {}),
        (302, b"", {"Location": "http://127.0.0.1:9/elsewhere"}),
    ],
)
def test_a_refusal_is_one_sentence_and_remembers_nothing(
    data: str, robot: Robot, capsys: pytest.CaptureFixture[str], status: int, body: bytes, heads: dict[str, str]
) -> None:
    robot.says = (status, body, heads)
    assert call(data, "--webhook", "--remember") == 2
    said = capsys.readouterr()
    assert SECRET not in said.err + said.out and "127.0.0.1" not in said.err and len(said.err.splitlines()) == 1
    robot.says = (200, b'{"errcode":0}', {})
    assert call(data, "--webhook", "--remember") == 1 and len(robot.got) == 2


@pytest.mark.parametrize(
    "address",
    [
        "http://qyapi.example.com/send?key=1",
        "ftp://127.0.0.1/x",
        "https:///send?key=1",
        "file:///etc/passwd",
        "http://[::1",
        "x",
    ],
)
def test_only_https_or_this_machine(
    data: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], address: str
) -> None:
    monkeypatch.setenv("KAM_WECHAT_WEBHOOK", address)
    assert call(data, "--webhook") == 2
    assert address not in capsys.readouterr().err


def test_nobody_answers(data: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("KAM_WECHAT_WEBHOOK", f"http://127.0.0.1:9/send?{SECRET}")
    assert call(data, "--webhook") == 2
    assert SECRET not in capsys.readouterr().err


def an_alert(name: str, at: int = 0) -> Alert:
    what = Finding("alert_report_never")
    view = Target("supply")
    day = date(2025, 12, 26)
    return Alert(Kind.REPORT, f"C{at}", name, "", "", "", Decimal(at), None, "<@all>", what, view, day)


@given(st.lists(st.text(max_size=900), max_size=40), st.text(max_size=3_000))
def test_every_message_keeps_the_limits(names: list[str], dataset: str) -> None:
    listed = tasks(an_alert(name, at) for at, name in enumerate(names))
    found = messages(listed, dataset, "zh", "https://kam.example.com/alerts?data=d1")
    assert MOST_BYTES <= 4096 and MOST_MESSAGES <= 20  # a message of a robot; of them in a minute
    assert len(found) <= MOST_MESSAGES and all(0 < len(one.encode()) <= MOST_BYTES for one in found)
    assert sum(one.count("\n- ") + one.startswith("- ") for one in found) == len(names)
    assert found[-1].endswith("[打开待办](https://kam.example.com/alerts?data=d1)")


def test_what_does_not_fit_is_counted() -> None:
    found = messages(tasks(an_alert("名" * 300, at) for at in range(400)), "D", "zh")
    assert len(found) == MOST_MESSAGES and all(len(one.encode()) <= MOST_BYTES for one in found)
    shown = sum(one.count("\n- ") + one.startswith("- ") for one in found)
    assert found[-1].endswith(f"……另有 {400 - shown} 项，请到看板查看")


def test_a_name_is_no_markup_and_calls_nobody() -> None:
    (text,) = messages(tasks([an_alert("[点](http://evil) <@all> **x**\n# y")]), "<font>", "zh")
    assert "<" not in text and "](" not in text and "\n#" not in text and text.count("**") == 2
