"""The secret and its file, this machine alone until one is set, and proxies believed by explicit setting only."""

from __future__ import annotations

import multiprocessing
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from kam_ui.web import middleware, routes
from kam_ui.web.settings import FILE, _own_secret, client_address, is_https, is_local, settings
from kam_ui.web.signing import sign, signed
from tests.browser import Browser

SECRET = "0123456789abcdef0123456789abcdef"


async def told(request: Request) -> JSONResponse:
    return JSONResponse([client_address(request.scope), is_https(request.scope), is_local(request.scope)])


async def greeted(socket: WebSocket) -> None:
    await socket.accept()
    await socket.close()


APP = Starlette(
    routes=[*routes(), Route("/asked/who", told), WebSocketRoute("/_stcore/stream", greeted)], middleware=middleware()
)
BARE = Starlette(routes=[Route("/who", told)])


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """A fresh store and no settings; call it to set some."""

    def say(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()

    for name in ("KAM_SECRET", "KAM_PUBLIC_ADDRESS", "KAM_TRUSTED_PROXIES"):
        monkeypatch.delenv(name, raising=False)
    say(KAM_DATA_DIR=str(tmp_path))
    yield say
    settings.cache_clear()


# ---- the secret


def test_without_a_secret_one_is_made_once_and_kept_for_the_owner_only(tmp_path: Path) -> None:
    made = settings().secrets
    assert settings().own_secret and len(made) == 1 and len(made[0]) >= 32
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [FILE], "no draft is left"
    (tmp_path / FILE).chmod(0o644)
    settings.cache_clear()
    assert settings().secrets == made
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_servers_that_start_at_once_agree_on_it(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        assert len(set(pool.map(_own_secret, [tmp_path / "new" / FILE] * 8))) == 1


def test_what_was_signed_before_a_secret_was_set_stays_good(environment: Callable[..., None]) -> None:
    before = sign("workspace", "w-x")
    environment(KAM_SECRET=SECRET)
    assert not settings().own_secret and settings().secrets[-1] == SECRET
    assert signed("workspace", before) is not None
    after = sign("workspace", "w-x")
    environment(KAM_SECRET="f" * 32)
    assert signed("workspace", after) is None


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("KAM_SECRET", "short", "KAM_SECRET has 5 characters and needs at least 32"),
        ("KAM_PUBLIC_ADDRESS", "kam.example.com", "KAM_PUBLIC_ADDRESS is 'kam.example.com'"),
        ("KAM_PUBLIC_ADDRESS", "https://kam.example.com/x", "scheme and host alone"),
        ("KAM_PUBLIC_ADDRESS", "javascript:alert(1)", "scheme and host alone"),
        ("KAM_TRUSTED_PROXIES", "10.0.0.1, nginx", "KAM_TRUSTED_PROXIES holds 'nginx'"),
    ],
)
def test_a_setting_that_cannot_be_meant_refuses_the_start(
    environment: Callable[..., None], name: str, value: str, said: str
) -> None:
    environment(**{name: value})
    with pytest.raises(SystemExit, match=said):
        settings()


