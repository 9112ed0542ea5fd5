"""Where one is: the menu marks the entry of the open page, of one in no menu too; names and bars lead to accounts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PATIENCE, Server, idle

expect.set_options(timeout=PATIENCE)


def settled(page: Page) -> None:
    expect(page.locator(".sentence").first).to_be_visible()
    idle(page)


def marked(page: Page) -> list[str]:
    """The entries that stand out of the others."""
    settled(page)
    found: list[str] = page.get_by_test_id("stSidebarNavLink").evaluate_all(
        """links => links.filter(a => getComputedStyle(a.querySelector("p")).fontWeight === "600"
            && getComputedStyle(a).backgroundColor !== "rgba(0, 0, 0, 0)").map(a => a.innerText.split("\\n").pop())"""
    )
    return found


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("movement", "变化与风险"),
        ("concentration", "变化与风险"),
        ("account", "大客户"),
        ("coverage", "客情"),
        ("service", "客情"),
        ("playbook", "客情"),
    ],
)
def test_one_entry_is_marked(server: Server, browse: Any, path: str, entry: str) -> None:
    page = browse(f"{server.address}/{path}?data=sample&lang=zh")
    assert marked(page) == [entry]


def test_a_bar_and_a_name_open_the_account(server: Server, browse: Any) -> None:
    page = browse(f"{server.address}/movement?data=sample&lang=zh")
    settled(page)
    page.locator(".js-plotly-plot").first.locator(".bars path").first.click(force=True)
    expect(page).to_have_url(re.compile(r"/account\?.*account=C001"))
    settled(page)
    page.go_back()
    expect(page).to_have_url(re.compile(r"/movement\?"))
    settled(page)
    fold = page.locator(".st-key-fold-regional")
    fold.locator("summary").click()
    table = fold.get_by_test_id("stDataFrame").first
    expect(table).to_be_visible()
    settled(page)
    box = table.bounding_box()
    assert box
    table.click(position={"x": box["width"] * 0.72, "y": 36 + 17})  # the largest of the first region
    expect(page).to_have_url(re.compile(r"/account\?.*account=C001"))
