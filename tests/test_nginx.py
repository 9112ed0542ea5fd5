"""The dashboard behind the sample configuration, in a real nginx: pages, live connection, limits, addresses, logs."""

from __future__ import annotations

import base64
import re
import secrets
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from kam_core.store import Store
from kam_ui.web.share import GUESSES
from tests.nginx import MISSING, NAME, REQUIRED, SAMPLE, Front, dashboard_behind, nginx

pytestmark = pytest.mark.skipif(bool(MISSING) and not REQUIRED, reason=str(MISSING))


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    with dashboard_behind(tmp_path_factory.mktemp("nginx")) as (found, _):
        yield found


def test_a_page_comes_through_with_its_headers(front: Front) -> None:
    page = front.ask("/pareto?lang=zh")
    assert page.status == 200 and '<html lang="zh-CN">' in page.body.decode()
    assert page.header("strict-transport-security") == "max-age=31536000"
    assert "frame-ancestors 'none'" in page.header("content-security-policy")
    assert page.header("server") == "nginx"


def test_without_tls_one_is_led_to_it_and_a_token_is_not(front: Front) -> None:
    led = front.ask("/pareto?data=sample", secure=False)
    assert (led.status, led.header("location")) == (301, f"https://{NAME}/pareto?data=sample")
    for path in ("/s/" + "t" * 43, "/workspace/" + "t" * 43):
        answer = front.ask(path, secure=False)
        assert (answer.status, answer.header("location")) == (404, "")


def test_cookies_are_secure(front: Front) -> None:
    cookies = [value for name, value in front.ask("/pareto").headers if name == "set-cookie"]
    assert any(cookie.startswith("kam_workspace=") for cookie in cookies)
    assert all("Secure" in cookie and "HttpOnly" in cookie for cookie in cookies)


@pytest.mark.parametrize(
    ("origin", "status"), [(f"https://{NAME}", 101), ("https://evil.test", 403), (f"https://{NAME}.evil.test", 403)]
)
def test_the_live_connection_opens_to_its_own_page_alone(front: Front, origin: str, status: int) -> None:
    answer = front.ask(
        "/_stcore/stream",
        Connection="Upgrade",
        Upgrade="websocket",
        Sec_WebSocket_Version="13",
        Sec_WebSocket_Key=base64.b64encode(secrets.token_bytes(16)).decode(),
        Sec_WebSocket_Protocol="streamlit",
        Origin=origin,
    )
    assert answer.status == status


def test_uploads_are_as_large_as_the_dashboard_takes_and_nothing_else_is(front: Front) -> None:
    settings = tomllib.loads((SAMPLE.parent.parent / ".streamlit" / "config.toml").read_text("utf-8"))
    most = settings["server"]["maxUploadSize"]
    sizes = [int(size) for size in re.findall(r"client_max_body_size (\d+)m;", SAMPLE.read_text("utf-8"))]
    assert sizes == [1, most + 1]
    upload = "/_stcore/upload_file/no-session/no-file"
    assert front.ask(upload, method="PUT", length=(most + 2) << 20).status == 413
    assert front.ask(upload, method="PUT", body=bytes(2 << 20)).status in (400, 401, 403)  # the dashboard's own answer
    assert front.ask("/pareto", method="POST", length=2 << 20).status == 413


def test_the_visitor_s_address_is_the_one_that_counts(front: Front) -> None:
    """Who guesses tokens is stopped; whoever comes from elsewhere is not, and nobody can say to be somebody else."""
    one, other = "127.0.0.11", "127.0.0.12"
    guesses = [front.ask("/s/" + secrets.token_urlsafe(32), source=one).status for _ in range(GUESSES.most + 1)]
    assert guesses == [404] * GUESSES.most + [429]
    assert front.ask("/s/x", source=other).status == 404
    assert front.ask("/s/x", source=one, X_Forwarded_For=other, X_Real_IP=other, Forwarded=f"for={other}").status == 429
    assert front.ask("/s/x", source=other, X_Forwarded_For=one).status == 404


def test_numbers_are_for_this_machine_and_not_for_whoever_comes_through(front: Front) -> None:
    for path in ("/api/metrics", "/_stcore/metrics"):
        assert front.ask(path).status == 404
    assert front.ask("/api/ready").status == 200


def test_no_other_name_is_answered(front: Front) -> None:
    assert front.ask("/pareto", Host="evil.test").status == 421


def test_logs_hold_no_token_and_no_query(front: Front) -> None:
    token = secrets.token_urlsafe(32)
    paths = [f"/s/{token}", f"/workspace/{token}", f"//s/{token}", f"/x/../s/{token}", f"/pareto?account={token}"]
    for path in [*paths, f"/s/{token}?lang=zh"]:
        front.ask(path)
        front.ask(path, secure=False)
    front.ask(f"/s/{token}", method="POST", length=2 << 20)  # too large: nginx itself complains
    logged = front.access.read_text("utf-8")
    assert '"GET /s/-" 404' in logged and '"GET /workspace/-" 404' in logged and '"GET /pareto" 200' in logged
    assert token not in logged and token not in front.errors.read_text("utf-8")


def test_nor_where_the_dashboard_is_down(tmp_path: Path) -> None:
    assert not MISSING, MISSING
    token = secrets.token_urlsafe(32)
    with nginx(tmp_path, 9) as front:
        assert [front.ask(path).status for path in (f"/s/{token}", f"/workspace/{token}", "/pareto")] == [502] * 3
    complaints = front.errors.read_text("utf-8")
    assert "/pareto" in complaints and token not in complaints + front.access.read_text("utf-8")


def test_the_dashboard_s_own_log_holds_no_token(front: Front) -> None:
    token = secrets.token_urlsafe(32)
    front.ask(f"/s/{token}")
    (log,) = front.access.parent.glob("server-*.log")
    assert token not in log.read_text("utf-8", "replace")
    assert Store(front.access.parent / "store").datasets("house") == []
