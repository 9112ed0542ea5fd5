"""From one press to the manager's phone: the link, the text without a clipboard, the picture, the report offline."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kam_core.analysis.cut import Cut
from kam_core.analysis.months import default_scope
from kam_core.analysis.supply.settings import SupplySettings
from kam_core.analysis.visit import visit
from kam_core.ingest.recipe import Upload
from kam_core.report.html_report import html_report
from kam_core.report.shown import shown
from kam_core.report.visit_sheet import visit_sheet
from kam_core.store.importing import import_files
from kam_core.store.principal import HOUSE
from kam_core.store.sample import open_sample
from kam_core.store.store import Store
from tests.journeys.conftest import CHROMIUM, FLAGS, PATIENCE, Server, idle, start
from tests.test_report_files import HOSTILE

expect.set_options(timeout=PATIENCE)
NAME = "kam"  # a host name as an office network has them: no TLS, so pages get no clipboard


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with a secret of its own, as one has that others reach by its name."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KAM_SECRET", secrets.token_urlsafe(48))
        running, process = start(tmp_path_factory.mktemp("send") / "store")
        yield running
        process.terminate()
        process.wait(20)


def pressed(page: Page, button: str) -> Page:
    expect(page.locator(".live.placed")).to_be_visible()
    idle(page)
    page.get_by_role("button", name=button, exact=True).first.click()
    expect(page.locator("[role=dialog] .picture img[src^='blob:']")).to_be_visible()
    return page


def lines(page: Page) -> list[str]:
    return page.locator("[role=dialog] .st-key-send_text").inner_text().strip().split("\n")


def test_one_press_and_the_manager_reads_the_same_on_a_phone(server: Server, browse: Any) -> None:
    page = pressed(browse(f"{server.address}/pareto?data=sample&lang=zh&rule=count&cut=33"), "发给领导")
    said = lines(page)
    assert len(said) == 5 and said[0].startswith("33 家大客户") and said[-1].startswith(f"{server.address}/s/")
    with page.expect_download() as saved:
        page.locator("[role=dialog] .save").click()
    assert Path(saved.value.path()).read_bytes().startswith(b"\x89PNG")
    phone = browse(said[-1], viewport={"width": 390, "height": 844}, has_touch=True, locale="de-DE")
    expect(phone.get_by_text(re.compile("33 家大客户")).first).to_be_visible()
    assert phone.evaluate("document.scrollingElement.scrollWidth") <= 392
    phone.get_by_role("link", name="打开可操作版").first.click()
    expect(phone.locator(".sentence")).to_have_text(said[0])
    expect(phone.get_by_role("button", name="发给领导")).to_have_count(0)
    page.get_by_role("tab", name="我的链接").click()
    expect(page.get_by_text("以前的链接不能再复制")).to_be_visible()


def test_on_plain_http_with_a_host_name_the_text_is_copied_all_the_same(server: Server, chromium: Any) -> None:
    port = server.address.rsplit(":", 1)[1]
    rules = f"--host-resolver-rules=MAP {NAME} 127.0.0.1"
    browser = chromium.browser_type.launch(executable_path=str(CHROMIUM), args=[*FLAGS, rules])
    page = browser.new_page(viewport={"width": 1440, "height": 1000})
    page.set_default_timeout(PATIENCE)
    page.goto(f"http://{NAME}:{port}/pareto?data=sample-en&lang=en")
    pressed(page, "Send")
    assert page.evaluate("navigator.clipboard") is None
    said = lines(page)
    assert said[-1].startswith(f"http://{NAME}:{port}/s/")
    page.get_by_role("button", name="Copy the link only").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    page.get_by_text("More: valid for").click()
    label = page.get_by_role("textbox", name="Label")
    label.focus()
    page.keyboard.press("Control+v")
    expect(label).to_have_value(said[-1])
    browser.close()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(tmp_path_factory.mktemp("offline") / "store")


def offline(chromium: Any, file: Path) -> tuple[Page, list[str]]:
    """The file in a browser without a network, and everything it complained of or asked for."""
    context = chromium.new_context(offline=True, viewport={"width": 1080, "height": 1400})
    page = context.new_page()
    seen: list[str] = []
    page.on("request", lambda asked: None if asked.url == file.as_uri() else seen.append(asked.url))
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on("console", lambda said: seen.append(said.text) if said.type == "error" else None)
    page.on("dialog", lambda dialog: seen.append(f"dialog {dialog.message}"))
    page.goto(file.as_uri())
    return page, seen


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_report_draws_its_charts_without_a_network(chromium: Any, store: Store, tmp_path: Path, lang: str) -> None:
    dataset = open_sample(store, lang, HOUSE)
    view = shown("supply", dataset, default_scope(dataset), Cut(), SupplySettings(), {})
    file = tmp_path / "report.html"
    file.write_bytes(html_report(view, lang, date(2025, 12, 27)))
    page, seen = offline(chromium, file)
    charts = page.locator(".js-plotly-plot")
    expect(charts).to_have_count(2)
    for chart in charts.all():
        expect(chart.locator(".main-svg .trace").first).to_be_attached()
    assert page.locator("h1").inner_text() == view.sentence(lang)
    assert seen == []
    page.context.close()


def test_names_that_look_like_code_run_nothing_in_report_and_sheet(chromium: Any, store: Store, tmp_path: Path) -> None:
    sales = tmp_path / "sales.csv"
    rows = ["日期,客户编码,客户名称,产品,金额"]
    quoted = ['"' + name.replace('"', '""') + '"' for name in HOSTILE]
    rows += [f"2024-{m:02d}-05,C{at},{name},{name},{900 - at}" for m in range(1, 13) for at, name in enumerate(quoted)]
    sales.write_text("\n".join(rows), "utf-8")
    dataset = import_files(store, [Upload("s.csv", sales)], principal=HOUSE, today=date(2025, 1, 9)).dataset
    assert dataset
    view = shown("pareto", dataset, default_scope(dataset), Cut(), SupplySettings(), {})
    year = visit(dataset, view.pareto.ranking.scope, "C0")
    for html in (html_report(view, "en", date(2025, 1, 9)), visit_sheet(view, year, (), "en", date(2025, 1, 9))):
        file = tmp_path / "hostile.html"
        file.write_bytes(html)
        page, seen = offline(chromium, file)
        page.wait_for_timeout(300)
        assert page.locator("a, img, iframe, object, embed, form, input").count() == 0
        assert seen == []
        page.context.close()
