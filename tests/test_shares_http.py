"""The share link over HTTP: what is not valid looks the same, guesses stop, robots do not count."""

from __future__ import annotations

import gzip
import inspect
import io
import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.web.server.starlette import starlette_server

from kam_core.errors import UnknownShare
from kam_core.report.light import style
from kam_core.store import Store
from kam_core.store.dataset import Dataset
from kam_core.store.principal import HOUSE
from kam_core.store.shares import Share
from kam_ui import resources, who
from kam_ui.web import share as route
from kam_ui.web.limiter import MOST_ADDRESSES, Limiter, network
from kam_ui.web.passes import holds, name_of
from kam_ui.web.share import GUESSES
from kam_ui.web.signing import sign
from tests.browser import Answer
from tests.links import APP, PHONE, a_store, browser, send, view_of
from tests.stored import publish_small

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with a_store(tmp_path_factory.mktemp("http")) as made:
        yield made


@pytest.fixture(scope="module")
def sales(store: Store) -> Dataset:
    return publish_small(store)


@pytest.fixture(autouse=True)
def nobody_has_guessed() -> None:
    GUESSES.forget()


@pytest.fixture
def link(sales: Dataset) -> tuple[Share, str]:
    return send(sales, view_of(sales))


def get(token: str, address: str = "127.0.0.1", **headers: str) -> Answer:
    return browser(address).get(f"/s/{token}", **{"user_agent": PHONE, **headers})


def test_the_answer_is_kept_by_nobody_and_may_do_nothing(link: tuple[Share, str]) -> None:
    answer = get(link[1])
    assert answer.status == 200 and answer.headers["content-type"] == "text/html; charset=utf-8"
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none';") and "script-src" not in policy and "unsafe" not in policy
    assert "style-src 'sha256-" in policy and style() in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "noindex" in answer.headers["x-robots-tag"]
    assert answer.headers["x-frame-options"] == "DENY"


def test_it_says_who_sent_it_where_they_gave_a_name(sales: Dataset, link: tuple[Share, str]) -> None:
    share, token = send(sales, view_of(sales), who=" 徐静 \n<b>KAM</b> ")
    page = get(token).text
    assert share.who == "徐静 <b>KAM</b>" and f"徐静 &lt;b&gt;KAM&lt;/b&gt; 分享于 {share.day}" in page
    assert link[0].who == "" and "徐静" not in get(link[1]).text


def test_it_leaves_compressed_where_the_browser_takes_it(link: tuple[Share, str]) -> None:
    plain, packed = get(link[1]), get(link[1], accept_encoding="gzip, deflate, br")
    assert packed.headers["content-encoding"] == "gzip" and "content-encoding" not in plain.headers
    assert gzip.decompress(packed.body) == plain.body and len(packed.body) < len(plain.body) / 2


def test_unknown_malformed_revoked_expired_and_gone_look_the_same(store: Store, sales: Dataset) -> None:
    revoked, first = send(sales, view_of(sales))
    store.revoke_share(revoked.id, HOUSE)
    _, second = send(sales, view_of(sales), expires=NOW - timedelta(seconds=1))
    other = publish_small(store, name="Other")
    _, third = send(other, view_of(other))
    store.delete(other.id, principal=HOUSE)
    tokens = ["A" * 43, "", "x", "a/b/c", "..%2f..", "%00", "é", "'--", "x" * 4_000, first, second, third]
    answers = {(a.status, a.body, tuple(sorted(a.headers.items())), tuple(a.cookies)) for a in map(get, tokens)}
    assert len(answers) == 1
    ((status, body, headers, cookies),) = answers
    assert (status, cookies) == (404, ()) and b"<" not in body
    assert dict(headers)["cache-control"] == "no-store" and dict(headers)["content-type"].startswith("text/plain")


@pytest.mark.parametrize("page", ["coverage", "nothing", "data"])
def test_a_share_of_another_page_leads_to_one_that_shows_its_scope(sales: Dataset, page: str) -> None:
    made, token = send(sales, view_of(sales), page)
    onward = re.search(r'class="button" href="([^"]+)"', get(token).text)
    assert onward is not None and onward[1].startswith(f"/pareto?share={made.id}&amp;data={sales.id}%401&amp;")


def test_the_token_leads_nowhere_from_the_page(link: tuple[Share, str]) -> None:
    answer = get(link[1])
    assert link[1] not in answer.text and link[1] not in str(answer.headers) and link[1] not in str(answer.cookies)


