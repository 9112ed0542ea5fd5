"""The server answers to its own names alone: a page that makes its name point here learns nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket

from kam_ui.web import hosts, middleware, routes
from kam_ui.web.hosts import answers_to
from kam_ui.web.settings import settings
from tests.browser import Browser


async def greeted(socket: WebSocket) -> None:
    await socket.accept()
    await socket.close()


APP = Starlette(routes=[*routes(), WebSocketRoute("/_stcore/stream", greeted)], middleware=middleware())
OURS = [
    "kam.example.com",
    "kam.example.com:8443",
    "KAM.example.com.",
    "10.0.0.5:8501",
    "[fd00::2]:8501",
    "localhost",
    "kam",
]
OTHERS = [
    "evil.test",
    "127.0.0.1.evil.test",
    "kam.example.com.evil.test",
    "evilkam.example.com",
    "kam@evil.test",
    "evil.test:80:90",
    "[::1",
    "",
]


@pytest.fixture(autouse=True)
def public(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("KAM_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("KAM_SECRET", "s" * 40)
    monkeypatch.setenv("KAM_PUBLIC_ADDRESS", "https://kam.example.com")
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.mark.parametrize("host", OURS)
def test_its_own_names(host: str) -> None:
    assert answers_to(host)
    browser = Browser(APP, address="203.0.113.9", host=host)
    assert (browser.get("/pareto").status, browser.connect().status) == (200, 101)


@pytest.mark.parametrize("host", OTHERS)
@pytest.mark.parametrize("address", ["/", "/pareto", "/api/ready", "/s/x", "/_stcore/health", "/assets/icon.svg"])
def test_no_other(host: str, address: str) -> None:
    assert not answers_to(host)
    browser = Browser(APP, address="203.0.113.9", host=host)
    answer, refused = browser.get(address), browser.connect()
    assert (answer.status, refused.status) == (421, 421) and not answer.cookies
    assert answer.text.count("KAM_PUBLIC_ADDRESS") == 2 and "nosniff" in answer.headers["x-content-type-options"]


@pytest.mark.parametrize(
    ("allowed", "host", "answers"),
    [
        (["kam.corp.example"], "kam.corp.example", True),
        (["*.corp.example"], "kam.corp.example", True),
        (["*.corp.example"], "corp.example", False),
        (["*.corp.example"], "evilcorp.example", False),
        (["*"], "any.test", True),
        ([], "kam.corp.example", False),
    ],
)
def test_more_names_where_the_operator_lists_them(
    allowed: list[str], host: str, answers: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hosts, "get_option", lambda name: {"server.allowedHosts": allowed}[name])
    assert answers_to(host) is answers


def test_the_option_is_streamlit_s() -> None:
    assert streamlit.get_option("server.allowedHosts") == []
