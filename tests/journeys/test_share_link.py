"""A link travels: read on a phone without JavaScript, opened, moved, reloaded, forwarded, closed while it is open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kam_core.store import Store
from kam_core.store.principal import HOUSE
from kam_core.store.sample import open_sample
from kam_ui import offers
from kam_ui.link import parse, settle
from tests.journeys.conftest import PATIENCE, Server, idle

expect.set_options(timeout=PATIENCE)
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "java_script_enabled": False}


@pytest.fixture(scope="module")
def store(server: Server) -> Iterator[Store]:
    """The server's store, as another process of its owner's."""
    yield Store(server.folder)


def send(store: Store, **query: str) -> tuple[str, str]:
    """(public id, token) of a link to a view of the sample."""
    dataset = open_sample(store, "zh", HOUSE)
    view = settle(parse({key: [value] for key, value in query.items()}), offers.offer_of(dataset), "zh")
    until = datetime.now(UTC) + timedelta(days=30)
    share, token = store.share(dataset.id, dataset.version, "pareto", view.query("pareto"), expires=until,
                               day=date(2025, 12, 27), lang="zh", principal=HOUSE)  # fmt: skip
    return share.id, token


def settled(page: Page) -> None:
    expect(page.locator(".live.placed")).to_be_visible()
    idle(page)


def test_a_link_from_the_phone_to_its_end(server: Server, store: Store, browse: Any) -> None:
    share, token = send(store)
    link = f"{server.address}/s/{token}"
    phone = browse(link, **PHONE)
    expect(phone).to_have_title(re.compile("大客户.*2025-12-26"))
    told = phone.locator("h1").inner_text()
    assert told.startswith("60 家大客户") and phone.locator(".card").first.is_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.get_by_role("link", name="English").click()
    expect(phone.locator("html")).to_have_attribute("lang", "en")

    page = browse(link)
    page.get_by_role("link", name="打开可操作版").click()
    expect(page).to_have_url(re.compile(rf"/pareto\?share={share}&data=sample"))
    settled(page)
    assert page.locator(".sentence").first.inner_text().startswith(told)
    expect(page.get_by_text("分享给您的定格版")).to_be_visible()
    expect(page.get_by_test_id("stSidebar").get_by_role("combobox")).to_have_count(0)
    expect(page.get_by_role("link", name="数据")).to_have_count(0)

    box = page.locator("label[data-rule=count] input")
    box.fill("20")
    box.press("Enter")
    expect(page).to_have_url(re.compile(rf"share={share}&.*rule=count&cut=20&"))
    page.reload()
    settled(page)
    expect(page.locator(".sentence").first).to_contain_text("20 家大客户")
    page.get_by_role("button", name="回到分享时的视图").click()
    expect(page).to_have_url(re.compile(r"rule=top&cut=20&"))

    forwarded = browse(page.url)  # the dashboard's address alone, in a browser that never held the token
    expect(forwarded.get_by_text("链接无效或已失效")).to_be_visible()

    store.revoke_share(share, HOUSE)
    page.get_by_role("radiogroup").get_by_text("其他", exact=False).first.click()
    expect(page.get_by_text("链接无效或已失效")).to_be_visible()
    expect(page.locator(".sentence")).to_have_count(0)
    assert browse(f"{server.address}/assets/icon.svg").request.get(link).status == 404
    assert token not in server.log.read_text("utf-8", "replace")


def test_two_links_in_two_tabs_of_one_browser(server: Server, store: Store, browse: Any) -> None:
    (east, first), (south, second) = send(store, region="华东"), send(store, region="华南")
    one = browse(f"{server.address}/s/{first}")
    one.get_by_role("link", name="打开可操作版").click()
    settled(one)
    two = one.context.new_page()
    two.set_default_timeout(PATIENCE)
    two.goto(f"{server.address}/s/{second}")
    two.get_by_role("link", name="打开可操作版").click()
    settled(two)
    for page, share, region in ((one, east, "华东"), (two, south, "华南")):
        page.reload()
        settled(page)
        expect(page).to_have_url(re.compile(f"share={share}&"))
        expect(page.get_by_text(f"区域 {region}")).to_be_visible()
