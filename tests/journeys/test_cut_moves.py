"""The line moves in the browser at the screen's own pace, and the server's figures follow it exactly."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PATIENCE, Server, idle

expect.set_options(timeout=PATIENCE)


def opened(browse: Any, server: Server, query: str = "data=sample&lang=zh", **options: Any) -> Page:
    page: Page = browse(f"{server.address}/pareto?{query}", **options)
    expect(page.locator(".live.placed")).to_be_visible()
    idle(page)
    return page


def numbers(page: Page) -> dict[str, str]:
    boxes = page.locator(".numbers label")
    return {str(box.get_attribute("data-rule")): box.locator("input").input_value() for box in boxes.all()}


def sentence(page: Page) -> str:
    return page.locator(".sentence").inner_text()


def at_count(page: Page, k: int) -> tuple[float, float]:
    """Where on the screen the line stands when it stands after k customers."""
    box = page.locator(".over").bounding_box()
    slider = page.locator(".slider").bounding_box()
    n = int(page.locator(".slider").get_attribute("max") or 0)
    assert box and slider
    return slider["x"] + 8 + (slider["width"] - 16) * k / n, box["y"] + box["height"] / 2


def test_dragging_moves_everything_and_the_release_makes_it_exact(server: Server, browse: Any) -> None:
    page = opened(browse, server)
    before = sentence(page)
    page.mouse.move(*at_count(page, 60))
    page.mouse.down()
    page.mouse.move(*at_count(page, 100), steps=60)
    moving = sentence(page)
    assert moving.startswith("100 家") and moving != before
    assert "rule=top" in page.url, "the server is told on release, not before"
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"rule=count&cut=100&"))
    expect(page.get_by_text("大客户 100", exact=True).last).to_be_visible()
    assert sentence(page) == moving


def test_each_of_the_four_numbers_can_be_the_rule(server: Server, browse: Any) -> None:
    page = opened(browse, server)
    for rule, typed in (("reach", "80"), ("count", "25"), ("top", "12.5"), ("at_least", "100")):
        box = page.locator(f"label[data-rule={rule}] input")
        box.fill(typed)
        box.press("Enter")
        cut = "1000000" if rule == "at_least" else typed  # typed in 万
        expect(page).to_have_url(re.compile(rf"rule={rule}&cut={re.escape(cut)}&"))
        expect(page.locator(f"label[data-rule={rule}]")).to_have_class("rules")
        assert numbers(page)[rule] == typed
    page.locator("label[data-rule=top] input").fill("150")
    page.keyboard.press("Enter")
    expect(page.locator(".wrong")).to_be_visible()
    assert "rule=at_least" in page.url


def test_the_keyboard_and_back_move_the_line_too(server: Server, browse: Any) -> None:
    page = opened(browse, server, "data=sample&lang=en&rule=count&cut=40")
    slider = page.locator(".slider")
    slider.focus()
    for k in (41, 42):  # one at a time: on a slow machine two presses may be two cuts, and two steps back
        slider.press("ArrowRight")
        expect(page).to_have_url(re.compile(f"cut={k}&"))
        expect(page.get_by_role("radio", name=f"Key accounts {k}")).to_be_visible()  # the server has answered too
    assert str(slider.get_attribute("aria-valuetext")).startswith("42 of 300")
    page.go_back()
    expect(page).to_have_url(re.compile("cut=41&"))
    expect(page.locator("label[data-rule=count] input")).to_have_value("41")


def test_a_tap_on_a_phone_sets_the_line(server: Server, browse: Any) -> None:
    page = opened(browse, server, viewport={"width": 390, "height": 844}, has_touch=True)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 392
    page.locator(".over").scroll_into_view_if_needed()
    page.touchscreen.tap(*at_count(page, 150))
    expect(page).to_have_url(re.compile(r"rule=count&cut=1[45]\d&"))


def test_a_copied_link_shows_the_same_figures_elsewhere(server: Server, browse: Any) -> None:
    page = opened(browse, server, permissions=["clipboard-read", "clipboard-write"])
    page.locator("label[data-rule=count] input").fill("33")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("cut=33&"))
    idle(page)
    page.get_by_role("button", name="复制本页链接").click()
    expect(page.get_by_text("已复制")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.replace("%40", "@") == page.url.replace("%40", "@")
    other = browse(link.replace("lang=zh", "lang=en"), locale="de-DE")
    expect(other.locator(".live.placed")).to_be_visible()
    assert numbers(other)["top"] == numbers(page)["top"]
    assert re.findall(r"[\d.]+%", sentence(other)) == re.findall(r"[\d.]+%", sentence(page))


def test_without_a_clipboard_for_pages_the_link_is_copied_all_the_same(server: Server, browse: Any) -> None:
    page = browse(f"{server.address}/api/ready", permissions=["clipboard-read", "clipboard-write"])
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(f"{server.address}/pareto?data=sample&lang=en")
    expect(page.locator(".live.placed")).to_be_visible()
    page.get_by_role("button", name="Copy the link to this view").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    search = page.get_by_role("textbox", name="Search customers")
    search.focus()
    page.keyboard.press("Control+v")
    assert search.input_value().startswith(f"{server.address}/pareto?data=sample%402&rule=top&cut=20&measure=amount&")


def test_a_click_in_the_table_opens_the_rows_that_sum_to_the_figure(server: Server, browse: Any) -> None:
    page = opened(browse, server)
    grid = page.locator("[data-testid=stDataFrame]").first
    grid.click(position={"x": 330, "y": 38 + 60})
    expect(page.get_by_text(re.compile("销售额相加正好是 14,944,775.04"))).to_be_visible()


def test_a_click_on_a_name_opens_the_account_and_back_leads_here_again(server: Server, browse: Any) -> None:
    page = opened(browse, server)
    page.locator("[data-testid=stDataFrame]").first.click(position={"x": 120, "y": 38 + 60})
    expect(page).to_have_url(re.compile(r"/account\?.*account=C017"))
    expect(page.locator(".sentence")).to_contain_text("销售额第 2 名")
    page.go_back()
    expect(page).to_have_url(re.compile(r"/pareto\?"))
    expect(page.locator(".sentence")).to_contain_text("家大客户")
