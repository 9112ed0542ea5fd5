"""The recovery link: whoever keeps it finds the workspace again when the cookie is gone or the browser another one.

`/workspace/<link>` asks on a plain page; its button, with a ticket of its own, makes this browser that workspace. A
link is signed with the count of renewals it was made at: after the next renewal it is as unknown as a made-up one.
"""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kam_core.store import workspaces
from kam_core.store.principal import HOUSE
from kam_core.store.store import Store
from kam_ui.text import WORDS
from kam_ui.web import tickets
from kam_ui.web.identity import WORKSPACE, cookie_for, workspace_of
from kam_ui.web.plain_page import plain_page
from kam_ui.web.settings import is_https, settings
from kam_ui.web.shell import language_of
from kam_ui.web.signing import sign, signed

LONGEST_FORM = 4096  # bytes
AFTER = "/data"


def recovery_path(store: Store, workspace: str) -> str:
    """The path of this workspace's link as it counts now."""
    return "/workspace/" + sign("recovery", f"{workspace}.{workspaces.renewals(store.catalog, workspace)}")


def renewed_path(store: Store, workspace: str) -> str:
    """The path of a new link; all older ones are dead."""
    workspaces.renew(store.catalog, workspace)
    return recovery_path(store, workspace)


def recovered(store: Store, link: str) -> str | None:
    """The workspace a link leads to; None for a dead, forged or malformed one alike."""
    found = signed("recovery", link)
    workspace, _, count = found[0].rpartition(".") if found else ("", "", "")
    if not WORKSPACE.fullmatch(workspace) or count != str(workspaces.renewals(store.catalog, workspace)):
        return None
    return workspace


def ask(request: Request) -> Response:
    """Whether this browser shall be that workspace: a page with one button."""
    store, lang = _store(), language_of(request)
    workspace = recovered(store, request.path_params["link"])
    if workspace is None:
        return _unknown(lang)
    mine = workspace_of(request.cookies)
    if mine == workspace:
        return RedirectResponse(AFTER, status_code=303)
    held = len(store.datasets(mine)) - len(store.datasets(HOUSE)) if mine else 0
    number = tickets.number_of(request)
    page = plain_page(
        lang,
        WORDS.say(lang, "workspace.take_title"),
        [
            WORDS.say(lang, "workspace.take_means"),
            *([WORDS.say(lang, "workspace.take_leaves", n=held)] if held else []),
        ],
        kept=_server(request) + recovery_path(store, mine) if mine and held else "",
        button=WORDS.say(lang, "workspace.take"),
        fields={tickets.FIELD: tickets.ticket(number, request.url.path)},
    )
    tickets.hand_out(page, request, number)
    return page


async def take(request: Request) -> Response:
    """Make this browser that workspace, where its own page asked for it."""
    lang = language_of(request)
    if not 0 < int(request.headers.get("content-length") or 0) <= LONGEST_FORM:
        return _again(lang)
    sent = str((await request.form()).get(tickets.FIELD, ""))
    if not tickets.taken(request, sent, request.url.path):
        return _again(lang)
    workspace = await run_in_threadpool(lambda: recovered(_store(), request.path_params["link"]))
    if workspace is None:
        return _unknown(lang)
    answer = RedirectResponse(AFTER, status_code=303)
    answer.headers.append("set-cookie", cookie_for(workspace, request.scope))
    return answer


def _server(request: Request) -> str:
    scheme = "https" if is_https(request.scope) else "http"
    return settings().public_address or f"{scheme}://{request.headers.get('host', '')}"


def _unknown(lang: str) -> Response:
    title, said = (WORDS.say(lang, f"workspace.{key}") for key in ("unknown_title", "unknown"))
    return plain_page(lang, title, [said], status=404)


def _again(lang: str) -> Response:
    title, said = (WORDS.say(lang, f"workspace.{key}") for key in ("again_title", "again"))
    return plain_page(lang, title, [said], status=403)


def _store() -> Store:
    from kam_ui.resources import store  # late: the caches want the running server

    return store()
