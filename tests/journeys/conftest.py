"""A real server on a free port with a store of its own, and a headless Chromium to walk through it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

HOUSE = Path(__file__).parent.parent.parent
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 90_000  # milliseconds; a busy machine is slow, a broken page is for ever


@dataclass(frozen=True)
class Server:
    """A running dashboard: its address and the folder of its store."""

    address: str
    folder: Path
    log: Path


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.xdist_group("journeys"))
            if not CHROMIUM.exists() and os.environ.get("KAM_JOURNEYS") != "required":
                item.add_marker(pytest.mark.skip(reason=f"no Chromium at {CHROMIUM}: the journeys need a browser"))


def start(folder: Path) -> tuple[Server, subprocess.Popen[bytes]]:
    """Start a server over the store in `folder` and wait until it is ready."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    log = folder.parent / f"server-{port}.log"
    options = ["--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true"]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", *options],
            cwd=HOUSE,
            env=os.environ | {"KAM_DATA_DIR": str(folder)},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    address = f"http://127.0.0.1:{port}"
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/api/ready", timeout=5) as answer:
                if answer.status == 200:
                    return Server(address, folder, log), process
        except OSError:
            time.sleep(0.2)
    process.kill()
    raise AssertionError(f"the server did not start:\n{log.read_text('utf-8', 'replace')[-4000:]}")


def idle(page: Any) -> None:
    """Until no script runs for this page. Streamlit's own sign of that is not there with our toolbar."""
    from playwright.sync_api import expect

    state = "data-test-script-state"
    expect(page.get_by_test_id("stApp")).to_have_attribute(state, "notRunning", timeout=PATIENCE)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server a module, over an empty store."""
    running, process = start(tmp_path_factory.mktemp("journey") / "store")
    yield running
    process.terminate()
    process.wait(20)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def browse(chromium: Any) -> Iterator[Any]:
    """browse(url, **context options) -> a page in a fresh profile; script errors and outside requests fail the test.

    like: a page whose cookies the new profile has too, so that both are the same workspace.
    """
    contexts, complaints = [], []

    def opened(url: str, like: Any = None, **options: Any) -> Any:
        context = chromium.new_context(**{"viewport": {"width": 1440, "height": 1000}, "locale": "zh-CN"} | options)
        contexts.append(context)
        if like is not None:
            context.add_cookies(like.context.cookies())
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        base = "/".join(url.split("/")[:3])
        inside = (base, base.replace("http", "ws", 1), "data:", "blob:")
        page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
        page.on(
            "request",
            lambda asked: None if asked.url.startswith(inside) else complaints.append(f"asks outside: {asked.url}"),
        )
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
