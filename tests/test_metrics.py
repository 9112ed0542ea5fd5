"""What the server counts about itself: to whom it is told, that it moves, and that nothing of the data is in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from kam_core.engine import Engine
from kam_core.errors import Busy
from kam_core.store import Store
from kam_core.store.totals import totals
from kam_ui import meters, resources
from kam_ui.web import middleware, routes
from kam_ui.web.metrics import kind_of
from kam_ui.web.settings import settings
from tests.browser import Answer, Browser
from tests.stored import publish_small

TOKEN = "metrics-token-of-the-operator"
APP = Starlette(routes=routes(), middleware=middleware())


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("KAM_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("KAM_SECRET", "s" * 40)
    monkeypatch.setenv("KAM_METRICS_TOKEN", TOKEN)
    monkeypatch.setenv("KAM_PUBLIC_ADDRESS", "https://kam.example.com")
    made = Store(tmp_path, memory="256MB")
    monkeypatch.setattr(resources, "store", lambda: made)
    settings.cache_clear()
    yield made
    settings.cache_clear()


def read(browser: Browser | None = None, **headers: str) -> Answer:
    return (browser or Browser(APP)).get("/api/metrics", **headers)


def values(answer: Answer) -> dict[str, float]:
    assert answer.status == 200
    lines = [line for line in answer.text.splitlines() if line and not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


@pytest.mark.usefixtures("store")
def test_this_machine_reads_it_and_it_is_prometheus_text() -> None:
    answer = read()
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert "# TYPE kam_requests_total counter" in answer.text
    assert all(re.fullmatch(r"#.*|[a-z_]+(\{[^}]*\})? \S+", line) for line in answer.text.splitlines())


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("browser", "headers"),
    [
        (Browser(APP, address="203.0.113.9", host="kam.example.com"), {}),
        (Browser(APP, host="kam.example.com"), {}),  # a proxy on this machine that forwards nothing
        (Browser(APP), {"x_forwarded_for": "203.0.113.9"}),
        (Browser(APP), {"x_forwarded_for": "127.0.0.1"}),
        (Browser(APP, address="203.0.113.9", host="kam.example.com"), {"authorization": "Bearer " + "x" * 29}),
        (Browser(APP, address="203.0.113.9", host="kam.example.com"), {"authorization": "Bearer "}),
        (Browser(APP, address="203.0.113.9", host="kam.example.com"), {"authorization": TOKEN}),
    ],
)
def test_nobody_else_finds_it(browser: Browser, headers: dict[str, str]) -> None:
    assert read(browser, **headers).status == 404


@pytest.mark.usefixtures("store")
def test_streamlit_s_own_numbers_are_kept_like_ours() -> None:
    afar = Browser(APP, address="203.0.113.9", host="kam.example.com")
    inside = Starlette(
        routes=[Route("/_stcore/metrics", lambda _: PlainTextResponse("theirs"))], middleware=middleware()
    )
    for browser, told in ((afar, False), (Browser(APP), True)):
        browser.app = inside
        assert (browser.get("/_stcore/metrics").text == "theirs") is told


@pytest.mark.usefixtures("store")
def test_whoever_shows_the_token_reads_it() -> None:
    afar = Browser(APP, address="203.0.113.9", host="kam.example.com")
    assert read(afar, authorization=f"Bearer {TOKEN}").status == 200


@pytest.mark.usefixtures("store")
def test_without_a_token_an_empty_one_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KAM_METRICS_TOKEN")
    settings.cache_clear()
    afar = Browser(APP, address="203.0.113.9", host="kam.example.com")
    assert read(afar, authorization="Bearer ").status == 404


@pytest.mark.usefixtures("store")
def test_a_token_that_can_be_guessed_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAM_METRICS_TOKEN", "short")
    settings.cache_clear()
    with pytest.raises(SystemExit, match="KAM_METRICS_TOKEN"):
        settings()


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/", "page"),
        ("/pareto", "page"),
        ("/s/abc", "share"),
        ("/workspace/abc", "workspace"),
        ("/api/ready", "api"),
        ("/assets/plotly.js", "asset"),
        ("/static/js/x.js", "asset"),
        ("/_stcore/upload_file/a/b", "upload"),
        ("/_stcore/health", "streamlit"),
        ("/media/1.csv", "download"),
        ("/客户/江苏恒源", "other"),
        ("/pareto/x", "other"),
    ],
)
def test_an_address_counts_under_its_kind_alone(address: str, kind: str) -> None:
    assert kind_of(address) == kind


@pytest.mark.usefixtures("store")
def test_answers_are_counted_by_kind_and_status() -> None:
    before = values(read())
    Browser(APP).get("/pareto")
    Browser(APP).get("/nothing/here")
    Browser(APP).connect("/_stcore/stream")
    after = values(read())

    def more(kind: str, status: int) -> float:
        name = f'kam_requests_total{{kind="{kind}",status="{status}"}}'
        return after.get(name, 0) - before.get(name, 0)

    assert (more("page", 200), more("other", 404), more("api", 200)) == (1, 1, 1)


def test_the_store_s_numbers(store: Store) -> None:
    mine = publish_small(store, owner="w-anna")
    publish_small(store, owner="w-anna", dataset_id=mine.id, content="d")
    gone = publish_small(store, owner="w-bert")
    store.delete(gone.id, principal="w-bert")
    now = datetime.now(UTC)
    share, token = store.share(
        mine.id,
        1,
        "pareto",
        {"data": [mine.address]},
        expires=now + timedelta(days=30),
        day=date(2025, 3, 1),
        lang="en",
        label="for the board",
        principal="w-anna",
    )
    said = totals(store.catalog, now)
    assert (said.datasets, said.versions, said.shares, said.openings) == (1, 2, 1, 0)
    later = totals(store.catalog, now + timedelta(days=31))
    assert later.shares == 0
    store.revoke_share(share.id, principal="w-anna")
    assert totals(store.catalog, datetime.now(UTC)).shares == 0
    text = read().text
    assert "kam_datasets 1.0" in text
    for secret in (mine.id, share.id, token, "w-anna", "for the board", "Sales", "C1"):
        assert secret not in text


def test_the_gate_s_waits_and_time_outs(tmp_path: Path) -> None:
    engine = Engine([tmp_path], memory="128MB", at_once=1, patience=0.2)
    with engine.cursor() as cursor:
        cursor.execute("SELECT 1")
        with pytest.raises(Busy), engine.cursor():
            pass
    with pytest.raises(Busy), engine.cursor() as cursor:
        cursor.execute("SELECT sum(a.range * b.range % 7) FROM range(10000000) a, range(10000000) b")
    pressure = engine.pressure
    assert (pressure.passed, pressure.turned_away, pressure.stopped) == (2, 1, 1)
    assert pressure.waited >= 0.2


def test_what_became_of_an_import_is_counted_once(tmp_path: Path) -> None:
    def lost() -> float:
        return meters.REGISTRY.get_sample_value("kam_imports_total", {"outcome": "lost"}) or 0.0

    before = lost()
    for state in ("running", "lost", "lost"):
        meters.count_import(tmp_path, 1, state)
    assert lost() - before == 1
    meters.count_import(tmp_path, 2, "lost")
    meters.count_import(tmp_path / "gone", 1, "lost")
    assert lost() - before == 2


def test_runs_of_a_page_are_measured_even_when_they_stop() -> None:
    def runs() -> float:
        return meters.REGISTRY.get_sample_value("kam_page_seconds_count", {"page": "pareto"}) or 0.0

    before = runs()
    with pytest.raises(KeyError), meters.page_run("pareto"):
        raise KeyError
    assert runs() - before == 1


def test_ready_is_whoever_can_read_and_write_its_store(store: Store) -> None:
    assert Browser(APP).get("/api/ready").status == 200
    (store.folder / "staging").rmdir()
    answer = Browser(APP).get("/api/ready")
    assert (answer.status, answer.text) == (503, '{"ready":false,"why":"FileNotFoundError"}')
