"""The matrix of who may what: every route, page, download and command × everyone who could ask.

What there is, is found by looking (routes, frame, source, parser); something new without a row fails here until
somebody has said what each column may. Its other half, the store, is test_authorisation_store.py.
"""

from __future__ import annotations

import argparse
import ast
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import MagicMock

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from streamlit.testing.v1 import AppTest
from streamlit.web.server.starlette.starlette_app import create_streamlit_routes

from kam_core.cli import main
from kam_core.command import flags
from kam_ui import who
from kam_ui.web import identity, middleware, passes, routes
from kam_ui.web.protection import NEEDED
from kam_ui.web.recovery import recovery_path
from tests import test_identity_canaries as canaries
from tests.access import (
    ACCOUNT,
    ANNA,
    BERT,
    HIDDEN,
    NOBODY_BUT_ANNA,
    SHARED,
    Row,
    World,
    cells,
    expected,
    made,
    pages,
)
from tests.browser import Browser

HOUSE = Path(__file__).parent.parent
FRAME = HOUSE / "kam_ui" / "frame.py"
holds, sent = canaries.holds, canaries.sent
APP = Starlette(routes=routes(), middleware=middleware())
AFAR = "203.0.113.9"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One that is only looked at."""
    yield from made(tmp_path_factory.mktemp("looked-at"))


# ---- routes

#: address (what stands in braces is Anna's) -> what each column gets: the status, and whether her data are in it
ROUTES: dict[str, tuple[str, dict[str, tuple[int, str]] | tuple[int, str]]] = {
    "GET /": ("/", (307, "nothing")),
    "GET /api/ready": ("/api/ready", (200, "nothing")),
    "GET /api/metrics": ("/api/metrics", (404, "nothing")),
    # possession of the link is what it asks for; the page says nothing of the data behind it
    "GET /workspace/{link}": ("{recovery}", {"anna": (303, "nothing"), "": (200, "nothing")}),
    "POST /workspace/{link}": ("{recovery}", (403, "nothing")),
    # as is possession of the token; without it there is nothing for anybody, her own browser included
    "GET /s/{token:path}": ("/s/{token}", (200, "yes")),
    "GET /s/{token:path} guessed": ("/s/" + "x" * 43, (404, "nothing")),
    "GET /assets/plotly.js": ("/assets/plotly.js", (200, "nothing")),
    "GET /assets/icon.svg": ("/assets/icon.svg", (200, "nothing")),
}


def test_every_route_has_its_row() -> None:
    found = {
        f"{method} {route.path}"
        for route in routes()
        if isinstance(route, Route)
        for method in (route.methods or set()) - {"HEAD"}
    }
    assert len(found) >= len(routes()), "a route of another kind"
    assert found == {" ".join(row.split(" ")[:2]) for row in ROUTES}


#: what Streamlit answers beside us, and what keeps it from the wrong people; a release that brings more fails here
STREAMLITS = {
    "/_stcore/health": "says ok",
    "/_stcore/host-config": "says what a browser must know before it connects",
    "/_stcore/metrics": "told like ours (test_metrics.py)",
    "/_stcore/stream": "asks Origin, Host and cookies; the page then asks who it is",
    "/_stcore/upload_file/{session_id}/{file_id}": "a session's own unguessable id, and Streamlit's XSRF token",
    "/media/{file_id:path}": "named by a hash of the content, as long as a session shows it",
    "/component/{path:path}": "parts of ours and of Streamlit, without data",
    "/_stcore/bidi-components/{path:path}": "parts of ours and of Streamlit, without data",
    "/auth/login": "Streamlit's own",
    "/auth/logout": "Streamlit's own",
    "/oauth2callback": "Streamlit's own",
    "/_stcore/agent/interact": "off, or the server does not start (protection.py)",
    "/_stcore/agent/openapi.json": "off, too",
    "/_stcore/agent/mcp": "off, too",
    "": "its scripts and styles",
}


def test_streamlit_s_own_routes_are_the_known_ones() -> None:
    assert {getattr(route, "path", "?") for route in create_streamlit_routes(MagicMock())} == set(STREAMLITS)
    assert NEEDED["server.enableAgentApi"] is False and NEEDED["server.enableXsrfProtection"] is True


@pytest.mark.parametrize(("row", "column"), cells(ROUTES))
def test_routes(world: World, row: str, column: str) -> None:
    address, wanted = ROUTES[row]
    address = address.format(recovery=recovery_path(world.store, ANNA), token=world.tokens["frozen"])
    browser = Browser(APP, address=AFAR, host="kam.example.com")
    if column in ("anna", "bert"):
        browser.cookies = {identity.COOKIE: identity.sign("workspace", world.principal(column))}
    elif column != "nobody":
        share = world.frozen if column == "frozen" else world.safe
        browser.cookies = {passes.name_of(share.id): passes.sign(passes.PURPOSE, share.id)}
    ask = browser.post if row.startswith("POST") else browser.get
    answer = ask(address, {"ticket": "forged"}) if row.startswith("POST") else ask(address, user_agent="Mozilla/5.0")
    status, about = wanted if isinstance(wanted, tuple) else wanted.get(column, wanted.get("", (0, "")))
    assert (answer.status, "yes" if SHARED in answer.text else "nothing") == (status, about)
    assert HIDDEN not in answer.text and not any(token in str(answer.headers) for token in world.tokens.values())


def test_the_customer_safe_token_shows_its_account_alone(world: World) -> None:
    answer = Browser(APP, address=AFAR, host="kam.example.com").get(f"/s/{world.tokens['safe']}", user_agent="Mozilla")
    assert answer.status == 200 and ACCOUNT in answer.text and SHARED not in answer.text


# ---- pages

#: what each column sees of the shared dataset when it opens the page at its address
PAGES: dict[str, Row] = {
    "pareto": ("no", "yes", "no", "yes", "no"),
    "supply": ("no", "yes", "no", "yes", "no"),
    "movement": NOBODY_BUT_ANNA,
    "concentration": NOBODY_BUT_ANNA,
    "account": NOBODY_BUT_ANNA,
    "alerts": NOBODY_BUT_ANNA,
    "coverage": NOBODY_BUT_ANNA,
    "playbook": NOBODY_BUT_ANNA,
    "service": NOBODY_BUT_ANNA,
    "data": NOBODY_BUT_ANNA,
}


def test_every_page_has_its_row() -> None:
    assert set(pages()) <= set(PAGES)
    assert set(pages()) == {path.stem for path in (HOUSE / "pages").glob("*.py")}


def opened(world: World, page: str, column: str, patch: pytest.MonkeyPatch, data: str = "", **query: str) -> AppTest:
    """The page, as the column's browser opens it; `data` of Anna's, the shared one where none is named."""
    share = {"frozen": world.frozen, "safe": world.safe}.get(column)
    workspace = {"anna": ANNA, "bert": BERT}.get(column)
    patch.setattr(who, "served", lambda: True)
    patch.setattr(who, "login_wanted", lambda _: False)
    patch.setattr(who, "workspace_of", lambda _: workspace)
    patch.setattr(passes, "holds", lambda _, share_id: share is not None and share_id == share.id)
    at = AppTest.from_file(str(FRAME), default_timeout=120)
    if share:
        at.query_params["share"] = share.id
    if data or not share:
        at.query_params["data"] = data or world.mine.address
    at.query_params["lang"] = "en"
    for key, value in query.items():
        at.query_params[key] = value
    at.switch_page(f"../pages/{page}.py").run()
    return at


@pytest.mark.parametrize(("page", "column"), cells({page: PAGES[page] for page in pages() if page in PAGES}))
def test_pages(
    world: World,
    page: str,
    column: str,
    sent: list[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at = opened(world, page, column, monkeypatch)
    wanted = expected(PAGES[page], column)
    if column == "frozen" and wanted == "no":  # its viewer is led to a page it has, of the shared view
        assert not at.get("file_uploader") and not holds(sent, "QxBertZq")
    else:
        assert ("yes" if holds(sent, SHARED) else "no") == wanted
        assert bool(at.exception) is False
    if column != "anna":
        assert not holds(sent, HIDDEN), "a dataset that nobody was given"
        assert not holds(sent, "QxDeletedZq")


@pytest.mark.parametrize(
    ("page", "column"),
    [cell for cell in cells({page: PAGES[page] for page in pages() if page in PAGES}) if cell[1] != "anna"],
)
def test_no_address_leads_to_what_was_not_shared(
    world: World,
    page: str,
    column: str,
    sent: list[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened(world, page, column, monkeypatch, data=world.other.address)
    assert not holds(sent, HIDDEN)


# ---- downloads

#: where a file can be had without asking what a share's viewer may: on what no viewer is shown, of nobody's data
UNASKED = {
    "kam_ui/intake/tables.py": "templates, on the data page",
    "kam_ui/intake/apart.py": "rows left out, on the data page",
    "kam_ui/register/fold.py": "in the fold of who may decide",
    "kam_ui/send/files.py": "in the dialog that sends, which no viewer is shown",
    "kam_ui/file_offer.py": "a template, for who may upload",
}
#: files a page of Anna's lays ready, at least; viewers and others get none
DOWNLOADS: dict[str, Row] = {
    "pareto": NOBODY_BUT_ANNA,
    "supply": NOBODY_BUT_ANNA,
    "movement": NOBODY_BUT_ANNA,
    "concentration": ("no", "no", "no", "no", "no"),
    "alerts": ("no", "no", "no", "no", "no"),
    "account": NOBODY_BUT_ANNA,
    "coverage": NOBODY_BUT_ANNA,
    "playbook": NOBODY_BUT_ANNA,
    "service": NOBODY_BUT_ANNA,
    "data": NOBODY_BUT_ANNA,
}


def test_every_download_asks_first() -> None:
    found = set()
    for path in [*(HOUSE / "kam_ui").rglob("*.py"), *(HOUSE / "pages").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr == "download_button":
                found.add(str(path.relative_to(HOUSE)))
    assert found == {*UNASKED, "kam_ui/viewer.py"}


def test_every_page_says_what_files_it_has() -> None:
    assert set(DOWNLOADS) == set(PAGES)


@pytest.mark.parametrize(("page", "column"), cells({page: DOWNLOADS[page] for page in pages() if page in DOWNLOADS}))
def test_downloads(world: World, page: str, column: str, monkeypatch: pytest.MonkeyPatch) -> None:
    at = opened(world, page, column, monkeypatch)
    assert ("yes" if at.get("download_button") else "no") == expected(DOWNLOADS[page], column)


# ---- commands

#: the column is who `--owner` names; nobody: the flag is left away, and the house asks
COMMANDS: dict[str, tuple[list[str], Row]] = {
    "import": (["{file}", "--dataset", "{mine}"], NOBODY_BUT_ANNA),
    "pareto": (["{mine}"], NOBODY_BUT_ANNA),
    "demand": (["{mine}"], NOBODY_BUT_ANNA),
    "concentration": (["{mine}"], NOBODY_BUT_ANNA),
    "account": (["{mine}", f"{SHARED}1"], NOBODY_BUT_ANNA),
    "movement": (
        ["{mine}", "--before", "2024-01:2024-03", "--after", "2024-04:2024-06"],
        NOBODY_BUT_ANNA,
    ),
    "report": (["{mine}", "--out", "{out}"], NOBODY_BUT_ANNA),
    "alerts": (["{mine}"], NOBODY_BUT_ANNA),
    "supply": (["{mine}"], NOBODY_BUT_ANNA),
    "allocate": (["{mine}", "--product", SHARED + " Juice", "--available", "5", "--days", "30"], NOBODY_BUT_ANNA),
}
#: they are the operator's, who has the folder: there is no owner to be
OPERATORS = {"backup", "restore"}


def subcommands() -> dict[str, argparse.ArgumentParser]:
    whole = flags._parser()
    (action,) = (a for a in whole._actions if isinstance(a, argparse._SubParsersAction))
    return dict(action.choices)


def test_every_command_has_its_row() -> None:
    found = subcommands()
    assert set(found) == {*COMMANDS, *OPERATORS}
    owned = {name for name, parser in found.items() if "--owner" in parser._option_string_actions}
    assert owned == set(COMMANDS)


@pytest.mark.parametrize(("command", "column"), cells(COMMANDS))
def test_commands(world: World, command: str, column: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    words, row = COMMANDS[command]
    places = {"file": world.folder / f"{SHARED}.csv", "out": tmp_path / "out", "mine": world.mine.id}
    said = [word.format(**places) for word in words]
    owner = ["--owner", world.principal(column)] if column != "nobody" else []
    status = main([command, *said, *owner, "--json"])
    out = capsys.readouterr()
    assert status == (0 if expected(row, column) == "yes" else 2), out.err
    if status:
        assert SHARED not in out.out + out.err.replace(f"{SHARED}.csv", "")
