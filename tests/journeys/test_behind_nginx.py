"""Owner and manager, two browsers behind a real nginx with TLS: sent, read, opened, moved, and revoked while open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kam_core.wording import say
from tests.journeys.conftest import CHROMIUM, FLAGS, PATIENCE, Server, idle
from tests.journeys.test_upload import as_other_data, drop
from tests.nginx import MISSING, NAME, REQUIRED, Front, dashboard_behind

pytestmark = pytest.mark.skipif(bool(MISSING) and not REQUIRED, reason=str(MISSING))
expect.set_options(timeout=PATIENCE)
PUBLIC = f"https://{NAME}"
TLS: dict[str, Any] = {"ignore_https_errors": True}  # the certificate is its own
SENT, KEPT = "QxSentZq", "QxKeptZq"  # words in what is sent, and in what its owner keeps


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Front, Server]]:
    with dashboard_behind(tmp_path_factory.mktemp("behind")) as found:
        yield found


@pytest.fixture(scope="module")
def chromium(behind: tuple[Front, Server]) -> Iterator[Any]:
    """A Chromium for which the public name is this nginx."""
    from playwright.sync_api import sync_playwright

    rules = f"--host-resolver-rules=MAP {NAME}:443 127.0.0.1:{behind[0].tls}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=[*FLAGS, rules])
        yield browser
        browser.close()


def sales(word: str) -> bytes:
    """Fourteen months of ten customers whose names hold the word."""
    rows = ["Date,Customer,Product,Amount"]
    for month in range(14):
        day = f"{2024 + month // 12}-{month % 12 + 1:02d}-11"
        rows += [f"{day},{word} Ltd {n},{word} Juice,{100 * (n + 1)}" for n in range(10)]
    return "\n".join(rows).encode()


def settled(page: Page) -> Page:
    expect(page.locator(".live.placed")).to_be_visible()
    idle(page)
    return page


def told(page: Page) -> tuple[list[bytes], set[str]]:
    """All that comes over this page's live connections from now on, and their addresses."""
    heard: list[bytes] = []
    addresses: set[str] = set()

    def listen(stream: Any) -> None:
        addresses.add(stream.url.partition("?")[0])
        stream.on("framereceived", lambda said: heard.append(said if isinstance(said, bytes) else said.encode()))

    page.on("websocket", listen)
    return heard, addresses


def answered(page: Page, path: str) -> tuple[int, str, bytes]:
    """What the browser gets at an address."""
    answer = page.goto(f"{PUBLIC}{path}")
    assert answer is not None
    return answer.status, answer.headers["content-type"], answer.body()


def uploaded(browse: Any, word: str, like: Page | None = None) -> Page:
    """A page of the workspace's new dataset."""
    page: Page = browse(f"{PUBLIC}/data?lang=en", like=like, locale="en-US", **TLS)
    expect(page.get_by_test_id("stFileUploader")).to_be_visible()
    as_other_data(page)
    drop(page, f"{word}.csv", sales(word))
    expect(page).to_have_url(re.compile(r"/pareto\?data=d\w+"))
    return settled(page)


def sent(page: Page) -> str:
    """The link that one press makes."""
    page.get_by_role("button", name="Send", exact=True).first.click()
    dialog = page.locator("[role=dialog]")
    expect(dialog.locator(".picture img[src^='blob:']")).to_be_visible()
    expect(dialog.get_by_test_id("stAlert")).to_have_count(0)  # nothing to warn of: others reach this address
    said = dialog.locator(".st-key-send_text").inner_text().strip().split("\n")
    return said[-1]


def secure(page: Page) -> set[str]:
    """The names of the browser's cookies: each leaves over TLS alone; ours are out of every script's reach."""
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
    ours = {name for name in cookies if name.startswith("kam_")}
    assert all(cookies[name]["secure"] and cookies[name]["httpOnly"] for name in ours)
    assert all(cookies[name]["sameSite"] == "Lax" for name in ours)
    return ours


