"""While the operator has set no secret, the server answers this machine only, by HTTP and WebSocket alike."""

from __future__ import annotations

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from kam_ui.text import LANGUAGES, WORDS
from kam_ui.web.settings import is_local, settings


class LocalOnly:
    """403 to everyone beyond this machine until KAM_SECRET is set; the answer names it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or not settings().own_secret or is_local(scope):
            await self.app(scope, receive, send)
            return
        said = "\n".join(WORDS.say(lang, "door.local_only") for lang in LANGUAGES)
        refusal = PlainTextResponse(said + "\n", status_code=403, headers={"Cache-Control": "no-store"})
        if scope["type"] == "http" or "websocket.http.response" in scope.get("extensions", {}):
            await refusal(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})
