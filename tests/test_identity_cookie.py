"""Each browser its own workspace: the cookie, what passes for one, the recovery link, its ticket, the login."""

from __future__ import annotations

import html
import logging
import re
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import itsdangerous
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette

from kam_core.errors import KamError
from kam_core.store.store import Store
from kam_ui import resources, who
from kam_ui.web import identity, login, middleware, recovery, routes, tickets
from kam_ui.web.identity import WORKSPACE, workspace_of
from kam_ui.web.settings import settings
from kam_ui.web.signing import sign, signed
from tests.browser import Answer, Browser
from tests.stored import publish_small

APP = Starlette(routes=routes(), middleware=middleware())
DAY = 86_400


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("KAM_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("KAM_SECRET", "0123456789abcdef0123456789abcdef")
    settings.cache_clear()
    resources.store.clear()
    yield resources.store()
    resources.store.clear()
    settings.cache_clear()


def visited(**profile: str) -> tuple[Browser, str]:
    """A browser after its first visit, and its workspace."""
    browser = Browser(APP, **profile)  # type: ignore[arg-type]
    browser.get("/pareto")
    workspace = workspace_of(browser.cookies)
    assert workspace
    return browser, workspace


def later(monkeypatch: pytest.MonkeyPatch, days: float) -> None:
    """The signer's clock, so many days ago: what is signed now is that old."""
    signed_at = int(time.time() - days * DAY)
    monkeypatch.setattr(itsdangerous.TimestampSigner, "get_timestamp", lambda _self: signed_at)


def aged(monkeypatch: pytest.MonkeyPatch, workspace: str, days: float) -> str:
    with monkeypatch.context() as patch:
        later(patch, days)
        return sign("workspace", workspace)


# ---- the cookie


def test_the_first_page_makes_a_workspace_and_the_next_keep_it() -> None:
    browser = Browser(APP)
    first = browser.get("/pareto?lang=zh")
    assert len(first.cookies) == 1 and first.headers["cache-control"] == "no-store"
    name, *marks = re.split(r"; ", first.cookies[0])
    assert name.startswith("kam_workspace=")
    assert {"HttpOnly", "SameSite=lax", "Path=/", f"Max-Age={365 * DAY}"} == set(marks)
    workspace = workspace_of(browser.cookies)
    assert workspace and WORKSPACE.fullmatch(workspace)
    for address in ("/pareto", "/data?lang=en", "/assets/icon.svg", "/", "/api/ready"):
        assert browser.get(address).cookies == []
    assert workspace_of(browser.cookies) == workspace


def test_two_browsers_are_two_workspaces() -> None:
    assert len({visited()[1] for _ in range(20)}) == 20


@pytest.mark.parametrize("address", ["/", "/api/ready", "/assets/icon.svg", "/nothing/here", "/workspace/x", "/s/x"])
def test_what_is_no_page_makes_no_workspace(address: str) -> None:
    assert not any(line.startswith("kam_workspace") for line in Browser(APP).get(address).cookies)


def test_behind_tls_the_cookie_is_secure() -> None:
    assert "Secure" in Browser(APP, scheme="https").get("/pareto").cookies[0]


FORGERIES = [
    "",
    "w-AAAAAAAAAAAAAAAAAAAAAA",
    "w-AAAAAAAAAAAAAAAAAAAAAA.aaaaaa.bbbb",
    "house",
    "ü",
    "." * 50,
    "A" * 5000,
]


def test_a_forged_cookie_is_nobody() -> None:
    _, workspace = visited()
    good = sign("workspace", workspace)
    text, moment, signature = good.rsplit(".", 2)
    other = "w-" + "B" * 22
    forged = [
        *FORGERIES,
        f"{other}.{moment}.{signature}",  # another name under this signature
        f"{text}.{moment}.{signature[:-4]}AAAA",
        f"{text}.{moment}",
        f"{text}.AAAAAA.{signature}",  # another time
        itsdangerous.TimestampSigner(settings().secrets[0]).sign(workspace).decode(),  # another salt
        itsdangerous.TimestampSigner("f" * 32, salt="kam.workspace").sign(workspace).decode(),
        *(sign(purpose, workspace) for purpose in ("recovery", "ticket", "number", "back")),
        sign("workspace", "house"),
        sign("workspace", "u-" + "0" * 32),
        sign("workspace", "s-share"),
    ]
    assert workspace_of({"kam_workspace": good}) == workspace
    for value in forged:
        assert workspace_of({"kam_workspace": value}) is None, value


@given(st.text(max_size=200))
def test_no_text_passes_for_a_cookie(value: str) -> None:
    assert workspace_of({"kam_workspace": value}) is None
    assert signed("recovery", value) is None


def test_a_browser_with_a_forged_cookie_gets_a_workspace_of_its_own() -> None:
    _, workspace = visited()
    thief = Browser(APP, cookies={"kam_workspace": sign("recovery", workspace)})
    thief.get("/pareto")
    assert workspace_of(thief.cookies) not in (None, workspace)


def test_a_cookie_lives_a_year_and_is_renewed_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    _, workspace = visited()
    young, old, dead = (aged(monkeypatch, workspace, days) for days in (0.5, 364, 366))
    assert Browser(APP, cookies={"kam_workspace": young}).get("/pareto").cookies == []
    browser = Browser(APP, cookies={"kam_workspace": old})
    assert len(browser.get("/pareto").cookies) == 1
    assert workspace_of(browser.cookies) == workspace and browser.cookies["kam_workspace"] != old
    assert workspace_of({"kam_workspace": dead}) is None
    browser = Browser(APP, cookies={"kam_workspace": dead})
    browser.get("/pareto")
    assert workspace_of(browser.cookies) not in (None, workspace)


# ---- the recovery link


def form_of(page: Answer) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text)
    return {name: html.unescape(value) for name, value in found}