def test_a_damaged_secret_is_never_used(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("", "ascii")
    with pytest.raises(SystemExit, match="damaged"):
        settings()


def test_an_address_is_kept_without_its_slash(environment: Callable[..., None]) -> None:
    environment(KAM_PUBLIC_ADDRESS="https://kam.example.com:8443/")
    assert settings().public_address == "https://kam.example.com:8443"


# ---- this machine alone


LOCAL = [{}, {"address": "::1", "host": "[::1]:8501"}, {"host": "localhost:8501"}, {"address": "::ffff:127.0.0.1"}]
REMOTE: list[dict[str, Any]] = [
    {"address": "192.168.1.20"},
    {"address": "2001:db8::1"},
    {"address": "::ffff:10.0.0.7"},
    {"address": ""},  # a socket that tells nothing
    {"host": "kam.example.com"},
    {"host": "127.0.0.1.evil.test"},
    {"host": ""},
]
FORWARDED = [{"x_forwarded_for": "127.0.0.1"}, {"x_real_ip": "127.0.0.1"}, {"forwarded": "for=127.0.0.1"}]
ADDRESSES = ["/pareto", "/", "/api/ready", "/assets/icon.svg", "/workspace/x", "/nothing/here"]


@pytest.mark.parametrize("who", LOCAL)
def test_this_machine_is_let_in(who: dict[str, str]) -> None:
    assert Browser(APP, **who).get("/pareto").status == 200
    assert Browser(APP, **who).connect().status == 101


@pytest.mark.parametrize("who", REMOTE)
@pytest.mark.parametrize("address", ADDRESSES)
def test_nobody_beyond_it_while_the_secret_is_the_default(who: dict[str, str], address: str) -> None:
    answer = Browser(APP, **who).get(address)
    assert answer.status == 403 and not answer.cookies
    assert answer.text.count("KAM_SECRET") >= 2 and "只在本机打开" in answer.text and "own machine only" in answer.text
    assert "content-security-policy" in answer.headers
    refused = Browser(APP, **who).connect()
    assert refused.status == 403 and "KAM_SECRET" in refused.text


@pytest.mark.parametrize("headers", FORWARDED)
def test_a_proxy_nobody_named_brings_nobody_in(headers: dict[str, str]) -> None:
    assert Browser(APP).get("/pareto", **headers).status == 403
    assert Browser(APP).connect(**headers).status == 403


def test_with_a_secret_everybody_is_answered(environment: Callable[..., None]) -> None:
    environment(KAM_SECRET=SECRET, KAM_PUBLIC_ADDRESS="https://kam.example.com")
    for who in (who for who in REMOTE if who.get("host") not in ("127.0.0.1.evil.test", "")):
        assert Browser(APP, **who).get("/pareto").status == 200
        assert Browser(APP, **who).connect().status == 101


# ---- proxies


def who_asks(browser: Browser, **headers: str) -> list[Any]:
    import json

    found: list[Any] = json.loads(browser.get("/who", **headers).text)
    return found


CASES = [
    # trusted, connected, X-Forwarded-For, the client
    ("", "10.0.0.5", "1.2.3.4", "10.0.0.5"),
    ("10.0.0.5", "10.0.0.5", "1.2.3.4", "1.2.3.4"),
    ("10.0.0.5", "10.0.0.6", "1.2.3.4", "10.0.0.6"),
    ("10.0.0.0/8", "10.9.9.9", "6.6.6.6, 1.2.3.4", "1.2.3.4"),  # the client's own claim comes first
    ("10.0.0.0/8", "10.9.9.9", "6.6.6.6, 1.2.3.4, 10.1.1.1", "1.2.3.4"),  # two proxies of ours
    ("10.0.0.0/8", "10.9.9.9", "10.1.1.1, 10.2.2.2", "10.1.1.1"),
    ("10.0.0.5", "10.0.0.5", "", "10.0.0.5"),
    ("10.0.0.5", "10.0.0.5", "not an address", "10.0.0.5"),
    ("10.0.0.5", "10.0.0.5", "1.2.3.4:5555", "1.2.3.4"),
    ("::1", "::1", "[2001:db8::7]:443", "2001:db8::7"),
    ("127.0.0.1", "::ffff:127.0.0.1", "1.2.3.4", "1.2.3.4"),
]


@pytest.mark.parametrize(("trusted", "connected", "forwarded", "client"), CASES)
def test_who_asks_is_what_a_trusted_proxy_forwards(
    environment: Callable[..., None], trusted: str, connected: str, forwarded: str, client: str
) -> None:
    environment(KAM_TRUSTED_PROXIES=trusted)
    assert who_asks(Browser(BARE, address=connected), x_forwarded_for=forwarded)[0] == client


@pytest.mark.parametrize(("trusted", "client"), [("", "127.0.0.1"), ("127.0.0.1", "1.2.3.4")])
def test_what_uvicorn_takes_over_by_itself_is_not_believed(
    environment: Callable[..., None], trusted: str, client: str
) -> None:
    from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

    environment(KAM_TRUSTED_PROXIES=trusted)
    for forwarded in ("1.2.3.4", "6.6.6.6, 1.2.3.4", "6.6.6.6, 1.2.3.4:4711"):
        browser = Browser(ProxyHeadersMiddleware(BARE), address="127.0.0.1")
        assert who_asks(browser, x_forwarded_for=forwarded, x_forwarded_proto="https") == [client, bool(trusted), False]


@pytest.mark.parametrize(
    ("trusted", "scheme", "said", "https"),
    [
        ("", "http", "", False),
        ("", "https", "", True),
        ("", "http", "https", False),
        ("10.0.0.5", "http", "https", True),
        ("10.0.0.5", "http", "http", False),
        ("10.0.0.5", "http", "https, http", False),
    ],
)
def test_tls_is_believed_from_a_trusted_proxy_only(
    environment: Callable[..., None], trusted: str, scheme: str, said: str, https: bool
) -> None:
    environment(KAM_TRUSTED_PROXIES=trusted, KAM_SECRET=SECRET)
    headers = {"x_forwarded_proto": said} if said else {}
    browser = Browser(APP, address="10.0.0.5", scheme=scheme)
    assert who_asks(Browser(BARE, address="10.0.0.5", scheme=scheme), **headers)[1] is https
    assert ("Secure" in browser.get("/pareto", **headers).cookies[0]) is https


@given(st.text(max_size=60))
def test_no_forwarded_text_makes_a_stranger_local(forwarded: str) -> None:
    scope = {
        "type": "http", "client": ("203.0.113.9", 40_000), "scheme": "http",
        "headers": [(b"host", b"localhost"), (b"x-forwarded-for", forwarded.encode("utf-8", "surrogatepass"))],
    }  # fmt: skip
    assert not is_local(scope) and client_address(scope) == "203.0.113.9"