def test_twenty_guesses_a_minute_then_nothing_more(link: tuple[Share, str], monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_000.0
    monkeypatch.setattr(GUESSES, "clock", lambda: now)
    for n in range(20):
        assert get(f"guess{n}", "203.0.113.7").status == 404
    stopped = get("guess", "203.0.113.7")
    assert stopped.status == 429 and 0 < int(stopped.headers["retry-after"]) <= 61
    assert get(link[1], "203.0.113.7").status == 429  # no oracle while it waits
    assert get(link[1], "203.0.113.8").status == 200
    now += 61
    assert get(link[1], "203.0.113.7").status == 200


def test_what_a_client_says_of_itself_does_not_help_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(GUESSES, "clock", lambda: 1_000.0)
    for n in range(20):
        get(f"guess{n}", "203.0.113.7", x_forwarded_for=f"198.51.100.{n}")
    assert get("guess", "203.0.113.7", x_forwarded_for="198.51.100.99").status == 429


@pytest.fixture(autouse=True)
def beyond_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The operator has set a secret, so that others are answered too."""
    from kam_ui.web.settings import settings

    monkeypatch.setenv("KAM_SECRET", "k" * 40)
    settings.cache_clear()


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 30)), max_size=120))
def test_nobody_fails_more_than_the_limit_within_its_time(steps: list[tuple[str, float]]) -> None:
    now, allowed = 0.0, dict[str, list[float]]()
    limiter = Limiter(5, 60.0, lambda: now)
    for address, later in steps:
        now += later
        if limiter.wait(address):
            continue
        limiter.failed(address)
        allowed.setdefault(address, []).append(now)
    for moments in allowed.values():
        assert all(sum(0 <= last - each < 60 for each in moments) <= 5 for last in moments)


def test_the_limiter_forgets_and_counts_a_network_once() -> None:
    limiter = Limiter(1, 60.0, lambda: 0.0)
    for n in range(MOST_ADDRESSES + 5):
        limiter.failed(f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}")
    assert not limiter.wait("10.0.0.0") and limiter.wait(
        f"10.0.{(MOST_ADDRESSES + 4) >> 8}.{(MOST_ADDRESSES + 4) & 255}"
    )
    assert network("2001:db8::1") == network("2001:db8::ffff:1") != network("2001:db8:0:1::1")
    assert network("::ffff:10.0.0.1") == network("10.0.0.1") == "10.0.0.1" and network("") == ""


ROBOTS = [
    "",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Slack-ImgProxy (+https://api.slack.com/robots)",
    "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com",
    "TelegramBot (like TwitterBot)",
    "WhatsApp/2.23.20.0 A",
    "Twitterbot/1.0",
    "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
    "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Mozilla/5.0 (Macintosh) AppleWebKit/534+ (KHTML, like Gecko) BingPreview/1.0b",
    "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
    "Mozilla/5.0 (Linux; Android 5.0) AppleWebKit/537.36 Mobile Safari/537.36 (compatible; Bytespider)",
    "Sogou web spider/4.0(+http://www.sogou.com/docs/help/webmasters.htm#07)",
    "Mozilla/5.0 (compatible; WeChatBot/1.0)",
    "Mozilla/5.0 (compatible; WeComLinkPreview/1.0)",
    "DingTalkBot-LinkService/1.0",
    "FeishuBot/1.0 LarkUrlPreview",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "curl/8.5.0",
    "python-requests/2.32",
    "Go-http-client/2.0",
]
PEOPLE = [
    PHONE,
    "Mozilla/5.0 (Linux; Android 14; CUBOT X70) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0",
    "Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 Chrome/107 Safari/537.36 MicroMessenger/7.0.20 wxwork/4.1",
    "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36 DingTalk/7.6.0",
    "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36 Lark/7.5.0",
    "Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Version/4.0 Chrome/98 Mobile baiduboxapp/13.50",
    "Mozilla/5.0 (Linux; U; Android 11) AppleWebKit/537.36 MQQBrowser/13.6 Mobile Safari/537.36",
]


def opened(share: Share) -> int:
    return resources.store().share_by_id(share.id, NOW).opened


def test_robots_are_answered_and_not_counted(link: tuple[Share, str]) -> None:
    share, token = link
    for robot in ROBOTS:
        assert get(token, user_agent=robot).status == 200
        assert opened(share) == 0, robot
    for purpose in ({"sec_purpose": "prefetch;prerender"}, {"purpose": "prefetch"}, {"x_purpose": "preview"}):
        get(token, **purpose)
    assert browser()._ask("HEAD", f"/s/{token}", b"", {"user_agent": PHONE}).status == 200
    assert opened(share) == 0


def test_people_are_counted_once_whatever_language_they_turn_to(link: tuple[Share, str]) -> None:
    share, token = link
    for n, person in enumerate(PEOPLE, start=1):
        get(token, user_agent=person)
        get(f"{token}?lang=en", user_agent=person)
        assert opened(share) == n, person
    last = resources.store().share_by_id(share.id, NOW).last_opened
    assert last is not None and last >= NOW


def test_the_cookie_is_the_shares_own_and_ends_before_it(link: tuple[Share, str]) -> None:
    share, token = link
    (line,) = get(token).cookies
    ((name, morsel),) = SimpleCookie(line).items()
    assert name == name_of(share.id) == f"kam_s_{share.id}"
    assert morsel["httponly"] and morsel["samesite"].lower() == "lax" and morsel["path"] == "/"
    assert 0 < int(morsel["max-age"]) <= (share.expires - datetime.now(UTC)).total_seconds() + 1
    assert not morsel["expires"] or parsedate_to_datetime(morsel["expires"]) <= share.expires + timedelta(seconds=1)
    assert not morsel["secure"]
    behind_tls = browser(scheme="https").get(f"/s/{token}", user_agent=PHONE).cookies[0]
    assert "secure" in behind_tls.lower()
    assert holds({name: morsel.value}, share.id)


def test_a_forged_cookie_is_none(link: tuple[Share, str], sales: Dataset) -> None:
    share, token = link
    other, theirs = send(sales, view_of(sales))
    mine, another = browser(), browser()
    mine.get(f"/s/{token}", user_agent=PHONE)
    another.get(f"/s/{theirs}", user_agent=PHONE)
    good = mine.cookies[name_of(share.id)]
    foreign = another.cookies[name_of(other.id)]
    flipped = good[:-2] + ("A" if good[-2] != "A" else "B") + good[-1]
    forged = ["", share.id, f"{share.id}.x.y", flipped, foreign, sign("workspace", share.id), token, "é" + good]
    for value in forged:
        assert not holds({name_of(share.id): value}, share.id), value
    assert not holds({name_of(other.id): good}, share.id)
    assert not holds({}, share.id) and not holds({name_of(""): ""}, "")
    assert holds({name_of(share.id): good}, share.id)


def test_two_links_in_one_browser_keep_a_cookie_each(sales: Dataset) -> None:
    visitor, made = browser(), [send(sales, view_of(sales)) for _ in range(2)]
    for _, token in made:
        visitor.get(f"/s/{token}", user_agent=PHONE)
    assert all(holds(visitor.cookies, share.id) for share, _ in made) and len(visitor.cookies) == 2


def test_a_defect_of_ours_says_nothing_and_is_logged_without_the_token(
    link: tuple[Share, str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object) -> bytes:
        raise RuntimeError("inside")

    monkeypatch.setattr(route, "page_of", fails)
    answer = get(link[1])
    assert answer.status == 500 and b"inside" not in answer.body and not answer.cookies
    assert "RuntimeError" in caplog.text and link[1] not in caplog.text


def test_the_token_is_in_no_log_no_error_and_no_file(
    store: Store, sales: Dataset, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    share, token = send(sales, view_of(sales))
    get(token)
    store.extend_share(share.id, share.expires + timedelta(days=1), HOUSE)
    with who.acting(share.principal):
        assert resources.principal() == share.principal
    store.revoke_share(share.id, HOUSE)
    with pytest.raises(UnknownShare) as refused:
        store.share_by_token(token, NOW)
    get(token)
    out, err = capfd.readouterr()
    written = io.StringIO()
    for shown in (
        caplog.text,
        out,
        err,
        repr(share),
        str(refused.value),
        repr(refused.value),
        str(refused.value.facts),
    ):
        written.write(shown)
    assert token not in written.getvalue()
    assert not [path for path in store.folder.rglob("*") if path.is_file() and token.encode() in path.read_bytes()]


def test_no_access_log_is_written_where_paths_hold_tokens() -> None:
    """`make run` starts by `streamlit run`, whose server must not log paths."""
    assert '"access_log": False' in inspect.getsource(starlette_server)
    assert "-m streamlit run app.py" in (Path(__file__).parent.parent / "Makefile").read_text("utf-8")


def test_every_other_way_below_s_is_closed() -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert browser()._ask(method, "/s/x", b"", {}).status == 405
    assert APP.routes
