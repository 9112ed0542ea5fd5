"""Hostile names through every page, file, report and shared page: they are shown, and are nothing but names.

Every string of every message to the browser is looked at. Where a message's field is plain text, a name may stand in it
as it is; everywhere else it must be escaped. A new page, a new field and a new file are looked at without being named.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import streamlit as st
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from kam_core.charts.labels import clean, label
from kam_core.cli import main
from kam_core.report.csv import STARTS_FORMULA
from kam_core.report.html_report import html_report
from kam_core.report.markup import legible
from kam_core.report.shown import Shown
from kam_core.report.view_file import view_csv, view_xlsx
from kam_core.store import Store
from kam_core.store.dataset import Dataset
from kam_core.wording import LANGUAGES, TURNING
from kam_ui import resources
from kam_ui.answers import ANSWERS
from kam_ui.present import quoted
from tests import access, links
from tests.hostile import HOST, MARKS, NAMES, hostile

HOUSE = Path(__file__).parent.parent
FRAME = HOUSE / "kam_ui" / "frame.py"
MARK = re.compile(r"Qz[A-Z]")
#: what the browser shows as the text it is (looked up in the front end of the pinned Streamlit)
PLAIN = {
    "delta.new_element.bidi_component.json",  # our own parts: textContent, held below
    "delta.new_element.dataframe.arrow_data.data",
    "delta.new_element.dataframe.arrow_data.styler.display_values",
    "delta.new_element.multiselect.options",
    "delta.new_element.plotly_chart.alt",
    "delta.new_element.selectbox.options",
    "delta.new_element.selectbox.raw_value",
    "delta.new_element.text.body",
    "delta.new_element.text_input.default",
    "page_info_changed.query_string",
}
#: the same page in other states: what its address says besides the data
STATES: dict[str, list[dict[str, str]]] = {
    "supply": [
        {"tab": "plan"},
        {"tab": "split", "item": NAMES[2], "available": "50"},
        {"account": f"c0 {NAMES[0]}"},
        {"account": f"c1 {NAMES[1]}", "item": NAMES[3]},
    ],
    "service": [{"account": f"c{n} {NAMES[n]}"} for n in (1, 4)] + [{"account": f"unknown {NAMES[0]}"}],
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with links.a_store(tmp_path_factory.mktemp("hostile")) as made:
        yield made


@pytest.fixture(scope="module")
def sales(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return hostile(store, tmp_path_factory.mktemp("files"))


Files = list[tuple[str, bytes]]


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> Files:
    """Every file that a run offers, made as a press would make it; without a browser to print with, which is slow."""
    monkeypatch.setenv("KAM_CHROMIUM", "")
    offered: Files = []
    offer = st.download_button

    def recorded(label: str, data: Any, *args: Any, **options: Any) -> Any:
        made = data() if callable(data) else data
        offered.append((str(options["file_name"]), made.encode() if isinstance(made, str) else bytes(made)))
        return offer(label, data, *args, **options)

    monkeypatch.setattr(st, "download_button", recorded)
    return offered


@pytest.fixture
def messages(monkeypatch: pytest.MonkeyPatch) -> list[Message]:
    """What the last run sent to the browser."""
    sent: list[Message] = []
    run = LocalScriptRunner.run

    def recorded(runner: LocalScriptRunner, *args: Any, **kwargs: Any) -> Any:
        tree = run(runner, *args, **kwargs)
        sent[:] = [event["forward_msg"] for event in runner.event_data if "forward_msg" in event]
        return tree

    monkeypatch.setattr(LocalScriptRunner, "run", recorded)
    return sent


def strings(message: Message, path: str = "") -> Iterator[tuple[str, str]]:
    """Every string of a message (bytes as text), with the path of its field."""
    for field, value in message.ListFields():
        at = f"{path}.{field.name}".lstrip(".")
        repeated = value if field.is_repeated else [value]
        if field.message_type is not None and field.message_type.GetOptions().map_entry:
            repeated = value.values()
        for one in repeated:
            if isinstance(one, Message):
                yield from strings(one, at)
            elif field.type in (FieldDescriptor.TYPE_STRING, FieldDescriptor.TYPE_BYTES) or isinstance(one, str):
                yield at, one.decode("utf-8", "replace") if isinstance(one, bytes) else one


ACTIVE = re.compile(r"[\\`*_{}\[\]()<>#+\-.!|~$:&^=]")  # what could mean something in Streamlit's Markdown
LITERAL = re.compile(r"://|www\.|[\w.]@\w", re.IGNORECASE)  # what becomes a link as it stands


def bare(name: str) -> str:
    """What is left of a name when all that could mean something is taken out of it."""
    return " ".join(ACTIVE.sub("", name.translate(TURNING)).split())


BARE = sorted({form for name in NAMES for form in (bare(name), bare(clean(name)))}, key=len, reverse=True)


def only_escaped(text: str) -> bool:
    """Whether each name in this Markdown is written with every mark escaped, and no address in it is a link."""
    unescaped = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)
    left = re.sub(r"\\[!-/:-@\[-`{-~]", "", text).replace("\u2060", "").translate(TURNING)
    left = " ".join(left.split())
    for form in BARE:
        left = left.replace(form, "")
    return MARK.search(left) is None and LITERAL.search(unescaped) is None


def opened(dataset: Dataset, page: str, lang: str, state: dict[str, str]) -> AppTest:
    at = AppTest.from_file(str(FRAME), default_timeout=120)
    at.query_params.update({"data": dataset.address, "lang": lang} | state)
    at.switch_page(f"../pages/{page}.py").run()
    assert not at.exception
    return at


def hold(messages: list[Message]) -> int:
    """Look at every string; how many held a name."""
    found = 0
    for message in messages:
        for path, text in strings(message):
            if not MARK.search(text):
                continue
            found += 1
            if path.endswith("plotly_chart.figure.spec") or path.endswith("plotly_chart.spec"):
                drawn(json.loads(text))
            elif path not in PLAIN and not path.endswith(".id"):  # a widget's own, never shown
                assert only_escaped(text), f"{path}: {text[:400]}"
            if path == "delta.new_element.bidi_component.json":
                turned(json.loads(text))
    return found


def drawn(figure: Any) -> None:
    """No string of a chart is more than text to plotly, which draws `<a>` and, between dollars, MathJax.

    What only tells points apart is not drawn: customdata and ids, unless a template asks for them, and the places on an
    axis that has texts of its own.
    """
    if isinstance(figure, dict) and isinstance(figure.get("data"), list):
        named = {axis[0] for axis in ("xaxis", "yaxis") if "ticktext" in figure.get("layout", {}).get(axis, {})}
        for trace in figure["data"]:
            drawn({key: value for key, value in trace.items() if key not in named})
        drawn({key: value for key, value in figure.items() if key != "data"})
    elif isinstance(figure, dict):
        templates = " ".join(str(value) for key, value in figure.items() if key.endswith("template"))
        for key, value in figure.items():
            if key == "tickvals" and "ticktext" in figure:
                continue
            if key not in ("customdata", "ids") or f"%{{{key.removesuffix('s')}" in templates:
                drawn(value)
    elif isinstance(figure, list):
        for value in figure:
            drawn(value)
    elif isinstance(figure, str) and MARK.search(figure):
        assert not re.search(r"<(?!br>|b>|/b>)", figure) and not re.fullmatch(r"\$.*\$", figure), figure


def turned(data: Any) -> None:
    """No sentence holds a mark that turns what stands after it."""
    for key in ("sentence", "beside"):
        if isinstance(data, dict) and isinstance(data.get(key), str):
            assert data[key] == data[key].translate(TURNING)


PLACES = [(page, state) for page in access.pages() for state in ({}, *STATES.get(page, []))]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("page", "state"), PLACES, ids=str)
def test_on_every_page_a_name_is_a_name(
    sales: Dataset, page: str, state: dict[str, str], lang: str, messages: list[Message], files: Files
) -> None:
    at = opened(sales, page, lang, state)
    assert hold(messages) > 0, "no name on this page: the search would find nothing"
    assert not re.search(r'"type": ?"(link|image|html)"', "".join(t for m in messages for _, t in strings(m)))
    for send in [button for button in at.button if button.key == "send.open" and not state]:
        send.click().run()
        assert not at.exception
        hold(messages)
    for name, content in files:
        sound(name, content)


def test_parts_of_ours_write_text_only() -> None:
    scripts = [*(HOUSE / "kam_ui" / "components").rglob("*.js"), *(HOUSE / "kam_core" / "report").glob("*.js")]
    assert scripts
    for script in scripts:
        written = re.findall(
            r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\(|new Function|DOMParser", script.read_text()
        )
        assert written == [], script.name


# ---- files


def sound(name: str, content: bytes) -> None:
    """A file to take away: nothing in it runs, loads or links."""
    assert not re.search(r'[/\\\x00-\x1f<>:"|?*]', name), "no file system takes such a name"
    if name.endswith(".csv"):
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))):
            assert not [cell for cell in row if cell.startswith(STARTS_FORMULA) and MARK.search(cell)]
    elif name.endswith(".xlsx"):
        book = openpyxl.load_workbook(io.BytesIO(content))
        for sheet in book:
            assert not sheet._hyperlinks and not sheet._images
            for row in sheet.iter_rows():
                assert not [c for c in row if c.data_type == "f" and MARK.search(str(c.value))]
    elif name.endswith(".html"):
        Page(content.decode()).hold()
    else:
        assert MARK.search(content.decode("utf-8", "replace")) is None or name.endswith(
            (".txt", ".json", ".pdf", ".png")
        )


class Page(HTMLParser):
    """A page of ours as a browser takes it apart."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.texts.append((self.tags[-1][0] if self.tags else "", data))

    def hold(self) -> int:
        """Look at every tag and text; how many texts held a name."""
        for tag, attributes in self.tags:
            assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
            for name in ("href", "src", "action", "srcset", "data", "xlink:href"):
                address = attributes.get(name, "")
                if re.match(r"/[a-z]+\?[\w.~%&=+@:-]*$", address):  # a page of ours: what its view says is spelled out
                    address = address.partition("?")[0]
                assert HOST not in address and not address.lower().startswith("javascript:"), (tag, attributes)
            assert tag not in {"img", "iframe", "object", "embed", "form", "base", "link"} or HOST not in str(
                attributes
            )
        for _, text in (one for one in self.texts if one[0] == "script"):
            for name in NAMES:
                assert "<" not in name or name not in text, "a name stands in a script as it is"
            if text.lstrip().startswith("{") and MARK.search(text):
                drawn(json.loads(text))
        return sum(bool(MARK.search(text)) for _, text in self.texts)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", ["pareto", "supply"])
