"""A browser without a network: requests straight into an ASGI application, its cookies kept between them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode


@dataclass
class Answer:
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    cookies: list[str] = field(default_factory=list)  # the Set-Cookie lines
    body: bytes = b""

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Browser:
    """One profile: an address, the name it calls the server by, and a cookie jar."""

    app: Any
    address: str = "127.0.0.1"
    host: str = "127.0.0.1:8501"
    scheme: str = "http"
    port: int = 50_000
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, address: str, **headers: str) -> Answer:
        return self._ask("GET", address, b"", headers)

    def post(self, address: str, fields: dict[str, str], **headers: str) -> Answer:
        kind = {"content_type": "application/x-www-form-urlencoded"}
        return self._ask("POST", address, urlencode(fields).encode(), kind | headers)

    def connect(self, path: str = "/_stcore/stream", **headers: str) -> Answer:
        """A WebSocket handshake: 101 where it is let in, else the refusal."""
        answer = Answer()

        async def receive() -> dict[str, Any]:
            return {"type": "websocket.connect"}

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "websocket.accept":
                answer.status = 101
            elif message["type"] == "websocket.close":
                answer.status = answer.status or 403
            else:
                self._take(answer, message)

        scope = self._scope("websocket", path, headers) | {
            "subprotocols": [],
            "extensions": {"websocket.http.response": {}},
            "scheme": self.scheme.replace("http", "ws"),
        }
        asyncio.run(self.app(scope, receive, send))
        return answer

    def _ask(self, method: str, address: str, body: bytes, headers: dict[str, str]) -> Answer:
        answer = Answer()
        asked = iter([{"type": "http.request", "body": body}])

        async def receive() -> dict[str, Any]:
            return next(asked, None) or await asyncio.Future()  # the visitor stays

        async def send(message: dict[str, Any]) -> None:
            self._take(answer, message)

        if body:
            headers = {"content_length": str(len(body))} | headers
        asyncio.run(self.app(self._scope("http", address, headers) | {"method": method}, receive, send))
        for line in answer.cookies:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
                if morsel["max-age"] == "0":
                    del self.cookies[name]
        return answer

    def _scope(self, kind: str, address: str, headers: dict[str, str]) -> dict[str, Any]:
        path, _, query = address.partition("?")
        sent = {"host": self.host} | {name.replace("_", "-").lower(): value for name, value in headers.items()}
        if self.cookies:
            sent["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {
            "type": kind,
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "scheme": self.scheme,
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
            "client": (self.address, self.port) if self.address else None,
            "server": ("127.0.0.1", 8501),
        }

    @staticmethod
    def _take(answer: Answer, message: dict[str, Any]) -> None:
        if message["type"].endswith("response.start"):
            answer.status = message["status"]
            pairs = [(name.decode(), value.decode()) for name, value in message["headers"]]
            answer.cookies = [value for name, value in pairs if name == "set-cookie"]
            answer.headers = dict(pairs)
        else:
            answer.body += message.get("body", b"")
