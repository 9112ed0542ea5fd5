"""What is taken away: HTML that stands alone and runs nothing of a name, the sheet, the workbook, the five lines."""

from __future__ import annotations

import io
import json
import re
import resource
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

from kam_core.analysis.cut import Cut
from kam_core.analysis.months import default_scope
from kam_core.analysis.supply.settings import SupplySettings
from kam_core.analysis.visit import visit
from kam_core.cli import main
from kam_core.ingest.recipe import Upload
from kam_core.report import printing
from kam_core.report.html_report import html_report
from kam_core.report.markup import element, joined, legible
from kam_core.report.message import message, unlinked
from kam_core.report.paper import PLOTLY
from kam_core.report.shown import Shown, shown
from kam_core.report.view_file import view_csv, view_xlsx
from kam_core.report.visit_sheet import visit_sheet
from kam_core.store.agreed import Agreement
from kam_core.store.importing import import_files
from kam_core.store.principal import HOUSE
from kam_core.store.sample import open_sample
from kam_core.store.store import Store

LANGUAGES = ("zh", "en")
DAY, UNTIL = date(2025, 12, 27), date(2026, 1, 26)
LINK = "https://kam.example.com/s/abc"
HOSTILE = (
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "=cmd()|'/C calc'!A0",
    "\u202eevil\u2066.gpj",
    "![x](http://evil.example/x.png) www.evil.example a@evil.example evil.example",
    "&lt;b&gt; $x^2$ {{7*7}}",
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(tmp_path_factory.mktemp("files") / "store")


@pytest.fixture(scope="module")
def views(store: Store) -> dict[tuple[str, str], Shown]:
    """The sample's two pages in each language."""
    found = {}
    for lang in LANGUAGES:
        dataset = open_sample(store, lang, HOUSE)
        for page in ("pareto", "supply"):
            found[page, lang] = shown(page, dataset, default_scope(dataset), Cut(), SupplySettings(), {})
    return found


@pytest.fixture(scope="module")
def hostile(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """A dataset whose customers, products, regions and people are called what no page may take at its word."""
    file = tmp_path_factory.mktemp("hostile") / "sales.csv"
    lines = ["日期,客户编码,客户名称,区域,业务员,产品,金额"]
    for month in range(1, 13):
        for at, name in enumerate(HOSTILE):
            cell = '"' + name.replace('"', '""') + '"'
            lines.append(f"2024-{month:02d}-05,C{at},{cell},{cell},{cell},{cell},{1000 - at}")
    file.write_text("\n".join(lines), "utf-8")
    made = import_files(store, [Upload("sales.csv", file)], principal=HOUSE, today=date(2025, 1, 10)).dataset
    assert made
    return shown("pareto", made, default_scope(made), Cut(), SupplySettings(), {})


class Seen(HTMLParser):
    """Elements and their attributes; the text of everything but scripts and styles."""

    def __init__(self, html: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.data: list[str] = []
        self._inside: list[str] = []
        self.feed(html.decode("utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self._inside.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._inside.pop() == tag, "elements are closed in the order in which they were opened"

    def handle_data(self, data: str) -> None:
        if self._inside and self._inside[-1] in ("script", "style"):
            self.data.append(data)
        else:
            self.text += data


def ours(html: bytes) -> str:
    """The file without plotly.js, which names addresses it is never asked for."""
    return html.decode("utf-8").replace(PLOTLY.read_text("utf-8"), "")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", ["pareto", "supply"])
def test_the_report_says_the_sentence_draws_from_its_own_data_and_asks_nobody(
    views: dict[tuple[str, str], Shown], page: str, lang: str
) -> None:
    view = views[page, lang]
    html = html_report(view, lang, DAY)
    seen = Seen(html)
    assert ("html", {"lang": "zh-CN" if lang == "zh" else "en"}) in seen.elements
    assert view.sentence(lang) in seen.text and "2025-12-27" in seen.text
    assert not re.search(r"https?://(?!www\.w3\.org)", ours(html))
    assert not any(key in given for _, given in seen.elements for key in ("src", "href", "srcset", "action"))
    charts = [json.loads(text) for text in seen.data if text.startswith('{"data"')]
    assert len(charts) == 2 and all(each["data"] for each in charts)
    assert str(view.pareto.ranking.names[0]) in seen.text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_name_becomes_an_element_an_address_or_a_formula(hostile: Shown, lang: str) -> None:
    customer = str(hostile.pareto.ranking.customers[0])
    sheet = visit_sheet(hostile, visit(hostile.dataset, hostile.pareto.ranking.scope, customer), (), lang, DAY)
    for html in (html_report(hostile, lang, DAY), sheet):
        seen = Seen(html)
        allowed = {"html", "head", "meta", "title", "style", "body", "main", "p", "h1", "h2", "small", "b", "section",
                   "figure", "figcaption", "script", "noscript", "div", "table", "thead", "tbody", "tr", "th", "td",
                   "span", "details", "summary", "pre", "br", "svg", "rect", "line", "text", "footer"}  # fmt: skip
        assert {tag for tag, _ in seen.elements} <= allowed
        assert not any(name.startswith("on") for _, given in seen.elements for name in given)
        assert "\u202e" not in html.decode() and "\u2066" not in html.decode()
        assert legible(str(hostile.pareto.ranking.names[0])) in seen.text
    book = openpyxl.load_workbook(io.BytesIO(view_xlsx(hostile, lang)))
    cells = [cell for sheet in book.worksheets for line in sheet.iter_rows() for cell in line]
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)
    assert HOSTILE[3] in {cell.value for cell in cells}
    assert "\n=cmd" not in view_csv(hostile, lang).decode() and ",=cmd" not in view_csv(hostile, lang).decode()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_workbook_holds_the_whole_view(views: dict[tuple[str, str], Shown], lang: str) -> None:
    view = views["pareto", lang]
    ranked, season, about = openpyxl.load_workbook(io.BytesIO(view_xlsx(view, lang))).worksheets
    assert ranked.max_row == view.pareto.n + 1
    assert view.supply and season.max_row == view.supply.accounts.n + 1
    assert about["B1"].value == view.sentence(lang)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", ["pareto", "supply"])
def test_five_lines_answer_name_three_and_end_with_the_link(
    views: dict[tuple[str, str], Shown], page: str, lang: str
) -> None:
    view = views[page, lang]
    lines = message(view, lang, LINK, UNTIL).split("\n")
    assert len(lines) == 5 and lines[0] == view.sentence(lang) and lines[-1] == LINK
    assert view.supply
    named = [str(view.supply.outlook.customer_names[at]) for at in view.urgent[:3]]
    assert named[0] in lines[0] and all(name in lines[1] for name in named[1:])
    assert "2025-12-26" in lines[2] and "2026-01-26" in lines[3]
    live = message(view, lang, LINK, UNTIL, live=True)
    assert live.split("\n")[2] != lines[2]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_for_one_customer_nobody_else_is_named(views: dict[tuple[str, str], Shown], lang: str) -> None:
    view = views["pareto", lang]
    ranking = view.pareto.ranking
    said = message(view, lang, LINK, UNTIL, account=str(ranking.customers[0]))
    assert str(ranking.names[0]) in said and said.endswith(LINK)
    assert not any(str(name) in said for name in ranking.names[1:]) and "%" not in said


def test_without_stock_the_largest_are_named_and_no_name_is_an_address(hostile: Shown) -> None:
    said = message(hostile, "en", LINK, UNTIL)
    assert len(said.split("\n")) == 5 and "49.9%" not in said
    assert not re.search(r"(https?://|www\.|@\w|\w\.example)", said.replace(LINK, "").replace("\u2060", "|"))
    assert unlinked("数据 3.5万, Co., Ltd. 至 2025-12-26") == "数据 3.5万, Co., Ltd. 至 2025-12-26"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sheet_has_the_account_s_figures_and_what_was_agreed(
    views: dict[tuple[str, str], Shown], lang: str
) -> None:
    view = views["pareto", lang]
    customer = str(view.pareto.ranking.customers[0])
    year = visit(view.dataset, view.pareto.ranking.scope, customer)
    product, season = next(
        (str(outlook.products[at]), str(outlook.peak.first[at]))
        for outlook in [view.ahead.outlook]  # type: ignore[union-attr]
        for at in (-outlook.peak_need * (outlook.customers == customer)).argsort()
        if outlook.customers[at] == customer and outlook.peak.found[at]
    )
    agreed = (Agreement(customer, product, season, Decimal(4321)),)
    seen = Seen(visit_sheet(view, year, agreed, lang, DAY))
    for said in ("21,363,286.68", "19,536,093.66", customer, "4,321"):
        assert said in seen.text
    assert len([1 for tag, _ in seen.elements if tag == "rect"]) == 24 + 2
    assert view.ahead is not None


def test_text_becomes_markup_only_escaped() -> None:
    assert element("td", "<b>&", class_='x" y') == '<td class="x&#34; y">&lt;b&gt;&amp;</td>'
    assert joined("a", None, ["<", element("br")]) == "a&lt;<br>"
    assert legible("a\x00\u202eb\n c\u200d") == "ab c\u200d"


@pytest.fixture
def _folder(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("KAM_DATA_DIR", str(store.folder))
    yield


@pytest.mark.usefixtures("_folder", "views")
def test_the_command_writes_html_excel_csv_and_sheets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "new" / "folder"
    words = ["report", "sample", "--out", str(out), "--count", "2", "--sheets", "--json", "--lang", "en"]
    assert main(words) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["key_accounts"] == 2 and answer["finding"].startswith("2 of 326 customers")
    assert answer["files"] == ["report.html", "key-accounts.xlsx", "key-accounts.csv",
                               "visit-sheets/0001.html", "visit-sheets/0002.html"]  # fmt: skip
    assert all((out / name).stat().st_size for name in answer["files"])


@pytest.mark.usefixtures("_folder")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_file_nobody_has_imported_is_enough(tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str) -> None:
    sales = tmp_path / "sales.csv"
    sales.write_text("日期,客户,金额\n2024-01-05,甲,30\n2024-02-05,乙,40\n", "utf-8")
    assert main(["report", str(sales), "--out", str(tmp_path / "out"), "--sheets", "--lang", lang]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
    names = sorted(path.name for path in (tmp_path / "out").rglob("*.*"))
    assert names == ["0001.html", "key-accounts.csv", "key-accounts.xlsx", "report.html"]


@pytest.mark.usefixtures("_folder", "views")
def test_a_folder_that_is_a_file_is_refused_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    assert main(["report", "sample", "--out", str(tmp_path / "file"), "--lang", "zh"]) == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1 and "--out" in said.err


@pytest.mark.usefixtures("_folder", "views")
def test_without_chromium_it_is_said_and_nothing_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAM_CHROMIUM", "")
    assert printing.chromium() is None and printing.pdf(b"<p>") is None and printing.png(b"<p>") is None
    assert main(["report", "sample", "--out", str(tmp_path), "--count", "1", "--pdf", "--lang", "en"]) == 0
    assert "Chromium" in capsys.readouterr().err
    assert not list(tmp_path.rglob("*.pdf"))


@pytest.mark.skipif(printing.chromium() is None, reason="no Chromium on this machine")
def test_with_chromium_the_sheet_is_one_page(views: dict[tuple[str, str], Shown]) -> None:
    for lang in LANGUAGES:
        view = views["pareto", lang]
        year = visit(view.dataset, view.pareto.ranking.scope, str(view.pareto.ranking.customers[0]))
        made = printing.pdf(visit_sheet(view, year, (), lang, DAY))
        assert made and len(re.findall(rb"/Type\s*/Page\b", made)) == 1
    assert printing.png(b"<h1>x</h1>", 300, 200)
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (12 << 30, hard))  # as an import on the command line sets it
    try:
        assert printing.png(b"<h1>x</h1>", 300, 200)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def test_a_browser_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hanging = tmp_path / "chromium"
    hanging.write_text("#!/bin/sh\nsleep 600\n")
    hanging.chmod(0o700)
    monkeypatch.setenv("KAM_CHROMIUM", str(hanging))
    monkeypatch.setattr(printing, "PATIENCE", 0.2)
    assert printing.pdf(b"<p>") is None
