"""The whole story: a GBK export, one role corrected, the line moved, the list taken home, the link opened elsewhere
in the same workspace and by a stranger, and the same figures after the server has been started again."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PATIENCE, start
from tests.journeys.test_upload import choose, drop, export, settled

expect.set_options(timeout=PATIENCE)


def figures(page: Page) -> dict[str, str]:
    """The four numbers of the line, and every percentage the sentence says."""
    expect(page.locator(".live.placed")).to_be_visible()
    settled(page)
    boxes = {
        str(b.get_attribute("data-rule")): b.locator("input").input_value()
        for b in page.locator(".numbers label").all()
    }
    return boxes | {"said": " ".join(re.findall(r"[\d.]+%", page.locator(".sentence").inner_text()))}


def taken(page: Page, button: str, folder: Path) -> bytes:
    """What a download button gives."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button, exact=True).click()
    saved = folder / "taken"
    download.value.save_as(saved)
    return saved.read_bytes()


def as_csv(page: Page, folder: Path) -> bytes:
    """The whole list in the other format."""
    page.get_by_role("button", name="其他格式").click()
    found = taken(page, "CSV", folder)
    page.keyboard.press("Escape")
    return found


def test_from_a_gbk_file_to_the_same_figures_elsewhere(
    browse: Any, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = tmp_path_factory.mktemp("story") / "store"
    server, process = start(store)
    try:
        page = browse(f"{server.address}/data?lang=zh", permissions=["clipboard-read", "clipboard-write"])
        drop(page, "销售明细.csv", export(difference=500))
        choose(page, "哪一列算销售额？", "数量")
        choose(page, "哪一列算销售额？", "价税合计")
        page.get_by_role("button", name="导入", exact=True).click()
        expect(page.locator(".sentence")).to_contain_text("计入 180 行")
        page.get_by_role("button", name="看大客户").click()

        count = page.locator("label[data-rule=count] input")
        count.fill("2")
        count.press("Enter")
        expect(page).to_have_url(re.compile(r"rule=count&cut=2&"))
        mine = figures(page)
        rows = list(csv.DictReader(io.StringIO(as_csv(page, tmp_path).decode("utf-8-sig"))))
        assert len(rows) == 5
        assert "<b>川渝大昌</b>" in {row["客户"] for row in rows}
        parts = [Decimal(row["销售额"].replace(",", "")) for row in rows]
        assert parts == sorted(parts, reverse=True)
        assert taken(page, "Excel", tmp_path).startswith(b"PK")

        page.get_by_role("button", name="复制本页链接").click()
        expect(page.get_by_text("已复制")).to_be_visible()
        link = str(page.evaluate("navigator.clipboard.readText()"))
        other = browse(link, like=page, locale="en-US", viewport={"width": 390, "height": 844})
        assert figures(other) == mine
        english = browse(link.replace("lang=zh", "lang=en"), like=page, locale="en-US")
        assert figures(english) | {"at_least": ""} == mine | {"at_least": ""}, "万 in Chinese, K in English"
    finally:
        process.terminate()
        process.wait(20)

    again, process = start(store)
    try:
        later = browse(link.replace(server.address, again.address), like=page)
        assert figures(later) == mine
        stranger = browse(link.replace(server.address, again.address))
        expect(stranger.get_by_text("它可能属于另一个浏览器的工作区")).to_be_visible()
        assert "川渝大昌" not in stranger.content()
    finally:
        process.terminate()
        process.wait(20)
