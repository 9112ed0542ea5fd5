"""From the bell to a piece of work that is done, and back."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PATIENCE, Server, idle

expect.set_options(timeout=PATIENCE)
CHECK, FIRST = 20, 56  # pixels: the boxes of the table, and its first row


def settled(page: Page, n: int) -> None:
    """The sentence and the bell speak of n, and nothing runs."""
    expect(page.locator(".sentence")).to_contain_text(f"待办 {n} 项")
    expect(page.get_by_role("link", name=f"待办 {n}")).to_be_visible()
    idle(page)


def test_done_and_undone(server: Server, browse: Any) -> None:
    page = browse(f"{server.address}/pareto?data=sample&lang=zh")
    page.get_by_role("link", name=re.compile(r"待办 \d+")).click(timeout=PATIENCE)
    expect(page).to_have_url(re.compile(r"/alerts\?data=sample"))
    said = page.locator(".sentence").filter(has_text="待办")
    expect(said).to_be_visible()
    found = re.search(r"待办 (\d+) 项", said.inner_text())
    assert found
    n = int(found[1])
    settled(page, n)

    deeds = page.locator(".st-key-alerts-deeds")
    for _ in range(10):  # the table takes clicks once it is drawn
        page.locator("[data-testid=stDataFrame]").first.click(position={"x": CHECK, "y": FIRST})
        page.wait_for_timeout(3_000)
        if deeds.count():
            break
    name = deeds.get_by_role("textbox", name="您的姓名")
    name.fill("李经理")
    name.press("Enter")
    idle(page)
    deeds.get_by_role("button", name="标为已处理（1）").click()
    settled(page, n - 1)
    expect(page.get_by_role("link", name=f"待办 {n - 1}")).to_be_visible()

    page.get_by_role("button", name=re.compile("^撤销：已处理")).click()
    settled(page, n)
