"""Security headers on every answer, as pure ASGI so that streams and WebSockets pass untouched."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kam_ui.web.shell import inline_script_hashes

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self' blob: {hashes}",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "form-action {forms}",
    ]
)
FORMS = ("/workspace/",)  # pages of ours that hold a form


class SecurityHeaders:
    """Nothing is fetched from outside, nothing may frame us, and no address travels on in a Referer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        hashes = " ".join(inline_script_hashes())
        self.policy, self.of_forms = (POLICY.format(hashes=hashes, forms=forms) for forms in ("'none'", "'self'"))
        self.headers = {
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers[name] = value
                policy = self.of_forms if scope["path"].startswith(FORMS) else self.policy
                headers.setdefault("Content-Security-Policy", policy)  # a share link's page brings a stricter one
            await send(message)

        await self.app(scope, receive, send_with_headers)