def test_a_recovery_link_leads_another_browser_to_the_workspace(store: Store) -> None:
    _, workspace = visited()
    link = recovery.recovery_path(store, workspace)
    assert len(link) > 80
    for browser in (Browser(APP), visited()[0]):
        before = workspace_of(browser.cookies)
        page = browser.get(f"{link}?lang=zh")
        assert page.status == 200 and "让这个浏览器使用这个工作区" in page.text and page.text.count("<button>") == 1
        assert "<script" not in page.text and page.headers["x-robots-tag"] == "noindex"
        assert page.headers["referrer-policy"] == "no-referrer" and page.headers["cache-control"] == "no-store"
        assert "form-action 'self'" in page.headers["content-security-policy"]
        assert workspace_of(browser.cookies) == before, "opening the link changes nothing yet"
        answer = browser.post(link, form_of(page))
        assert (answer.status, answer.headers["location"]) == (303, "/data")
        assert workspace_of(browser.cookies) == workspace
        assert browser.get(link).status == 303, "whoever is there already is not asked"


def test_other_pages_hold_no_form() -> None:
    assert "form-action 'none'" in Browser(APP).get("/pareto").headers["content-security-policy"]


def test_a_browser_with_data_is_told_how_to_come_back(store: Store) -> None:
    _, workspace = visited()
    browser, mine = visited()
    publish_small(store, owner=mine)
    publish_small(store)
    page = browser.get(recovery.recovery_path(store, workspace) + "?lang=en")
    assert "present workspace: 1." in page.text
    back = re.search(r"<code>http://127\.0\.0\.1:8501(/workspace/[\w.-]+)</code>", page.text)
    assert back and recovery.recovered(store, back[1].removeprefix("/workspace/")) == mine


def test_a_renewed_link_makes_the_older_ones_dead(store: Store) -> None:
    (_, hers), (_, his) = visited(), visited()
    old, his_link = recovery.recovery_path(store, hers), recovery.recovery_path(store, his)
    browser = Browser(APP)
    asked = browser.get(old)
    new = recovery.renewed_path(store, hers)
    assert browser.post(old, form_of(asked)).status == 404, "even where the page stood open"
    assert Browser(APP).get(old).status == 404
    assert Browser(APP).get(new).status == 200 and Browser(APP).get(his_link).status == 200
    assert workspace_of(browser.cookies) is None


def test_dead_forged_and_malformed_links_look_the_same(store: Store) -> None:
    _, workspace = visited()
    dead = recovery.recovery_path(store, workspace)
    recovery.renewed_path(store, workspace)
    wrong = [
        dead,
        "/workspace/x",
        "/workspace/" + sign("workspace", workspace),
        "/workspace/" + sign("recovery", workspace),
        "/workspace/" + sign("recovery", "house.0"),
        "/workspace/" + sign("recovery", f"{workspace}.99"),
        recovery.recovery_path(store, workspace)[:-3] + "AAA",
    ]
    answers = [Browser(APP).get(link + "?lang=en") for link in wrong]
    assert {(a.status, a.body) for a in answers} == {(404, answers[0].body)}
    assert all(not a.cookies for a in answers)


