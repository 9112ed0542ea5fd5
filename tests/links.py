"""Share links for the tests: a store of its own, links made as the dialog makes them, and what a viewer is sent."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from kam_core.store import Store
from kam_core.store.dataset import Dataset
from kam_core.store.principal import HOUSE
from kam_core.store.shares import Share
from kam_ui import offers, resources
from kam_ui.link import View, parse, settle
from kam_ui.web import middleware, routes
from kam_ui.web.settings import settings
from kam_ui.web.share import GUESSES
from tests.browser import Browser
from tests.caches import forget

FRAME = Path(__file__).parent.parent / "kam_ui" / "frame.py"
APP = Starlette(routes=routes(), middleware=middleware())
DAY = date(2025, 12, 27)
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.49"
)


@contextmanager
def a_store(folder: Path) -> Iterator[Store]:
    """A store, its secret and its caches, for the tests of one module."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KAM_DATA_DIR", str(folder / "store"))
        _forget()
        yield resources.store()
        _forget()


def _forget() -> None:
    settings.cache_clear()
    GUESSES.forget()
    forget()


def view_of(dataset: Dataset, lang: str = "zh", **query: Any) -> View:
    """The owner's view of a dataset, as an address with these keys opens it."""
    asked = {key: values if isinstance(values, list) else [values] for key, values in query.items()}
    return settle(parse(asked), offers.offer_of(dataset), lang)


def send(dataset: Dataset, view: View, page: str = "pareto", **fields: Any) -> tuple[Share, str]:
    """A link to a view, valid for 30 days."""
    said: dict[str, Any] = {
        "expires": datetime.now(UTC) + timedelta(days=30),
        "day": DAY,
        "lang": view.lang,
        "principal": HOUSE,
    }
    return resources.store().share(dataset.id, dataset.version, page, view.query(page), **(said | fields))


def browser(address: str = "127.0.0.1", **more: Any) -> Browser:
    return Browser(APP, address=address, **more)


def lit(token: str, lang: str = "", **headers: str) -> str:
    """The light page as text."""
    answer = browser().get(f"/s/{token}" + (f"?lang={lang}" if lang else ""), **{"user_agent": PHONE, **headers})
    assert answer.status == 200, answer.body
    return answer.text


def cells(page: str) -> list[list[str]]:
    """The rows of all tables, as a reader sees them."""
    rows = re.findall(r"<tr><td.*?</tr>", page, re.DOTALL)
    return [[words(cell) for cell in re.findall(r"<td.*?>(.*?)</td>", row, re.DOTALL)] for row in rows]


def words(markup: str) -> str:
    """Markup as a reader sees it."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", markup)).split())


def heading(page: str) -> str:
    return words(page.split("<h1>")[1].split("</h1>")[0])


def visit(share: Share, page: str = "pareto", **query: Any) -> AppTest:
    """A viewer's session; whether its browser holds the share's cookie is for the test to say."""
    at = AppTest.from_file(str(FRAME), default_timeout=120)
    at.query_params["share"] = share.id
    for key, value in query.items():
        at.query_params[key] = value
    at.switch_page(f"../pages/{page}.py").run()
    assert not at.exception
    return at


def wire(at: AppTest) -> str:
    """Everything the server sent for this run, undone from the ways it is written: names, figures, hover texts."""
    parts: list[bytes] = []

    def walk(block: Any) -> None:
        for node in block.children.values():
            proto = getattr(node, "proto", None)
            if proto is not None:
                parts.append(proto.SerializeToString())
            if hasattr(node, "children"):
                walk(node)

    walk(at._tree)
    sent = b"\n".join(parts).decode("utf-8", "replace")
    undone = re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), sent)
    return html.unescape(sent + undone + json.dumps(dict(at.query_params), ensure_ascii=False))
