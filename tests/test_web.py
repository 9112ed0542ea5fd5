"""What is HTTP: headers on every answer, our own title, compressed assets, the way home, the refusal to start."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest
import streamlit
from starlette.applications import Starlette

from kam_ui.web import middleware, routes
from kam_ui.web.assets import PLOTLY, PLOTLY_ADDRESS
from kam_ui.web.protection import NEEDED, refuse_unprotected
from kam_ui.web.settings import settings
from kam_ui.web.shell import inline_script_hashes
from tests.browser import Answer, Browser

APP = Starlette(routes=routes(), middleware=middleware())


@pytest.fixture(autouse=True, scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A store, and so a secret, of their own for these tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KAM_DATA_DIR", str(tmp_path_factory.mktemp("store")))
        settings.cache_clear()
        yield
    settings.cache_clear()


def get(address: str, **headers: str) -> Answer:
    """One GET request of a fresh browser, straight into the application."""
    return Browser(APP).get(address, **headers)


def test_the_root_leads_home_and_keeps_the_query() -> None:
    answer = get("/?data=sample&cut=20")
    assert (answer.status, answer.headers["location"]) == (307, "/pareto?data=sample&cut=20")


@pytest.mark.parametrize("address", ["/", "/pareto", "/assets/icon.svg", "/nothing/here"])
def test_every_answer_is_guarded(address: str) -> None:
    headers = get(address).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert all(source in policy for source in inline_script_hashes())
    assert "unsafe-eval" not in policy and "http" not in policy
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("address", "accepts", "lang", "title"),
    [
        ("/pareto?lang=zh", "en", "zh-CN", "大客户"),
        ("/pareto?lang=en", "zh", "en", "Key accounts"),
        ("/data", "de, zh-CN;q=0.8", "zh-CN", "大客户"),
        ("/data", "fr", "en", "Key accounts"),
        ("/data?lang=%3Cscript%3E", "", "en", "Key accounts"),
    ],
)
def test_a_page_is_served_with_its_own_title_and_language(address: str, accepts: str, lang: str, title: str) -> None:
    page = get(address, accept_language=accepts).body.decode()
    assert f'<html lang="{lang}">' in page
    assert f"<title>{title}</title>" in page
    assert "<title>Streamlit" not in page and "Streamlit app" not in page


def test_a_viewers_grids_offer_no_file() -> None:
    assert "Download as CSV" in get("/pareto?data=d&share=0123").text
    assert "Download as CSV" not in get("/pareto?data=d").text


def test_plotly_comes_from_the_installed_package_compressed() -> None:
    answer = get(PLOTLY_ADDRESS, accept_encoding="gzip, br")
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    assert gzip.decompress(answer.body) == PLOTLY.read_bytes()
    assert len(answer.body) < 2_000_000
    assert get(PLOTLY_ADDRESS).body == PLOTLY.read_bytes()


def test_streamlit_s_scripts_leave_compressed_and_nothing_else_is_reachable() -> None:
    page = get("/pareto").body.decode()
    script = page.split('src="./static/js/')[1].split('"')[0]
    assert get(f"/static/js/{script}", accept_encoding="gzip").headers["content-encoding"] == "gzip"
    for address in ("/static/../../../etc/passwd", "/static/js/../../index.html", "/assets/../app.py"):
        assert get(address, accept_encoding="gzip").status == 404


@pytest.mark.parametrize("option", NEEDED)
def test_the_server_refuses_to_start_without_its_protections(option: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streamlit, "get_option", lambda name: "off" if name == option else NEEDED[name])
    with pytest.raises(SystemExit, match=option.replace(".", r"\.")):
        refuse_unprotected()


def test_with_them_it_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streamlit, "get_option", lambda name: NEEDED[name])
    refuse_unprotected()