def test_a_link_is_never_logged(
    store: Store, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    _, workspace = visited()
    link = recovery.recovery_path(store, workspace)
    with caplog.at_level(logging.DEBUG):
        browser = Browser(APP)
        browser.post(link, form_of(browser.get(link)))
        Browser(APP).post(link, {})
    said = caplog.text + "".join(capfd.readouterr())
    assert link.rpartition("/")[2] not in said and workspace not in said


# ---- the ticket


def test_the_form_is_ours_shown_to_this_very_browser(store: Store) -> None:
    (_, hers), (_, his) = visited(), visited()
    link, other = recovery.recovery_path(store, hers), recovery.recovery_path(store, his)
    mallory, victim = Browser(APP), visited()[0]
    stolen = form_of(mallory.get(link))
    before = dict(victim.cookies)
    attempts = [
        victim.post(link, stolen),  # the victim holds no number
        victim.post(link, {}),
        victim.post(link, {"ticket": sign("ticket", "x")}),
    ]
    victim.get(other)
    attempts += [
        victim.post(link, stolen),  # nor, now, this one
        victim.post(link, form_of(victim.get(other))),  # a ticket for another form
        victim.post(link, form_of(victim.get(link)), sec_fetch_site="cross-site"),
        victim.post(link, form_of(victim.get(link)), content_length="9999999"),
    ]
    assert [attempt.status for attempt in attempts] == [403] * len(attempts)
    assert victim.cookies["kam_workspace"] == before["kam_workspace"]
    assert victim.post(link, form_of(victim.get(link)), sec_fetch_site="same-origin").status == 303


def test_a_ticket_grows_old(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    _, workspace = visited()
    link = recovery.recovery_path(store, workspace)
    browser = Browser(APP)
    with monkeypatch.context() as patch:
        later(patch, tickets.LIFE / timedelta(days=1) + 0.001)
        page = browser.get(link)
    assert browser.post(link, form_of(page)).status == 403
    assert "SameSite=strict" in page.cookies[0] and "HttpOnly" in page.cookies[0]


# ---- who asks, as the pages see it


def test_a_page_under_test_is_the_house(monkeypatch: pytest.MonkeyPatch) -> None:
    assert who.principal() == "house"
    monkeypatch.setattr(who.runtime, "exists", lambda: True)
    with pytest.raises(KamError, match="cookie"):
        who.principal()


@pytest.mark.parametrize("cookies", [{}, {"kam_workspace": "w-AAAAAAAAAAAAAAAAAAAAAA"}])
def test_a_real_browser_without_a_valid_cookie_is_nobody(
    monkeypatch: pytest.MonkeyPatch, cookies: dict[str, str]
) -> None:
    served(monkeypatch, cookies, {})
    with pytest.raises(KamError) as caught:
        who.principal()
    assert caught.value.code == "no_cookie"


def served(monkeypatch: pytest.MonkeyPatch, cookies: dict[str, str], user: dict[str, object]) -> None:
    import types

    monkeypatch.setattr(who, "served", lambda: True)
    monkeypatch.setattr(who.st, "context", types.SimpleNamespace(cookies=cookies))
    monkeypatch.setattr(who.st, "user", user)


def test_a_browser_with_a_cookie_is_its_workspace(monkeypatch: pytest.MonkeyPatch) -> None:
    browser, workspace = visited()
    served(monkeypatch, browser.cookies, {})
    assert who.principal() == workspace


def test_a_person_logged_in_is_the_same_in_every_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    anna = {"is_logged_in": True, "iss": "https://login.example", "sub": "17", "email": "anna@example.com"}
    names = set()
    for cookies in ({}, visited()[0].cookies):
        served(monkeypatch, cookies, anna)
        names.add(who.principal())
    (name,) = names
    assert re.fullmatch(r"u-[0-9a-f]{32}", name) and "anna" not in name
    others = [anna | {"sub": "18"}, anna | {"iss": "https://else.example"}, anna | {"iss": "", "sub": "x"}]
    assert len({who.person(user) for user in (anna, *others)}) == 4
    assert who.person(anna | {"email": "new@example.com"}) == name


@pytest.mark.parametrize(
    "user", [{"is_logged_in": False}, {"is_logged_in": True}, {"is_logged_in": True, "iss": "https://x", "sub": None}]
)
def test_where_logins_are_configured_a_cookie_is_not_enough(
    monkeypatch: pytest.MonkeyPatch, user: dict[str, object]
) -> None:
    served(monkeypatch, visited()[0].cookies, user)
    with pytest.raises(KamError) as caught:
        who.principal()
    assert caught.value.code == who.NOT_LOGGED_IN


def test_claims_of_someone_not_logged_in_count_for_nothing() -> None:
    assert who.person({"is_logged_in": False, "iss": "https://x", "sub": "17"}) is None
    assert who.person({"is_logged_in": "true", "iss": "https://x", "sub": "17"}) is None


def test_a_login_comes_back_to_the_address_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(login, "configured", lambda: True)
    browser = Browser(APP)
    kept = browser.get("/supply?data=d1%402&cut=20&lang=zh").cookies
    assert any(line.startswith("kam_back=") and "HttpOnly" in line and "Max-Age=600" in line for line in kept)
    home = browser.get("/")
    assert home.headers["location"] == "/supply?data=d1%402&cut=20&lang=zh"
    assert "kam_back" not in browser.cookies
    assert browser.get("/").headers["location"] == "/pareto"
    assert Browser(APP, cookies={"kam_back": sign("workspace", "Ly9ldmlsLnRlc3Q=")}).get("/").headers["location"] == (
        "/pareto"
    )
    logged_in = Browser(APP, cookies={"_streamlit_user": "x"})
    logged_in.get("/supply?cut=20")
    assert "kam_back" not in logged_in.cookies


def test_without_logins_nothing_is_kept() -> None:
    assert not login.configured()
    browser = Browser(APP)
    browser.get("/supply?cut=20")
    assert set(browser.cookies) == {identity.COOKIE}