def test_reports_and_sheets(sales: Dataset, page: str, lang: str, tmp_path: Path) -> None:
    words = ["report", sales.id, "--out", str(tmp_path / "out"), "--page", page, "--sheets", "--count", "14"]
    assert main([*words, "--lang", lang]) == 0
    found = 0
    made = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    for path in made:
        sound(path.name, path.read_bytes())
        if path.suffix == ".html":
            found += Page(path.read_text("utf-8")).hold()
    assert {path.suffix for path in made} >= {".html", ".xlsx", ".csv"} and found > len(NAMES)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("account", [None, f"c1 {NAMES[1]}", f"c0 {NAMES[0]}"])
def test_the_light_page(sales: Dataset, account: str | None, lang: str) -> None:
    view = links.view_of(sales, lang, rule="count", cut="14")
    expires = datetime.now(UTC) + timedelta(days=3)
    share, token = links.send(sales, view, label=NAMES[0], account=account, expires=expires)
    page = Page(links.lit(token, lang))
    assert page.hold() > 0
    assert not {tag for tag, _ in page.tags} & {"img", "script", "iframe", "object", "embed", "form", "base"}
    assert [a["href"] for tag, a in page.tags if tag == "link"] == ["/assets/icon.svg"]
    assert resources.store().share_by_token(token, datetime.now(UTC)).id == share.id


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_the_pages_that_answer_for_themselves(sales: Dataset, name: str, lang: str) -> None:
    who = f"c0 {NAMES[0]}"
    months = {"before": "2024-01:2024-06", "after": "2024-07:2025-02", "known": "now"}
    view = links.view_of(sales, lang, rule="count", cut="14", lost=[who, f"c1 {NAMES[1]}"], account=who, **months)
    _, token = links.send(sales, view, name)
    text = links.lit(token, lang)
    page = Page(text)
    assert page.hold() > 0
    assert not {tag for tag, _ in page.tags} & {"img", "script", "iframe", "object", "embed", "form", "base"}
    answer = ANSWERS[name](view, sales)
    assert answer is not None
    shown = Shown(name, sales, resources.pareto(view, sales), answer=answer)
    report = html_report(shown, lang, datetime(2025, 3, 1).date())
    sound("report.html", report)
    assert Page(report.decode()).hold() > 0
    sound("view.xlsx", view_xlsx(shown, lang))
    sound("view.csv", view_csv(shown, lang))


# ---- the two ways a name is made safe, beside what they are for


def test_the_search_finds_a_name_that_is_not_escaped() -> None:
    for name in NAMES:
        assert only_escaped(f"**so** says {quoted(name)}: :red[yes]")
        assert not only_escaped(f"so says {name}")
    assert not only_escaped(r"QzA http\://evil.test")


def test_each_name_is_escaped_to_something_a_reader_of_markdown_takes_for_text() -> None:
    markdown = pytest.importorskip("markdown_it").MarkdownIt("commonmark").enable(["table", "strikethrough"])
    for name in NAMES:
        html = markdown.render(f"so says {quoted(name)} today")
        assert not re.findall(r"<(?!/?p>)", html), html
        assert not re.search(r"https?://|www\.\w", html)
        assert not re.search(r"<(?!/?p>)", f"<p>{label(name)}</p>")
        assert MARKS[NAMES.index(name)] in html


def test_no_mark_turns_a_sentence() -> None:
    for text in ("a\u202eb", "\u2066a\u2069", "\u200fa", "\u061ca"):
        assert legible(text) == text.translate(TURNING) == re.sub(r"[^ab]", "", text)
