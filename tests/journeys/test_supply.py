"""The season from the first sentence to an agreed quantity, and the same figures in somebody else's browser."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PATIENCE, Server, idle

expect.set_options(timeout=PATIENCE)


def settled(page: Page) -> None:
    expect(page.locator(".live.placed")).to_be_visible()
    idle(page)


def sentence(page: Page) -> str:
    return page.locator(".sentence").first.inner_text()


def test_from_the_sentence_to_an_agreed_quantity(server: Server, browse: Any) -> None:
    page = browse(f"{server.address}/pareto?data=sample&lang=zh", permissions=["clipboard-read", "clipboard-write"])
    settled(page)
    assert "旺季会断货" in sentence(page)
    page.get_by_role("link", name="备货").click()
    expect(page).to_have_url(re.compile(r"/supply\?.*as_of=2025-12-26.*tab=due"))
    settled(page)
    expect(page.locator(".sentence")).to_contain_text("60 家大客户中")

    box = page.locator("label[data-rule=count] input")
    box.fill("20")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"rule=count&cut=20&"))
    expect(page.locator(".sentence")).to_contain_text("20 家大客户")

    idle(page)
    grid = page.locator(".st-key-due_wide [data-testid=stDataFrame]")
    expect(grid).to_have_count(1)  # while the page is drawn anew, the table before stands beside the new one
    grid.click(position={"x": 18, "y": 40 + 19})  # the first row: the most urgent account
    expect(page).to_have_url(re.compile(r"account=C\d+&item=P\d+"))
    expect(page.get_by_text("备货确认单").first).to_be_visible()
    expect(page.locator(".js-plotly-plot").last).to_be_visible()

    agreed = page.get_by_label(re.compile("^商定量"))
    agreed.fill("4321")
    agreed.press("Enter")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("商定量已代替预测")).to_be_visible()
    idle(page)

    page.get_by_role("button", name="复制本页链接").click()
    expect(page.get_by_text("已复制")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    other = browse(link, like=page, locale="de-DE")
    settled(other)
    expect(other.get_by_text("商定量已代替预测")).to_be_visible()
    assert sentence(other) == sentence(page)
    expect(other.get_by_label(re.compile("^商定量"))).to_have_value("4321")
    assert other.url.replace("%40", "@") == link.replace("%40", "@")
    stranger = browse(link)  # sees the sample, but not what was agreed
    settled(stranger)
    expect(stranger.get_by_label(re.compile("^商定量"))).not_to_have_value("4321")


def test_on_a_phone_the_urgent_rows_are_cards(server: Server, browse: Any) -> None:
    page = browse(f"{server.address}/supply?data=sample-en&lang=en", viewport={"width": 390, "height": 844})
    settled(page)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 392
    cards = page.locator(".cards button")
    expect(cards).to_have_count(20)
    expect(page.locator(".st-key-due_wide")).to_be_hidden()
    assert sentence(page).find(cards.first.locator(".name").inner_text()) >= 0
    cards.first.click()
    expect(page).to_have_url(re.compile(r"account=C\d+&item=P\d+"))
    expect(page.get_by_text("Season agreement").first).to_be_visible()


def test_while_the_line_is_dragged_the_first_page_counts_the_shortages_too(server: Server, browse: Any) -> None:
    page = browse(f"{server.address}/pareto?data=sample&lang=zh&rule=count&cut=60")
    settled(page)
    slider = page.locator(".slider")
    slider.focus()
    slider.press("ArrowRight")
    expect(page).to_have_url(re.compile("cut=61&"))
    expect(page.get_by_text("大客户 61", exact=True).last).to_be_visible()
    moving = sentence(page)  # said by the browser while it moved; the server's must be the same
    other = browse(f"{server.address}/pareto?data=sample&lang=zh&rule=count&cut=61")
    settled(other)
    assert sentence(other) == moving
