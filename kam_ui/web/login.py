"""Where logins are configured: the address asked for is kept while the browser is away at the provider.

Streamlit comes back from a login to `/` and has forgotten the link; `/` leads on to what is kept here.
"""

from __future__ import annotations

import base64
from datetime import timedelta

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kam_ui.web.cookies import cookie
from kam_ui.web.shell import PAGE
from kam_ui.web.signing import sign, signed

COOKIE = "kam_back"
LOGGED_IN = "_streamlit_user"  # Streamlit's own cookie
LIFE = timedelta(minutes=10)
LONGEST = 2000  # characters of an address: a browser keeps 4 KB of a cookie


def configured() -> bool:
    """Whether Streamlit's secrets name a login."""
    return bool(st.secrets.load_if_toml_exists() and "auth" in st.secrets)


def kept_address(request: Request) -> str | None:
    """The path and query this browser asked for before its login."""
    found = signed("back", request.cookies.get(COOKIE, ""), LIFE)
    return base64.urlsafe_b64decode(found[0]).decode() if found else None


class WayBack:
    """Keeps the address of a page that is asked for before the login, in a short-lived cookie."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not PAGE.fullmatch(scope["path"]) or not configured():
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        address = request.url.path + (f"?{request.url.query}" if request.url.query else "")

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start" and LOGGED_IN not in request.cookies and len(address) < LONGEST:
                kept = sign("back", base64.urlsafe_b64encode(address.encode()).decode())
                MutableHeaders(scope=message).append("set-cookie", cookie(COOKIE, kept, LIFE, scope))
            await send(message)

        await self.app(scope, receive, send_with_cookie)