def revoked(page: Page) -> None:
    """The owner closes the newest link, in the list of all."""
    page.get_by_role("tab", name="All my links").click()
    grid = page.locator("[role=dialog] [data-testid=stDataFrame]")
    expect(grid).to_be_visible()
    grid.click(position={"x": 18, "y": 52})
    page.get_by_role("button", name="Revoke", exact=True).click()
    page.get_by_role("button", name="Revoke it").click()
    idle(page)
    expect(page.get_by_role("button", name="Revoke", exact=True)).to_have_count(0)


def test_from_the_owner_s_press_to_the_end_of_the_link(behind: tuple[Front, Server], browse: Any) -> None:
    front, server = behind
    kept = uploaded(browse, KEPT)
    hidden = re.search(r"data=(d\w+)", kept.url)
    owner = uploaded(browse, SENT, like=kept)
    link = sent(owner)
    assert hidden and hidden[1] not in owner.url
    assert link.startswith(f"{PUBLIC}/s/") and secure(owner) == {"kam_workspace"}

    manager: Page = browse(link, viewport={"width": 390, "height": 844}, locale="en-US", **TLS)
    expect(manager.locator("h1")).to_contain_text("2 of 10 customers")
    read = manager.locator("h1").inner_text()
    assert SENT in manager.content() and KEPT not in manager.content()
    heard, addresses = told(manager)
    manager.set_viewport_size({"width": 1440, "height": 1000})
    manager.get_by_role("link", name="Open the interactive version").click()
    settled(manager)
    assert manager.locator(".sentence").first.inner_text() == read
    assert "kam_workspace" in secure(manager) and any(name.startswith("kam_s_") for name in secure(manager))

    box = manager.locator("label[data-rule=count] input")
    box.fill("7")
    box.press("Enter")
    expect(manager).to_have_url(re.compile(r"rule=count&cut=7&"))
    expect(manager.locator(".sentence").first).to_contain_text("7 of 10 customers")
    assert read in owner.locator(".sentence").first.inner_text(), "the owner's own line stays"
    shared = manager.url
    for page in ("data", "pareto", "coverage"):  # by address: what was not shared, with the share and without it
        manager.goto(re.sub(r"/pareto\?", f"/{page}?", re.sub(r"data=d\w+", f"data={hidden[1]}", shared)))
        idle(manager)
        manager.goto(f"{PUBLIC}/{page}?data={hidden[1]}&lang=en")
        expect(manager.get_by_test_id("stAppViewContainer")).to_be_visible()
        idle(manager)
        assert KEPT not in manager.content()
    manager.goto(shared)
    settled(manager)
    whole = b"".join(heard)
    assert SENT.encode() in whole, "the search finds what was sent"
    assert KEPT.encode() not in whole
    for typed in (f"data={hidden[1]}", say("en", "error.unknown_dataset", dataset=hidden[1])):
        whole = whole.replace(typed.encode(), b"")  # the address, and the refusal any other id would get
    assert hidden[1].encode() not in whole

    revoked(owner)
    manager.get_by_role("radiogroup").get_by_text("Others", exact=False).first.click()
    expect(manager.get_by_text("This link is not valid, or no longer.")).to_be_visible()
    expect(manager.locator(".sentence")).to_have_count(0)
    assert SENT not in manager.content()
    token = link.rpartition("/")[2]
    over = answered(manager, f"/s/{token}")
    assert over[:2] == (404, "text/plain; charset=utf-8") and over == answered(manager, f"/s/{'x' * 43}")
    assert addresses == {f"wss://{NAME}/_stcore/stream"}
    for log in (front.access, front.errors, server.log):
        assert token not in log.read_text("utf-8", "replace")
    assert '"GET /s/-" 200' in front.access.read_text("utf-8") and " 101 " in front.access.read_text("utf-8")
