"""Who is answered at all, by HTTP and WebSocket alike: this machine until there is a secret; nobody by another name."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from kam_ui.text import LANGUAGES, WORDS
from kam_ui.web.hosts import answers_to
from kam_ui.web.settings import is_local, settings


class LocalOnly:
    """403 to everyone beyond this machine until KAM_SECRET is set; the answer names it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or not settings().own_secret or is_local(scope):
            await self.app(scope, receive, send)
        else:
            await _refuse("door.local_only", 403, scope, receive, send)


class OwnNames:
    """421 to whoever calls this server by a name that is not its own (hosts.py)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or answers_to(Headers(scope=scope).get("host", "")):
            await self.app(scope, receive, send)
        else:
            await _refuse("door.other_name", 421, scope, receive, send)


async def _refuse(sentence: str, status: int, scope: Scope, receive: Receive, send: Send) -> None:
    """Say why, in every language of ours; a handshake that takes no answer is closed."""
    said = "".join(WORDS.say(lang, sentence) + "\n" for lang in LANGUAGES)
    refusal = PlainTextResponse(said, status_code=status, headers={"Cache-Control": "no-store"})
    if scope["type"] == "http" or "websocket.http.response" in scope.get("extensions", {}):
        await refusal(scope, receive, send)
    else:
        await send({"type": "websocket.close", "code": 1008})
