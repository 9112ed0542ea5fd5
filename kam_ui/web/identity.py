"""Each browser is a workspace: a signed cookie that the first page answer sets and each later one keeps alive.

Pages are answered before their script connects, so the first visit sees the cookie already. The name in it is no
secret; the signature is what nobody else can make.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from datetime import timedelta

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kam_ui.web.cookies import cookie
from kam_ui.web.shell import PAGE
from kam_ui.web.signing import sign, signed

COOKIE = "kam_workspace"
LIFE = timedelta(days=365)
RENEWED = timedelta(days=1)  # a cookie older than this is set anew, so that a browser in use keeps its workspace
WORKSPACE = re.compile(r"w-[A-Za-z0-9_-]{22}", re.ASCII)


def new_workspace() -> str:
    """A workspace nobody has: 'w-' and 128 random bits."""
    return f"w-{secrets.token_urlsafe(16)}"


def workspace_of(cookies: Mapping[str, str]) -> str | None:
    """The workspace a browser's cookies prove; None without one, or with one that is forged or too old."""
    return _proven(cookies)[0]


def cookie_for(workspace: str, scope: Scope) -> str:
    """The Set-Cookie line that makes a browser this workspace, in answer to `scope`."""
    return cookie(COOKIE, sign("workspace", workspace), LIFE, scope)


def _proven(cookies: Mapping[str, str]) -> tuple[str | None, bool]:
    """The workspace, and whether its cookie is young enough to be left as it is."""
    found = signed("workspace", cookies.get(COOKIE, ""), LIFE)
    if found is None or not WORKSPACE.fullmatch(found[0]):
        return None, False
    return found[0], found[1] < RENEWED


class Identity:
    """Sets the cookie with a page: a new workspace where there is none, the same one again where it grows old."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not PAGE.fullmatch(scope["path"]):
            await self.app(scope, receive, send)
            return
        workspace, young = _proven(Request(scope).cookies)

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200 and not young:
                headers = MutableHeaders(scope=message)
                headers.append("set-cookie", cookie_for(workspace or new_workspace(), scope))
                headers["cache-control"] = "no-store"
            await send(message)

        await self.app(scope, receive, send_with_cookie)
