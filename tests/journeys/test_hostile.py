"""Hostile names in a real browser: on every page, in files and on the shared page nothing runs, loads or links.

Held over all of it: no request leaves for another host, no dialog opens, no element of the page leads to one, and no
element stands there that a name has made. A new page is walked without being named.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kam_core.cli import main
from kam_core.store import Store
from kam_core.store.dataset import Dataset
from tests.access import pages
from tests.hostile import HOST, MARKS, hostile
from tests.journeys.conftest import PATIENCE, Server, idle, start

expect.set_options(timeout=PATIENCE)
STATES = {"supply": ["&tab=plan", "&tab=split"], "account": []}
ALL = """
    const all = root => [...root.querySelectorAll('*')].flatMap(e => [e, ...(e.shadowRoot ? all(e.shadowRoot) : [])]);
    const written = e => e.shadowRoot ? e.shadowRoot.textContent : e.textContent;
"""
LEADS = f"""() => {{ {ALL}
    return all(document).flatMap(e => [e.href, e.src, e.action, e.data, e.getAttribute('xlink:href')])
        .map(a => a && a.baseVal !== undefined ? a.baseVal : a).filter(a => typeof a === 'string')
        .filter(a => a.includes('{HOST}') || a.startsWith('javascript:'));
}}"""
RUNS = f"""() => {{ {ALL}
    return all(document).flatMap(e => [...e.attributes]).filter(a => a.name.startsWith('on')).length;
}}"""
TEXT = f"() => {{ {ALL} return all(document).map(written).join(' '); }}"
NAMED = (
    f"() => {{ {ALL} return all(document).some(e => /Qz[A-Z]/.test(written(e))); }}"  # else there is nothing to find
)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Dataset, str]]:
    """A server whose house has the hostile data, and a link to them."""
    folder = tmp_path_factory.mktemp("hostile")
    store = Store(folder / "store", memory="256MB")
    made = hostile(store, folder)
    view = {"data": [made.address], "rule": ["count"], "cut": ["14"], "lang": ["en"]}
    expires = datetime.now(UTC) + timedelta(days=3)
    _, token = store.share(
        made.id, made.version, "pareto", view, expires=expires, day=date(2025, 3, 15), lang="en", principal="house"
    )
    running, process = start(folder / "store")
    yield running, made, token
    process.terminate()
    process.wait(20)


def held(page: Page) -> None:
    """The page as it stands now."""
    assert page.evaluate(LEADS) == []
    assert page.evaluate(RUNS) == 0
    assert page.locator("mjx-container, .katex").count() == 0, "a name became a formula"


def watched(browse: Any, address: str, **options: Any) -> tuple[Page, list[str]]:
    """A page, and what tried to open beside it; requests to other hosts fail the test by themselves (conftest)."""
    page: Page = browse(address, **options)
    opened: list[str] = []
    page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
    page.on("popup", lambda other: opened.append(other.url))
    return page, opened


def settled(page: Page) -> None:
    idle(page)


@pytest.mark.parametrize("name", pages())
def test_on_every_page(world: tuple[Server, Dataset, str], browse: Any, name: str) -> None:
    server, dataset, _ = world
    for state in ["", *STATES.get(name, [])]:
        page, opened = watched(browse, f"{server.address}/{name}?data={dataset.address}&lang=en{state}")
        expect(page.get_by_test_id("stSidebar")).to_be_visible()
        expect(page.locator(".sentence, [data-testid=stHeading]").first).to_be_visible()
        page.wait_for_function(NAMED)
        settled(page)
        for fold in page.locator("[data-testid=stExpander] summary").all():
            fold.click()
        settled(page)
        held(page)
        for chart in page.locator(".js-plotly-plot .hoverlayer").all():  # over the points, where names are drawn
            box = chart.evaluate("e => e.closest('.js-plotly-plot').getBoundingClientRect().toJSON()")
            for part in (0.1, 0.3, 0.5, 0.8):
                page.mouse.move(box["x"] + box["width"] * part, box["y"] + box["height"] / 2)
            held(page)
        assert opened == []


def test_in_the_dialog_that_sends(world: tuple[Server, Dataset, str], browse: Any) -> None:
    server, dataset, _ = world
    page, opened = watched(browse, f"{server.address}/pareto?data={dataset.address}&lang=en")
    settled(page)
    page.get_by_role("button", name="Send", exact=False).first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    settled(page)
    held(page)
    assert opened == []


def test_on_the_shared_page(world: tuple[Server, Dataset, str], browse: Any) -> None:
    server, _, token = world
    page, opened = watched(browse, f"{server.address}/s/{token}")
    held(page)
    assert sum(mark in page.evaluate(TEXT) for mark in MARKS) > 5 and opened == []
    assert "alert" not in page.title()


def test_in_a_report_without_a_network(
    world: tuple[Server, Dataset, str], browse: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, dataset, _ = world
    monkeypatch.setenv("KAM_DATA_DIR", str(server.folder))
    assert main(["report", dataset.id, "--out", str(tmp_path), "--sheets", "--count", "3", "--lang", "en"]) == 0
    for path in [tmp_path / "report.html", *sorted((tmp_path / "visit-sheets").glob("*.html"))]:
        page, opened = watched(browse, f"file://{path}")
        held(page)
        for chart in page.locator(".js-plotly-plot").all():
            chart.hover()
        held(page)
        assert any(mark in page.evaluate(TEXT) for mark in MARKS) and opened == []
