"""Two real browsers at one server: neither sees the other's data, and a recovery link leads from one to the other."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from tests.journeys.conftest import PATIENCE, Server
from tests.journeys.test_upload import drop, opened

expect.set_options(timeout=PATIENCE)
SALES = "Date,Customer,Amount\n" + "".join(f"2025-03-{d:02d},Qx Trading {d % 5},{d}\n" for d in range(1, 29))


def uploaded(browse: Any, server: Server) -> Page:
    """A browser that has imported a file of its own, on its first visit."""
    page = opened(browse, server, "lang=en", locale="en-US")
    drop(page, "mine.csv", SALES.encode())
    expect(page).to_have_url(re.compile(r"/pareto\?data=d\w+"))
    expect(page.locator(".live.placed")).to_be_visible()
    return page


def shown_link(page: Page, server: Server) -> str:
    """The recovery link, as the data page shows it."""
    page.goto(f"{server.address}/data?lang=en")
    page.locator("summary", has_text="This browser's workspace").click()
    page.get_by_text("Show the recovery link").click()
    link = page.get_by_test_id("stCode")
    expect(link).to_contain_text("/workspace/")
    return link.inner_text().strip()


def test_a_recovery_link_leads_from_one_browser_to_the_other(server: Server, browse: Any) -> None:
    page = uploaded(browse, server)
    plain = page.url
    stranger = browse(plain, locale="en-US")
    expect(stranger.get_by_text("It may belong to the workspace of another browser")).to_be_visible()
    assert "Qx Trading" not in stranger.content() and "mine" not in stranger.locator("section").first.inner_text()
    stranger.goto(f"{server.address}/data?lang=en")
    expect(stranger.get_by_test_id("stFileUploader")).to_be_visible()
    assert "mine" not in stranger.content()

    link = shown_link(page, server)
    stranger.goto(f"{link}?lang=en")
    expect(stranger.get_by_role("heading", name="Shall this browser use this workspace?")).to_be_visible()
    stranger.get_by_role("button", name="Use this workspace").click()
    expect(stranger).to_have_url(re.compile("/data"))
    stranger.goto(plain)
    expect(stranger.locator(".live.placed")).to_be_visible()
    assert stranger.locator(".sentence").inner_text() == browse(plain, like=page).locator(".sentence").inner_text()

    page.get_by_role("button", name="Make a new link").click()
    expect(page.get_by_text("The older recovery link is dead")).to_be_visible()
    expect(page.get_by_test_id("stCode")).not_to_contain_text(link)
    assert stranger.request.get(link).status == 404
    assert link.rpartition("/")[2] not in server.log.read_text("utf-8", "replace")


def spoken(server: Server, query: str, cookies: dict[str, str], session: str = "") -> tuple[bytes, str]:
    """What the server sends to whoever opens its stream with these cookies, and the id of the session it is in."""
    said = BackMsg()
    said.rerun_script.query_string = query
    said.rerun_script.page_name = "pareto"
    sent, known = [], session
    address = server.address.replace("http", "ws") + "/_stcore/stream"
    jar = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    protocols = [Subprotocol(part) for part in ("streamlit", "-", session) if part]
    with connect(address, subprotocols=protocols, additional_headers=jar, origin=Origin(server.address)) as stream:
        stream.send(said.SerializeToString())
        for frame in stream:
            assert isinstance(frame, bytes)
            sent.append(frame)
            message = ForwardMsg.FromString(frame)
            known = message.new_session.initialize.session_id or known
            if message.WhichOneof("type") == "script_finished":
                break
    return b"".join(sent), known


def test_a_stream_without_a_valid_cookie_is_nobody_s(server: Server, browse: Any) -> None:
    page = uploaded(browse, server)
    query = page.url.partition("?")[2]
    (mine,) = (c["value"] for c in page.context.cookies() if c["name"] == "kam_workspace")
    text, moment, signature = mine.rsplit(".", 2)
    for forged in ({}, {"kam_workspace": text}, {"kam_workspace": f"w-{'A' * 22}.{moment}.{signature}"}):
        sent, _ = spoken(server, query, forged)
        assert b"This page needs a cookie" in sent and b"Qx Trading" not in sent
    sent, session = spoken(server, query, {"kam_workspace": mine})
    assert b"Qx Trading" in sent and b"This page needs a cookie" not in sent
    sent, again = spoken(server, "lang=en", {}, session)
    assert b"This page needs a cookie" in sent and b"Qx Trading" not in sent, f"{again} was taken over"


def test_until_a_secret_is_set_nobody_else_is_answered(server: Server) -> None:
    forwarded = {"X-Forwarded-For": "203.0.113.9"}
    for address in ("/pareto", "/data", "/api/ready", "/_stcore/health", "/assets/icon.svg", "/workspace/x"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(urllib.request.Request(server.address + address, headers=forwarded), timeout=20)
        assert refused.value.code == 403 and b"KAM_SECRET" in refused.value.read()
    address = server.address.replace("http", "ws") + "/_stcore/stream"
    with pytest.raises(InvalidStatus) as unheard, connect(address, additional_headers=forwarded):
        pass
    assert unheard.value.response.status_code == 403
    assert b"KAM_SECRET" in (unheard.value.response.body or b"")
    assert (server.folder / "secret").stat().st_mode & 0o777 == 0o600
