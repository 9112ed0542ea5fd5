"""Companies under one controller: a suggestion confirmed, fewer customers with the same total, and taken back."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import PATIENCE, Server, idle

expect.set_options(timeout=PATIENCE)


def settled(page: Page) -> None:
    expect(page.locator(".live.placed")).to_be_visible()
    idle(page)


def customers(page: Page) -> int:
    """How many the list has in all."""
    settled(page)
    found = re.search(r"全部 (\d+)", page.get_by_text(re.compile(r"^全部 \d+$")).first.inner_text())
    assert found
    return int(found[1])


def total(page: Page) -> Decimal:
    """What they bring, to the cent, as the page says it."""
    settled(page)
    said = page.get_by_text(re.compile(r"销售额合计 [\d,.]+")).first.inner_text()
    found = re.search(r"销售额合计 ([\d,]+\.\d\d)", said)
    assert found
    return Decimal(found[1].replace(",", ""))


def open_fold(page: Page, server: Server) -> Locator:
    page.goto(f"{server.address}/data?data=sample&lang=zh")
    fold = page.locator(".st-key-fold-groups")
    fold.locator("summary").click()
    expect(fold.get_by_role("button", name="合并为一家")).to_be_visible()
    return fold


def test_a_suggested_group_is_confirmed_and_taken_back(server: Server, browse: Any) -> None:
    page = browse(f"{server.address}/pareto?data=sample&lang=zh")
    apart, money = customers(page), total(page)

    fold = open_fold(page, server)
    reason = fold.get_by_text("文件里已写明：这 2 家同属“鸿达系”。")
    expect(reason).to_be_visible()
    name = fold.get_by_role("textbox", name="经办人")
    name.fill("王敏")
    name.press("Enter")
    idle(page)
    fold.get_by_role("button", name="合并为一家").click()
    expect(fold).to_contain_text("已定 1 组，共 2 家客户")
    expect(reason).to_have_count(0)
    fold.locator(".st-key-pick-groups label").click()
    expect(page).to_have_url(re.compile(r"groups="))

    page.get_by_role("link", name="大客户").click()
    expect(page).to_have_url(re.compile(r"/pareto\?.*groups="))
    assert (customers(page), total(page)) == (apart - 1, money)
    page.get_by_role("link", name="变化与风险").click()
    expect(page).to_have_url(re.compile(r"/movement\?.*groups="))

    fold = open_fold(page, server)
    fold.get_by_role("button", name=re.compile("^撤销")).click()
    expect(fold).to_contain_text("已定 0 组，共 0 家客户")
    expect(reason).to_be_visible()
    page.goto(f"{server.address}/pareto?data=sample&lang=zh")
    assert (customers(page), total(page)) == (apart, money)
